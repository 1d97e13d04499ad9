import { parentPort, workerData } from 'node:worker_threads';
import { type Job, startJob } from './jobs/job.js';

/** What a worker is started with. */
export interface WorkerData {
  readonly job: Job;
  /** Which thread this is, from 0, of how many. */
  readonly thread: number;
  readonly threads: number;
}

const { job, thread, threads } = workerData as WorkerData;
const run = startJob(job, thread, threads);

parentPort?.on('message', (task) => {
  run(task as never);
  parentPort?.postMessage(0);
});
