import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { trainAls, trainOnThreads } from '#listenlab/engine/als/node/train.js';
import { WorkerPool } from '#listenlab/engine/kernels/node/worker-pool.js';
import { bitsOf, groupedInteractions } from '../als/matrices.js';

/** A worker script with this source. */
function script(source: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

/** The number of threads of this process, if the system reports it. */
function threads(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/task').length : 0;
}

const interactions = groupedInteractions(200, 100);
// Far longer than any test runs: only an abort or an error ends it.
const endless = { factors: 64, iterations: 100_000, threads: 2 };

describe('the worker pool', () => {
  const before = threads();

  afterEach(async () => {
    await interactions.release();
    expect(threads()).toBe(before);
  });

  it('is kept after a training for the next one with as many threads', async () => {
    const options = { factors: 4, iterations: 1, threads: 4 };
    await trainOnThreads(interactions, options, {});
    const kept = threads();
    await trainOnThreads(interactions, { ...options, factors: 6 }, {});
    expect(threads()).toBe(kept);
    await trainOnThreads(interactions, { ...options, threads: 2 }, {});
    expect(threads()).toBe(before === 0 ? 0 : kept - 2);
  });

  it('is left out where a training is soon done, which gives the same bits', async () => {
    const during: number[] = [];
    const onIteration = () => void during.push(threads());
    const options = { factors: 4, iterations: 3, threads: 4, onIteration };
    const short = await trainAls(interactions, options);
    const threaded = await trainOnThreads(interactions, options, {});
    expect(during.slice(0, 3)).toEqual([before, before, before]);
    for (const running of during.slice(3)) expect(running).toBeGreaterThan(before === 0 ? -1 : before);
    expect(bitsOf(short.userFactors).equals(bitsOf(threaded.userFactors))).toBe(true);
    expect(bitsOf(short.artistFactors).equals(bitsOf(threaded.artistFactors))).toBe(true);
  });

  it('stops within an iteration when aborted', async () => {
    const aborting = new AbortController();
    let iterations = 0;
    const options = {
      ...endless,
      signal: aborting.signal,
      onIteration: () => {
        iterations++;
        if (iterations === 3) setTimeout(() => aborting.abort(new Error('enough')), 1);
      },
    };
    await expect(trainAls(interactions, options)).rejects.toThrow('enough');
    expect(iterations).toBeGreaterThanOrEqual(3);
  });

  it('does not start if already aborted', async () => {
    await expect(trainAls(interactions, { ...endless, signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('ends if the iteration callback throws', async () => {
    const onIteration = () => {
      throw new Error('listener');
    };
    await expect(trainAls(interactions, { ...endless, onIteration })).rejects.toThrow('listener');
  });

  it.each([
    [
      'leaves',
      'process.exit(3)',
      /^training thread [12] of 2 ended before its work was done, with exit code 3$/,
    ],
    ['throws', 'throw new Error("out of luck")', /^training thread [12] of 2 failed: out of luck$/],
    [
      'leaves in the middle of its work',
      'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(0))',
      /training thread [12] of 2 ended before its work was done, with exit code 0/,
    ],
  ])('reports a thread that %s as an error', async (_, source, message) => {
    await expect(trainOnThreads(interactions, endless, { script: script(source) })).rejects.toThrow(message);
  });

  it('reports a missing worker script as an error', async () => {
    const missing = new URL('./no-such-worker.js', import.meta.url);
    await expect(trainOnThreads(interactions, endless, { script: missing })).rejects.toThrow(
      /training thread [12] of 2 failed: Cannot find module/,
    );
  });

  it('collects one answer per thread', async () => {
    const source =
      'import { parentPort, workerData } from "node:worker_threads";' +
      'parentPort.on("message", (n) => parentPort.postMessage(n * workerData.factor))';
    const pool = new WorkerPool('training', script(source), [{ factor: 2 }, { factor: 3 }]);
    expect(await pool.run(10)).toEqual([20, 30]);
    expect(await pool.run(1)).toEqual([2, 3]);
    await pool.close();
  });

  it('sends requests to the least busy thread and returns answers to their caller', async () => {
    const source =
      'import { parentPort, workerData } from "node:worker_threads";' +
      'parentPort.on("message", (n) => parentPort.postMessage(n * workerData.factor))';
    const pool = new WorkerPool('recommending', script(source), [{ factor: 1 }, { factor: -1 }]);
    const answers = await Promise.all([1, 2, 3, 4].map((n) => pool.ask(n)));
    expect(answers).toEqual([1, -2, 3, -4]);
    await pool.close();
  });
});
