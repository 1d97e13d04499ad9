import { decomposeSymmetric } from './eigen.js';
import { type MemoryLayout, ROTATED_ROWS, rotatedBlocks, scratchOf } from './layout.js';
import type { PhaseContext } from './phases.js';

// Rotating all factors, users' and artists', by the same orthogonal matrix changes no product of them, no
// confidence and no step of conjugate gradients. So before each half-sweep all factors are rotated to where
// a0 YtY is diagonal: multiplying by it, a third of the arithmetic with many factors, then costs nothing. At the
// end they are rotated back.

/**
 * Decomposes a0 YtY = Q D Qt: writes Q for {@link rotateBlock}, D for the kernel, and notes Q for
 * {@link prepareReturn}. A matrix that is not finite has no decomposition: D is NaN then, and the solve that
 * follows names the row.
 */
export function decomposeGram(buffer: ArrayBufferLike, layout: MemoryLayout): void {
  const { factors, stride, gram, eigenvalues, basis } = layout;
  const shared = squareIn(buffer, gram, layout);
  if (!shared.every(Number.isFinite)) {
    new Float64Array(buffer, eigenvalues, stride).fill(Number.NaN);
    return;
  }
  const { values, vectors } = decomposeSymmetric(shared, factors);
  new Float64Array(buffer, eigenvalues, stride).set(values.map((value) => Math.max(value, 0)));
  const rotation = transposed(vectors, factors);
  writeSquare(buffer, layout.rotation, layout, rotation);
  writeSquare(buffer, basis, layout, product(squareIn(buffer, basis, layout), vectors, factors));
}

/** At first, factors are not rotated. */
export function resetBasis(buffer: ArrayBufferLike, { basis, stride }: MemoryLayout): void {
  const target = new Float64Array(buffer, basis, stride * stride);
  for (let k = 0; k < stride; k++) target[k * stride + k] = 1;
}

/** Makes the next rotation the one that undoes all so far. */
export function prepareReturn(buffer: ArrayBufferLike, layout: MemoryLayout): void {
  const back = transposed(squareIn(buffer, layout.basis, layout), layout.factors);
  writeSquare(buffer, layout.rotation, layout, back);
}

/** Rotates one block of rows, users' blocks first. */
export function rotateBlock(context: PhaseContext, block: number): void {
  const { kernel, layout } = context;
  const { byUser, byArtist, rotation, stride } = layout;
  const userBlocks = rotatedBlocks(byUser);
  const side = block < userBlocks ? byUser : byArtist;
  const from = (block < userBlocks ? block : block - userBlocks) * ROTATED_ROWS;
  const to = Math.min(from + ROTATED_ROWS, side.rows);
  kernel.rotateRows(from, to, side.factors, rotation, stride, scratchOf(context));
}

/** (F x F) a copy of a (K x K) matrix in the memory, without its padding. */
function squareIn(buffer: ArrayBufferLike, start: number, { factors, stride }: MemoryLayout): Float64Array {
  const padded = new Float64Array(buffer, start, stride * stride);
  const square = new Float64Array(factors * factors);
  for (let row = 0; row < factors; row++) {
    square.set(padded.subarray(row * stride, row * stride + factors), row * factors);
  }
  return square;
}

function writeSquare(
  buffer: ArrayBufferLike,
  start: number,
  { factors, stride }: MemoryLayout,
  square: Float64Array,
): void {
  const target = new Float64Array(buffer, start, stride * stride);
  for (let row = 0; row < factors; row++) {
    target.set(square.subarray(row * factors, (row + 1) * factors), row * stride);
  }
}

function transposed(square: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < n; k++) result[k * n + row] = square[row * n + k];
  }
  return result;
}

/** A BT: products of rows with rows. */
function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += a[row * n + k] * b[column * n + k];
      result[row * n + column] = sum;
    }
  }
  return result;
}
