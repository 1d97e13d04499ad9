import { parentPort, workerData } from 'node:worker_threads';
import { startJob } from './jobs/job.js';
import type { WorkerData } from './on-threads.js';

const { job, thread, threads } = workerData as WorkerData;
const run = startJob(job, thread, threads);

parentPort?.on('message', (task) => {
  run(task as never);
  parentPort?.postMessage(0);
});
