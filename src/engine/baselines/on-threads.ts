import { WorkerPool } from '../kernels/worker-pool.js';
import type { Job } from './jobs/job.js';
import type { WorkerData } from './worker.js';

/** Starts threads for a job, lets `run` give them tasks, and ends them, whatever happens. */
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

/** Gives out tasks that do not depend on each other, one to a thread at a time. */
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
