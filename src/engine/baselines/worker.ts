import { parentPort, workerData } from 'node:worker_threads';
import { type BestProductsJob, startBestProducts } from './best-products-job.js';
import { type BprJob, startBpr } from './bpr-job.js';
import { type GramJob, type InverseJob, startGramRows, startInverse } from './invert-gram-job.js';
import { type LogisticJob, startLogistic } from './logistic-matrix-factorization-job.js';

/** What a worker is started with. */
export interface WorkerData {
  readonly job: Job;
  /** Which thread this is, from 0, of how many. */
  readonly thread: number;
  readonly threads: number;
}

/** What threads work on together: plain parts on shared memory. */
export type Job = BestProductsJob | GramJob | InverseJob | BprJob | LogisticJob;

/** What a thread does with each task of a job it is given. */
function startJob(job: Job, thread: number, threads: number): (task: never) => void {
  switch (job.kind) {
    case 'best products':
      return startBestProducts(job);
    case 'gram':
      return startGramRows(job);
    case 'inverse':
      return startInverse(job, thread, threads);
    case 'bpr':
      return startBpr(job);
    case 'logistic':
      return startLogistic(job);
  }
}

const { job, thread, threads } = workerData as WorkerData;
const run = startJob(job, thread, threads);

parentPort?.on('message', (task) => {
  run(task as never);
  parentPort?.postMessage(0);
});
