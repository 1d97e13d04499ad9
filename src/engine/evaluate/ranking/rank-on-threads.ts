import type { TaskProgress, Watch } from '../../../util/work.js';
import { WorkerPool } from '../../kernels/worker-pool.js';
import type { RankingJob } from './rank-users.js';

/** Users to a task: few enough to hand out evenly, and to tell how far the work is. */
const TASK_USERS = 32;

/** Ranks all artists for the job's users on worker threads, which write into the job's memory. */
export async function rankOnThreads(
  job: RankingJob,
  threads: number,
  { signal, onProgress }: Watch<TaskProgress>,
): Promise<void> {
  const total = job.users.length;
  const tasks = Array.from({ length: Math.ceil(total / TASK_USERS) }, (_, task) => ({
    from: task * TASK_USERS,
    to: Math.min((task + 1) * TASK_USERS, total),
  }));
  const data = Array.from({ length: Math.min(threads, tasks.length) }, () => job);
  const pool = new WorkerPool('evaluation', new URL('./worker.js', import.meta.url), data, signal);
  let done = 0;
  try {
    await Promise.all(
      tasks.map(async (task) => {
        // Read after the answer is there: other tasks have added theirs meanwhile.
        const ranked = await pool.ask(task);
        done += ranked;
        onProgress?.({ task: 'ranking all artists', done, total });
      }),
    );
  } finally {
    await pool.close();
  }
}
