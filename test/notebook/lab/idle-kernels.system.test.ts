import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningKernel } from '#listenlab/notebook/page/protocol.js';
import { eventually, START_LIMIT } from '../jupyter/kernel-support.js';
import { api, notebook, startTestLab, type TestLab } from './lab-support.js';
import { FrontEnd } from './socket-messages.js';

let lab: TestLab;
beforeAll(async () => {
  lab = await startTestLab({ endIdleAfter: 1000 });
});
afterAll(() => lab.close());

/** A notebook with a kernel, and its page. */
async function open(name: string): Promise<{ id: string; page: FrontEnd }> {
  await writeFile(path.join(lab.folder, name), JSON.stringify(notebook('1')));
  const start = { path: name, name, type: 'notebook', kernel: {} };
  const { json } = await api<{ kernel: { id: string } }>(lab, 'POST', '/api/sessions', start);
  return { id: json.kernel.id, page: await FrontEnd.connect(lab, json.kernel.id, name, true) };
}
const has = (id: string) => lab.server.kernels.has(id);
const running = async () => (await api<RunningKernel[]>(lab, 'GET', '/lab-api/running')).json;
const waitsFor = (file: string) =>
  `while (!require('node:fs').existsSync('${file}')) await new Promise((r) => setTimeout(r, 20)); console.log('done')`;

describe('idle kernels', () => {
  it(
    'are shut down, unless they are busy, have a page or have unseen output',
    async () => {
      const opened = await open('opened.ipynb');
      const busy = await open('busy.ipynb');
      const beside = await open('beside.ipynb');
      const cell = busy.page.executeCell('cell-0', waitsFor('go'));
      await busy.page.next(cell, ({ content }) => content.execution_state === 'busy');
      const work =
        'globalThis.worker = new (require("node:worker_threads").Worker)("for (;;);", { eval: true }); 1';
      await beside.page.ended(beside.page.executeCell('cell-0', work));
      await Promise.all([busy.page.close(), beside.page.close()]);

      const left = await open('left.ipynb');
      await left.page.ended(left.page.executeCell('cell-0', '1'));
      await left.page.close();
      await eventually(() => !has(left.id));
      expect(lab.log.join()).toContain('--end-idle-after');
      expect([has(opened.id), has(busy.id), has(beside.id)]).toEqual([true, true, true]);
      const listed = await running();
      expect(listed.map(({ path, state, pages }) => [path, state, pages])).toEqual([
        ['opened.ipynb', 'idle', 1],
        ['busy.ipynb', 'busy', 0],
        ['beside.ipynb', 'idle', 0],
      ]);
      for (const { memory } of listed) expect(memory).toBeGreaterThan(50_000_000);

      // Output that arrived while no page was open is kept until one opens.
      await writeFile(path.join(lab.folder, 'go'), '');
      await eventually(() => lab.server.kernels.get(busy.id).executions.unseen);
      expect((await running()).filter(({ unseen }) => unseen).map(({ path }) => path)).toEqual([
        'busy.ipynb',
      ]);
      await rm(path.join(lab.folder, 'busy.ipynb'));
      expect((await running()).filter(({ missing }) => missing).map(({ path }) => path)).toEqual([
        'busy.ipynb',
      ]);
      await opened.page.close();
      await eventually(() => !has(opened.id));
      expect(has(busy.id)).toBe(true);
      await api(lab, 'GET', `/lab-api/kernels/${busy.id}/executions`);
      await eventually(() => !has(busy.id));
      await api(lab, 'DELETE', `/api/kernels/${beside.id}`);
      expect(await running()).toEqual([]);
    },
    START_LIMIT * 2,
  );
});
