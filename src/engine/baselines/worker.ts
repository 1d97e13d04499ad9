import { parentPort, workerData } from 'node:worker_threads';
import { type GramJob, startGramRows } from './ease/gram-job.js';
import { type InverseJob, startInverse } from './ease/inverse-job.js';
import { type SparseEaseJob, startSparseEase } from './ease/sparse-job.js';
import { type BprJob, startBpr } from './factorization/bpr-job.js';
import { type LogisticJob, startLogistic } from './factorization/logistic-job.js';
import { type BestProductsJob, startBestProducts } from './neighbours/best-products-job.js';

/** What a worker is started with. */
export interface WorkerData {
  readonly job: Job;
  /** Which thread this is, from 0, of how many. */
  readonly thread: number;
  readonly threads: number;
}

/** What threads work on together: plain parts on shared memory. */
export type Job = BestProductsJob | GramJob | InverseJob | SparseEaseJob | BprJob | LogisticJob;

/** What a thread does with each task of a job it is given. */
function startJob(job: Job, thread: number, threads: number): (task: never) => void {
  switch (job.kind) {
    case 'best products':
      return startBestProducts(job, thread);
    case 'gram':
      return startGramRows(job);
    case 'inverse':
      return startInverse(job, thread, threads);
    case 'sparse ease':
      return startSparseEase(job);
    case 'bpr':
      return startBpr(job, thread, threads);
    case 'logistic':
      return startLogistic(job, thread);
  }
}

const { job, thread, threads } = workerData as WorkerData;
const run = startJob(job, thread, threads);

parentPort?.on('message', (task) => {
  run(task as never);
  parentPort?.postMessage(0);
});
