import { availableParallelism } from 'node:os';
import { readOptions, threadCount, WATCH_CHECKS } from '../../util/checks.js';
import { type Watch, watched } from '../../util/work.js';
import { WorkerPool } from '../kernels/node/worker-pool.js';
import { checkInteractions } from '../matrix/check-interactions.js';
import type { Interactions } from '../matrix/interactions.js';
import type { FitOptions } from './algorithm.js';
import type { Job, WorkerData } from './worker.js';

const CHECKS = { threads: threadCount, ...WATCH_CHECKS };

/** How a checked fit runs. */
export interface Fitting extends Watch {
  readonly threads: number;
}

/**
 * Reports passes over all entries, each of which takes up to a second at full size, and lets an abort take effect
 * between them. To be called before each pass, and once more after the last.
 *
 * @example
 * const nextPass = passes('weighing artists', 2, fitting);
 * await nextPass(); // 0 of 2
 */
export function passes(
  task: string,
  total: number,
  { signal, onProgress }: Pick<Fitting, 'signal' | 'onProgress'>,
): () => Promise<void> {
  let done = 0;
  return async () => {
    onProgress?.({ task, done: done++, total });
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  };
}

/**
 * Checks the data to fit to, and fits with progress and cancellation.
 *
 * @param title shown on a notebook's progress line: `comparing artists`
 * @throws InputError for an impossible number of threads, or interactions that cannot be trained on
 */
export function fitWatched<T>(
  title: string,
  interactions: Interactions,
  options: FitOptions,
  run: (fitting: Fitting) => Promise<T>,
): Promise<T> {
  return watched(title, options, async (watch) => {
    const { threads = availableParallelism() } = readOptions(options, CHECKS, {});
    watch.signal?.throwIfAborted();
    const nextPass = passes('checking plays', 1, watch);
    await nextPass();
    checkInteractions(interactions);
    await nextPass();
    return await run({ ...watch, threads });
  });
}

/** Starts threads for a job, lets `run` give them tasks, and always ends them. */
export async function onThreads<T>(
  work: string,
  job: Job,
  { threads, signal }: { threads: number; signal?: AbortSignal },
  run: (pool: WorkerPool) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const data = Array.from({ length: threads }, (_, thread): WorkerData => ({ job, thread, threads }));
  const pool = new WorkerPool(work, new URL('./worker.js', import.meta.url), data, signal);
  try {
    return await run(pool);
  } finally {
    await pool.close();
  }
}

/** Hands out independent tasks, one per thread at a time. */
export async function askEach(
  pool: WorkerPool,
  threads: number,
  tasks: readonly object[],
  onDone: (done: number) => void,
): Promise<void> {
  let next = 0;
  let done = 0;
  const keepBusy = async () => {
    while (next < tasks.length) {
      await pool.ask(tasks[next++]);
      onDone(++done);
    }
  };
  await Promise.all(Array.from({ length: threads }, keepBusy));
}
