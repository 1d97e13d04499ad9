import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isRunning } from '../notebook/jupyter/kernel-support.js';
import { api, startTestLab } from '../notebook/lab/lab-support.js';
import { FrontEnd } from '../notebook/lab/socket-messages.js';

/** Rounds before memory is first measured: everything loaded once is loaded by then. */
const WARM_UP = 5;
const ROUNDS = 20;
/** Bytes by which the server may grow in the other rounds: leaking a kernel's sockets and buffers takes more. */
const GROWTH = 8 * 2 ** 20;

it('the lab opens, runs and closes notebooks repeatedly without leaking processes, timers, open files or memory', async () => {
  const lab = await startTestLab();
  const pids: number[] = [];
  const round = async (number: number) => {
    const path = `notebook-${number % 5}.ipynb`;
    const { json } = await api<{ id: string; kernel: { id: string } }>(lab, 'POST', '/api/sessions', {
      path,
      type: 'notebook',
      name: path,
    });
    const frontEnd = await FrontEnd.connect(lab, json.kernel.id, `page-${number}`, number % 2 === 0);
    const cell = frontEnd.execute(`console.log(${number})`);
    await frontEnd.ended(cell);
    expect(frontEnd.text(cell)).toBe(`${number}\n`);
    pids.push(lab.server.kernels.get(json.kernel.id).pid ?? 0);
    // Every other page is closed before its kernel.
    if (number % 2 === 0) await frontEnd.close();
    expect((await api(lab, 'DELETE', `/api/sessions/${json.id}`)).status).toBe(204);
  };
  const state = () => {
    globalThis.gc?.();
    return {
      memory: process.memoryUsage.rss(),
      files: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
      resources: process.getActiveResourcesInfo().length,
    };
  };
  for (let number = 0; number < WARM_UP; number++) await round(number);
  const before = state();
  for (let number = WARM_UP; number < WARM_UP + ROUNDS; number++) await round(number);
  expect(new Set(pids).size).toBe(WARM_UP + ROUNDS);
  expect(pids.filter(isRunning)).toEqual([]);
  expect(lab.server.kernels.list()).toEqual([]);
  expect((await api<unknown[]>(lab, 'GET', '/api/sessions')).json).toEqual([]);
  // A closing connection may still be counted.
  await expect.poll(() => state().files).toBeLessThan(before.files + 5);
  await expect.poll(() => state().resources).toBeLessThan(before.resources + 5);
  expect(state().memory - before.memory).toBeLessThan(GROWTH);
  await lab.close();
});
