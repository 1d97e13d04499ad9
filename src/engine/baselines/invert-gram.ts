import { type CsrMatrix, transpose } from '../matrix/csr.js';
import type { RowRange } from './best-products-job.js';
import { askEach, type Fitting, onThreads, sharedFloat64 } from './fit-on-threads.js';
import { type GramJob, type InverseJob, type InverseStep, PANEL_COLUMNS } from './invert-gram-job.js';

/** Rows of XtX per task: few enough for an even load. */
const BLOCK_ROWS = 16;

/**
 * The inverse of XtX + lambda I, on worker threads.
 *
 * @param x (U x M)
 * @param lambda above 0
 * @returns (M x M) row-major, of which the lower triangle is that of -(XtX + lambda I)^-1
 * Cost: the sum over users of their entries squared for XtX, then M^3 / 2 multiplications; 8 M^2 bytes.
 */
export async function invertGram(x: CsrMatrix, lambda: number, fitting: Fitting): Promise<Float64Array> {
  const size = x.columns;
  const matrix = sharedFloat64(size * size);
  await fillGram({ kind: 'gram', byUser: x, byArtist: transpose(x), lambda, matrix }, fitting);
  const columns = sharedFloat64(size * PANEL_COLUMNS);
  const scaled = sharedFloat64(size * PANEL_COLUMNS);
  await invert({ kind: 'inverse', size, matrix, columns, scaled }, fitting);
  return matrix;
}

async function fillGram(job: GramJob, { threads, signal, onProgress }: Fitting): Promise<void> {
  const { rows } = job.byArtist;
  const blocks = Array.from(
    { length: Math.ceil(rows / BLOCK_ROWS) },
    (_, block): RowRange => ({ from: block * BLOCK_ROWS, to: Math.min((block + 1) * BLOCK_ROWS, rows) }),
  );
  await onThreads('multiplying', job, { threads, signal }, (pool) =>
    askEach(pool, threads, blocks, (done) =>
      onProgress?.({ task: 'multiplying', done, total: blocks.length }),
    ),
  );
}

async function invert(job: InverseJob, { threads, signal, onProgress }: Fitting): Promise<void> {
  await onThreads('inverting', job, { threads, signal }, async (pool) => {
    for (let panel = 0; panel < job.size; panel += PANEL_COLUMNS) {
      const step = (name: InverseStep['step']): InverseStep => ({ step: name, panel });
      await pool.ask(step('take'));
      await pool.run(step('update'));
      await pool.ask(step('put'));
      const done = Math.min(job.size, panel + PANEL_COLUMNS);
      onProgress?.({ task: 'inverting', done, total: job.size });
    }
  });
}
