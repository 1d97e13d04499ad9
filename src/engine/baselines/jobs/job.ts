import { type BestProductsJob, startBestProducts } from './best-products.js';
import { type BprJob, startBpr } from './bpr-samples.js';
import { type GramJob, startGramRows } from './gram-rows.js';
import { type InverseJob, startInverse } from './invert-steps.js';
import { type LogisticJob, startLogistic } from './logistic-rows.js';

/** What threads work on together: plain parts on shared memory. */
export type Job = BestProductsJob | GramJob | InverseJob | BprJob | LogisticJob;

/** What a thread does with each task of a job it is given. */
export function startJob(job: Job, thread: number, threads: number): (task: never) => void {
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
