import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { START_LIMIT } from '../jupyter/kernel-support.js';
import { api, startTestLab, type TestLab } from './lab-support.js';
import { FrontEnd } from './socket-messages.js';

let lab: TestLab;
beforeAll(async () => {
  lab = await startTestLab();
});
afterAll(() => lab.close());

interface Session {
  id: string;
  path: string;
  kernel: { id: string };
}

/** As a page of Jupyter starts it: under a path of its own, which is none of a document. */
const make = async (place: string) =>
  (
    await api<Session>(lab, 'POST', '/api/sessions', {
      path: place,
      type: 'notebook',
      kernel: { name: 'listenlab' },
    })
  ).json;
const move = async ({ id }: Session, path: string) =>
  (await api<Session>(lab, 'PATCH', `/api/sessions/${id}`, { path })).json;
const kernels = async () =>
  (await api<{ id: string }[]>(lab, 'GET', '/api/kernels')).json.map(({ id }) => id);

describe('two pages that start a kernel for one notebook at once', () => {
  it(
    'share the kernel of the first, and end it together',
    async () => {
      const [one, two] = await Promise.all([make('one'), make('two')]);
      const moved = [await move(one, 'shared.ipynb'), await move(two, 'shared.ipynb')];
      expect(moved.map(({ kernel }) => kernel.id)).toEqual([one.kernel.id, one.kernel.id]);
      expect(await kernels()).toEqual([one.kernel.id]);
      expect((await api(lab, 'DELETE', `/api/sessions/${two.id}`)).status).toBe(204);
      expect(await kernels()).toEqual([]);
      expect((await api(lab, 'GET', '/api/sessions')).json).toEqual([]);
    },
    START_LIMIT,
  );

  it(
    'keep a kernel in which something has run, as when a notebook takes the name of another',
    async () => {
      const [one, two] = await Promise.all([make('one'), make('two')]);
      await move(one, 'kept.ipynb');
      const frontEnd = await FrontEnd.connect(lab, two.kernel.id, 'page', true);
      const id = frontEnd.execute('const mine = 1');
      await frontEnd.ended(id);
      expect((await move(two, 'kept.ipynb')).kernel.id).toBe(two.kernel.id);
      expect((await kernels()).sort()).toEqual([one.kernel.id, two.kernel.id].sort());
      frontEnd.socket.close();
    },
    START_LIMIT,
  );
});
