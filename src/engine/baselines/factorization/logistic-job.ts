import { seededRandom } from '../../../util/random.js';
import { type WasmMemory, type WasmModule, wasm } from '../../../util/web-assembly.js';
import { type CsrMatrix, transpose } from '../../matrix/csr.js';
import type { Weighting } from '../../model/equations/settings.js';
import { weightPlays } from '../../model/equations/weighting.js';
import type { RowRange } from '../neighbours/best-products-job.js';
import { type LogisticLayout, type LogisticSizes, layOutLogistic, playsOfSide } from './logistic-layout.js';
import { drawVectors } from './vectors.js';

/** Both sides, and how they are fitted to each other. */
export interface LogisticJob {
  readonly kind: 'logistic';
  readonly module: WasmModule;
  /** See {@link layOutLogistic}. */
  readonly memory: WasmMemory;
  readonly sizes: LogisticSizes;
  /** (U x I) as they were counted. */
  readonly plays: CsrMatrix;
  readonly weighting: Weighting;
  readonly learningRate: number;
  /** Default: what suits so many plays. */
  readonly regularization?: number;
  /** Pairs drawn as if they had no plays, for each entry of a row; at most W per row. */
  readonly negatives: number;
  readonly seed: number;
}

/** What comes before the first step, in this order and on one thread. */
export type LogisticPreparation = 'weigh' | 'transpose' | 'draw';

/** Rows of a side to update, with the seed of the random numbers. */
export interface LogisticStep extends RowRange {
  readonly side: 0 | 1;
  /** The same throughout half an iteration, on every thread. */
  readonly seed: number;
}

/** The function of the compiled kernel, in pointers and sizes; `kernels/assembly/factorization` says what it does. */
interface LogisticKernel {
  stepRows(
    from: number,
    to: number,
    indptr: number,
    indices: number,
    values: number,
    entries: number,
    x: number,
    squares: number,
    y: number,
    stride: number,
    ones: number,
    learningRate: number,
    regularization: number,
    negatives: number,
    mostDrawn: number,
    seed: number,
    scratch: number,
  ): void;
}

/**
 * What a thread does for a {@link LogisticJob}: a step of gradient ascent with Adagrad for each row, while the other
 * side is held fixed (Johnson 2014, "Logistic matrix factorization for implicit feedback data", sections 3.1 and 3.2).
 * Each row draws its own random numbers, so that results do not depend on threads.
 */
export function startLogistic(
  job: LogisticJob,
  thread: number,
): (task: LogisticPreparation | LogisticStep) => void {
  const { module, memory, sizes, learningRate, negatives } = job;
  const layout = layOutLogistic(sizes);
  const { stepRows } = new wasm.Instance(module, { env: { memory } }).exports as LogisticKernel;
  return (task) => {
    if (typeof task === 'string') {
      prepare(job, layout, task);
      return;
    }
    const { side, from, to, seed } = task;
    const { indptr, indices, values, vectors, squares, ones } = layout.sides[side];
    stepRows(
      from,
      to,
      indptr,
      indices,
      values,
      sizes.entries,
      vectors,
      squares,
      layout.sides[1 - side].vectors,
      layout.stride,
      ones,
      learningRate,
      regularizationIn(memory, layout)[0],
      negatives,
      layout.width,
      seed,
      layout.scratch[thread],
    );
  };
}

/** The penalty of a fit, once the plays are weighed. */
export function regularizationIn({ buffer }: WasmMemory, { regularization }: LogisticLayout): Float64Array {
  return new Float64Array(buffer, regularization, 1);
}

function prepare(job: LogisticJob, layout: LogisticLayout, what: LogisticPreparation): void {
  const { memory, sizes, plays, weighting } = job;
  const [users, artists] = layout.sides.map((side) => playsOfSide(memory.buffer, side, sizes.entries));
  if (what === 'weigh') {
    users.indptr.set(plays.indptr);
    users.indices.set(plays.indices);
    users.values.set(weightPlays(plays, weighting));
    regularizationIn(memory, layout)[0] = job.regularization ?? usualRegularization(users);
  } else if (what === 'transpose') {
    transpose(users, artists);
  } else {
    const { normal } = seededRandom(job.seed);
    for (const [i, { indptr }] of [artists, users].entries()) {
      const { rows, vectors, ones } = layout.sides[1 - i];
      const values = new Float32Array(memory.buffer, vectors, rows * layout.stride);
      drawVectors(values, { rows, indptr }, layout.width, normal, ones);
    }
  }
}

/** What suits plenty of plays is too much for few: the pull of a row's own plays grows with their weight. */
function usualRegularization({ rows, columns, values }: CsrMatrix): number {
  const weight = values.reduce((sum, value) => sum + value, 0);
  return Math.min(5, weight / Math.sqrt(rows * columns) / 12);
}
