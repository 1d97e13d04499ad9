import type { WasmMemory } from '../../../util/web-assembly.js';
import { allocateMemory } from '../../kernels/memory.js';
import { loadKernel } from '../../kernels/node/load-kernel.js';
import { type CsrMatrix, transpose } from '../../matrix/csr.js';
import { askEach, type Fitting, onThreads } from '../fit-on-threads.js';
import type { RowRange } from '../neighbours/best-products-job.js';
import { paced } from '../pace.js';
import { sharedFloat64 } from '../shared-zeros.js';
import type { GramJob } from './gram-job.js';
import { type InverseJob, type InverseStep, layOutInverse, PANEL_COLUMNS } from './inverse-job.js';

/** Rows of XtX per task: few enough for an even load. */
const BLOCK_ROWS = 16;

/** XtX, kept while it is inverted with one lambda after another. Shapes: users U, columns M. */
export interface Gram {
  readonly size: number;
  /** (M x M) row-major, of which the lower triangle is filled. */
  readonly products: Float64Array;
  /** Where it is inverted. */
  readonly memory: WasmMemory;
}

/**
 * XtX, and room to invert it.
 *
 * @param x (U x M)
 * Cost: as {@link productsOf}, and as much memory again.
 */
export async function gramOf(x: CsrMatrix, fitting: Fitting): Promise<Gram> {
  const size = x.columns;
  const memory = allocateMemory(layOutInverse(size, fitting.threads).totalBytes);
  return { size, products: await productsOf(x, fitting), memory };
}

/**
 * XtX, on worker threads.
 *
 * @param x (U x M)
 * @returns (M x M) row-major, of which the lower triangle is filled
 * Cost: the sum over users of their entries squared; 8 M^2 bytes.
 */
export async function productsOf(
  x: CsrMatrix,
  { threads, signal, onProgress }: Fitting,
): Promise<Float64Array> {
  const size = x.columns;
  const products = sharedFloat64(size * size);
  const job: GramJob = { kind: 'gram', byUser: x, byArtist: transpose(x), matrix: products };
  const blocks = Array.from(
    { length: Math.ceil(size / BLOCK_ROWS) },
    (_, block): RowRange => ({ from: block * BLOCK_ROWS, to: Math.min((block + 1) * BLOCK_ROWS, size) }),
  );
  await onThreads('multiplying', job, { threads, signal }, (pool) =>
    askEach(pool, threads, blocks, paced('multiplying', blocks.length, onProgress)),
  );
  return products;
}

/**
 * The inverse of XtX + lambda I, on worker threads.
 *
 * @param lambda above 0
 * @returns (M x M) row-major; the next inversion of the same Gram matrix overwrites it
 * Cost: M^3 / 2 multiplications.
 */
export async function invertGram(gram: Gram, lambda: number, fitting: Fitting): Promise<Float64Array> {
  const { size, products, memory } = gram;
  const { threads, signal, onProgress } = fitting;
  const inverse = new Float64Array(memory.buffer, layOutInverse(size, threads).matrix, size * size);
  inverse.set(products);
  for (let i = 0; i < size; i++) inverse[i * size + i] += lambda;
  const job: InverseJob = { kind: 'inverse', size, module: loadKernel('ease'), memory };
  await onThreads('inverting', job, { threads, signal }, async (pool) => {
    for (let panel = 0; panel < size; panel += PANEL_COLUMNS) {
      const step = (name: InverseStep['step']): InverseStep => ({ step: name, panel });
      await pool.ask(step('take'));
      await pool.run(step('sweep'));
      const done = Math.min(size, panel + PANEL_COLUMNS);
      onProgress?.({ task: 'inverting', done, total: size, note: `lambda ${lambda.toPrecision(3)}` });
    }
    await pool.run({ step: 'mirror', panel: 0 });
  });
  return inverse;
}
