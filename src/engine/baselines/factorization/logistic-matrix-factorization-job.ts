import { seededRandom } from '../../../util/random.js';
import type { CsrMatrix } from '../../matrix/csr.js';
import type { RowRange } from '../neighbours/best-products-job.js';

/** One side's plays and vectors. Shapes: rows R of this side, columns C of the other, K factors with both biases. */
export interface LogisticSide {
  /** (R x C) weighted plays */
  readonly plays: CsrMatrix;
  /** (R x K) row-major */
  readonly vectors: Float32Array;
  /** (R x K) sums of squared gradients so far, for Adagrad */
  readonly squares: Float32Array;
  /** The factor that stays 1, to go with the other side's bias. */
  readonly ones: number;
}

/** Both sides, and how they are fitted to each other. */
export interface LogisticJob {
  readonly kind: 'logistic';
  readonly stride: number;
  readonly learningRate: number;
  readonly regularization: number;
  /** Pairs drawn as if they had no plays, for each entry of a row; at most K per row. */
  readonly negatives: number;
  readonly sides: readonly [users: LogisticSide, artists: LogisticSide];
}

/** Rows of a side to update, with the seed of the random numbers. */
export interface LogisticTask extends RowRange {
  readonly side: 0 | 1;
  /** The same throughout half an iteration, on every thread. */
  readonly seed: number;
}

/** Keeps the first steps finite, as in the library implicit. */
const LEAST_SQUARE = 1e-6;

/**
 * What a thread does for a {@link LogisticJob}: a step of gradient ascent with Adagrad for each row, while the other
 * side is held fixed (Johnson 2014, "Logistic matrix factorization for implicit feedback data", sections 3.1 and 3.2).
 * Each row draws its own random numbers, so that results do not depend on threads.
 */
export function startLogistic(job: LogisticJob): (task: LogisticTask) => void {
  const gradient = new Float64Array(job.stride);
  return ({ side, from, to, seed }) => {
    for (let row = from; row < to; row++) {
      sumGradient(job, side, row, seed, gradient);
      step(job, job.sides[side], row, gradient);
    }
  };
}

function sumGradient(job: LogisticJob, side: 0 | 1, row: number, seed: number, gradient: Float64Array): void {
  const { plays, vectors } = job.sides[side];
  const held = job.sides[1 - side].vectors;
  const { indptr, indices, values } = plays;
  const [from, to] = [indptr[row], indptr[row + 1]];
  gradient.fill(0);
  // Neighbouring seeds give unrelated sequences; a large odd factor separates those of different halves.
  const random = seededRandom(seed + Math.imul(row, 0x9e3779b1));
  for (let i = from; i < to; i++) {
    addPair(gradient, vectors, row, held, indices[i], values[i], 1);
  }
  // The limit is implicit's and favours popular artists: without it they are drawn as often as played.
  const drawn = Math.min((to - from) * job.negatives, job.stride);
  for (let n = 0; n < drawn; n++) {
    addPair(gradient, vectors, row, held, indices[random.integer(indices.length)], 1, 0);
  }
}

/** Adds weight (preference - sigmoid(x.y)) y. */
function addPair(
  gradient: Float64Array,
  vectors: Float32Array,
  row: number,
  held: Float32Array,
  other: number,
  weight: number,
  preference: 0 | 1,
): void {
  const stride = gradient.length;
  const x = row * stride;
  const y = other * stride;
  let score = 0;
  for (let f = 0; f < stride; f++) score += vectors[x + f] * held[y + f];
  const scale = weight * (preference - 1 / (1 + Math.exp(-score)));
  for (let f = 0; f < stride; f++) gradient[f] += scale * held[y + f];
}

function step(job: LogisticJob, side: LogisticSide, row: number, gradient: Float64Array): void {
  const { stride, learningRate, regularization } = job;
  const { vectors, squares, ones } = side;
  for (let f = 0; f < stride; f++) {
    const at = row * stride + f;
    const slope = gradient[f] - regularization * vectors[at];
    squares[at] += slope * slope;
    if (f !== ones) vectors[at] += (learningRate / Math.sqrt(LEAST_SQUARE + squares[at])) * slope;
  }
}
