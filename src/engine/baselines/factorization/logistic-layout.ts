import { formatCount } from '../../../util/format.js';
import { checkFits, memoryPlaces } from '../../kernels/memory-layout.js';
import type { CsrMatrix } from '../../matrix/csr.js';
import { strideOf } from './vectors.js';

// Shapes: users U, artists I, entries N; R rows of one side; W numbers in a vector, filled up to K.

/** What the memory of a fit depends on. */
export interface LogisticSizes {
  readonly users: number;
  readonly artists: number;
  readonly entries: number;
  /** F; both biases are two numbers more in a vector. */
  readonly factors: number;
  readonly threads: number;
}

/** Where one side's plays and vectors lie: byte offsets. */
export interface LogisticSide {
  readonly rows: number;
  readonly columns: number;
  /** (R + 1) int32 */
  readonly indptr: number;
  /** (N) int32 */
  readonly indices: number;
  /** (N) float32, weighted plays */
  readonly values: number;
  /** (R x K) float32 */
  readonly vectors: number;
  /** (R x K) float32, sums of squared gradients so far, for Adagrad */
  readonly squares: number;
  /** The number of a vector that stays 1, to go with the other side's bias. */
  readonly ones: number;
}

/** Every byte offset in the memory of a fit. */
export interface LogisticLayout {
  /** W, the factors and both biases. */
  readonly width: number;
  /** K */
  readonly stride: number;
  readonly sides: readonly [users: LogisticSide, artists: LogisticSide];
  /** float64, the penalty that is used */
  readonly regularization: number;
  /** (threads) what each works in */
  readonly scratch: readonly number[];
  readonly totalBytes: number;
}

/** Bytes of a thread's scratch besides a vector and the drawn columns: random numbers, and what was read ahead. */
const STATE_BYTES = 32;

/**
 * Lays a fit out in WebAssembly memory.
 *
 * @throws InputError where it needs more than the 4 GiB that memory can have
 */
export function layOutLogistic(sizes: LogisticSizes): LogisticLayout {
  const { users, artists, factors } = sizes;
  const layout = placeAll(sizes);
  const work = `fitting ${formatCount(factors)} factors of ${formatCount(users)} users and ${formatCount(artists)} artists`;
  checkFits(layout.totalBytes, work, () => 'ask for fewer factors');
  return layout;
}

function placeAll({ users, artists, entries, factors, threads }: LogisticSizes): LogisticLayout {
  const { place, total } = memoryPlaces();
  const width = factors + 2;
  const stride = strideOf(width);
  const side = (rows: number, columns: number, ones: number): LogisticSide => ({
    rows,
    columns,
    indptr: place(4 * (rows + 1)),
    indices: place(4 * entries),
    values: place(4 * entries),
    vectors: place(4 * rows * stride),
    squares: place(4 * rows * stride),
    ones,
  });
  return {
    width,
    stride,
    sides: [side(users, artists, factors), side(artists, users, factors + 1)],
    regularization: place(8),
    scratch: Array.from({ length: threads }, () => place(8 * stride + STATE_BYTES)),
    totalBytes: total(),
  };
}

/** The plays of a side, in place. */
export function playsOfSide(buffer: ArrayBufferLike, side: LogisticSide, entries: number): CsrMatrix {
  const { rows, columns, indptr, indices, values } = side;
  return {
    rows,
    columns,
    indptr: new Int32Array(buffer, indptr, rows + 1),
    indices: new Int32Array(buffer, indices, entries),
    values: new Float32Array(buffer, values, entries),
  };
}
