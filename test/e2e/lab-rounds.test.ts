import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { isRunning } from '../notebook/jupyter/kernel-support.js';
import { api, startTestLab } from '../notebook/lab/lab-support.js';
import { FrontEnd } from '../notebook/lab/socket-messages.js';
import { LONG_TEST } from './listenlab.js';

/** Rounds before memory is first measured: everything loaded once is loaded by then. */
const WARM_UP = 5;
const ROUNDS = 12;
/** Bytes by which the server may grow in a round, on average: leaking a kernel's sockets and buffers takes more. */
const GROWTH = 0.4 * 2 ** 20;
/** Memory also grows by what the allocator keeps at hand, but that not again and again: a leak grows each time. */
const STRETCHES = 3;

it('the lab opens, runs and closes notebooks repeatedly without leaking processes, timers, open files or memory', {
  timeout: LONG_TEST,
}, async () => {
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
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const state = () => {
    collectGarbage();
    return {
      memory: process.memoryUsage.rss(),
      files: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
      resources: process.getActiveResourcesInfo().length,
    };
  };
  for (let number = 0; number < WARM_UP; number++) await round(number);
  const first = state();
  let before = first;
  for (let stretch = 1; stretch <= STRETCHES; stretch++) {
    before = state();
    for (let i = 0; i < ROUNDS; i++) await round(pids.length);
    if (state().memory - before.memory < ROUNDS * GROWTH) break;
  }
  expect(pids.length).toBeGreaterThanOrEqual(WARM_UP + ROUNDS);
  expect(new Set(pids).size).toBe(pids.length);
  expect(pids.filter(isRunning)).toEqual([]);
  expect(lab.server.kernels.list()).toEqual([]);
  expect((await api<unknown[]>(lab, 'GET', '/api/sessions')).json).toEqual([]);
  // A closing connection may still be counted.
  await expect.poll(() => state().files).toBeLessThan(first.files + 5);
  await expect.poll(() => state().resources).toBeLessThan(first.resources + 5);
  // Pages of memory go back to the system some time after what was in them.
  await expect.poll(() => state().memory - before.memory).toBeLessThan(ROUNDS * GROWTH);
  await lab.close();
});
