import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelRegistry } from '#listenlab/notebook/lab/kernels/kernel-registry.js';
import type { SocketMessage } from '#listenlab/notebook/lab/kernels/socket-message.js';
import { Sessions } from '#listenlab/notebook/lab/sessions/sessions.js';
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

/** As a page of Jupyter starts it: under a made-up path, which is not that of a document. */
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

describe('a kernel of a session', () => {
  it(
    'knows the name of its notebook, as in Jupyter',
    async () => {
      const { json } = await api<Session>(lab, 'POST', '/api/sessions', {
        path: 'a-made-up-path',
        name: 'mine\0.ipynb',
        type: 'notebook',
        kernel: { name: 'listenlab' },
      });
      const page = await FrontEnd.connect(lab, json.kernel.id, 'page', true);
      const cell = page.execute('console.log(process.env.JPY_SESSION_NAME)');
      await page.ended(cell);
      expect(page.text(cell)).toBe(`${path.join(lab.folder, 'mine.ipynb')}\n`);
      await page.close();
      expect((await api(lab, 'DELETE', `/api/sessions/${json.id}`)).status).toBe(204);
    },
    2 * START_LIMIT,
  );
});

describe('sessions and kernels that are shutting down', () => {
  it(
    'are listed until their pages know the reason, and serve no new requests',
    async () => {
      const kernels = new KernelRegistry(() => undefined);
      const sessions = new Sessions(kernels, async () => lab.folder);
      const listed = () => [sessions.list().map(({ id }) => id), kernels.models().map(({ id }) => id)];
      const old = await sessions.open({ path: 'a.ipynb' });
      const told: SocketMessage[] = [];
      const page = { session: 'page', send: (message: SocketMessage) => void told.push(message), close() {} };
      kernels.get(old.kernel.id).clients.add(page);
      const end = sessions.end(old.id);
      expect(listed()).toEqual([[old.id], [old.kernel.id]]);
      expect(() => sessions.get(old.id)).toThrow('no session');
      const next = await sessions.open({ path: 'a.ipynb' });
      expect(next.kernel.id).not.toBe(old.kernel.id);
      await end;
      expect(told.map(({ parts }) => JSON.parse(Buffer.from(parts[3]).toString())).at(-1)).toMatchObject({
        execution_state: 'dead',
        reason: expect.stringContaining('shut down from a page of the lab'),
      });
      expect(listed()).toEqual([[next.id], [next.kernel.id]]);
      await kernels.shutdownAll();
      expect(listed()).toEqual([[], []]);
    },
    2 * START_LIMIT,
  );
});

describe('two pages that start a kernel for one notebook at once', () => {
  it(
    'share the first kernel, and shut it down together',
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
    'keep a kernel in which something has run, for example when a notebook takes the name of another',
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
