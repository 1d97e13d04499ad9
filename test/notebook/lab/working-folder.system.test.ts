import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
  name: string;
  kernel: { id: string };
}

/** What a cell sees of the working folder. */
async function workingFolder(kernelId: string): Promise<string> {
  const frontEnd = await FrontEnd.connect(lab, kernelId, 'asks', true);
  const cell = frontEnd.execute('process.stdout.write(process.cwd())');
  expect((await frontEnd.ended(cell)).content.status).toBe('ok');
  await frontEnd.close();
  return frontEnd.text(cell);
}

it(
  'cells run in the folder of the notebook, even while the page uses a made-up path, and after a move',
  async () => {
    const spelled = 'my music/Ärger #1, 100%25/日本';
    const folder = path.join(lab.folder, spelled);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'a b.ipynb'), '{}');
    // As JupyterLab does: a made-up name in the notebook's folder first, the notebook's own right after.
    const start = { path: `${spelled}/cd7a`, name: 'a b.ipynb', type: 'notebook', kernel: { name: null } };
    const { json } = await api<Session>(lab, 'POST', '/api/sessions', start);
    const session = `/api/sessions/${json.id}`;
    await api(lab, 'PATCH', session, { path: `${spelled}/a b.ipynb` });
    expect(await workingFolder(json.kernel.id)).toBe(folder);

    // The page of a notebook need not be open when its folder is renamed.
    await api(lab, 'PATCH', '/api/contents/my%20music', { path: 'music' });
    const moved = (await api<Session>(lab, 'GET', session)).json;
    expect(moved).toMatchObject({ path: 'music/Ärger #1, 100%25/日本/a b.ipynb', name: 'a b.ipynb' });
    await api(lab, 'PATCH', `/api/contents/${encodeURI(moved.path).replaceAll('#', '%23')}`, {
      path: 'c.ipynb',
    });
    expect((await api<Session>(lab, 'GET', session)).json).toMatchObject({
      path: 'c.ipynb',
      name: 'c.ipynb',
    });
    await api(lab, 'POST', `/api/kernels/${json.kernel.id}/restart`);
    expect(await workingFolder(json.kernel.id)).toBe(lab.folder);
    await api(lab, 'DELETE', session);
  },
  2 * START_LIMIT,
);

it(
  'cells run in the nearest remaining folder if that of the notebook is deleted',
  async () => {
    await mkdir(path.join(lab.folder, 'left/gone'), { recursive: true });
    const start = { path: 'left/gone/x.ipynb', type: 'notebook', kernel: {} };
    const { json } = await api<Session>(lab, 'POST', '/api/sessions', start);
    await rename(path.join(lab.folder, 'left/gone'), path.join(lab.folder, 'elsewhere'));
    await rm(path.join(lab.folder, 'elsewhere'), { recursive: true });
    await api(lab, 'POST', `/api/kernels/${json.kernel.id}/restart`);
    expect(await workingFolder(json.kernel.id)).toBe(path.join(lab.folder, 'left'));
    await api(lab, 'DELETE', `/api/sessions/${json.id}`);
  },
  2 * START_LIMIT,
);
