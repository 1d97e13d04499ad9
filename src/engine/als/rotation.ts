import { decomposeSymmetric } from './eigen.js';
import { type MemoryLayout, ROTATED_ROWS, rowsOfBlock, scratchOf } from './layout.js';
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
  const next = setRotation(buffer, layout, vectors);
  multiplyInPlace(new Float64Array(buffer, basis, stride * stride), next, stride);
}

/** At first, factors are not rotated. */
export function resetBasis(buffer: ArrayBufferLike, { basis, stride }: MemoryLayout): void {
  const target = new Float64Array(buffer, basis, stride * stride).fill(0);
  for (let k = 0; k < stride; k++) target[k * stride + k] = 1;
}

/** Makes the next rotation the one that undoes all so far. */
export function prepareReturn(buffer: ArrayBufferLike, layout: MemoryLayout): void {
  setRotation(buffer, layout, squareIn(buffer, layout.basis, layout));
}

/** Rotates one block of rows, users' blocks first. */
export function rotateBlock(context: PhaseContext, block: number): void {
  const { kernel, layout } = context;
  const { side, from, to } = rowsOfBlock(layout, block, ROTATED_ROWS);
  kernel.rotateRows(from, to, side.factors, layout.rotation, layout.stride, scratchOf(context));
}

/** (F x F) a copy of a (K x K) matrix in the memory, without its padding. */
function squareIn(buffer: ArrayBufferLike, start: number, { factors, stride }: MemoryLayout): Float64Array {
  return new Float64Array(buffer, start, factors * stride).filter((_, at) => at % stride < factors);
}

/** Factors are rotated next by the transpose of this (F x F) matrix. @returns (K x K) */
function setRotation(
  buffer: ArrayBufferLike,
  { factors, stride, rotation }: MemoryLayout,
  square: Float64Array,
): Float64Array {
  const target = new Float64Array(buffer, rotation, stride * stride);
  for (let row = 0; row < factors; row++) {
    for (let k = 0; k < factors; k++) target[k * stride + row] = square[row * factors + k];
  }
  return target;
}

/**
 * A becomes A B, both (n x n), n a multiple of four. Every entry is summed in the order of k, but a row of them side by
 * side: where each addition waits for the one before it, this takes three times as long.
 */
function multiplyInPlace(a: Float64Array, b: Float64Array, n: number): void {
  const sums = new Float64Array(n);
  for (let row = 0; row < n * n; row += n) {
    sums.fill(0);
    for (let k = 0; k < n; k += 4) {
      const [x0, x1, x2, x3] = a.subarray(row + k);
      for (let column = 0, at = k * n; column < n; column++, at++) {
        const sum = sums[column] + x0 * b[at] + x1 * b[at + n];
        sums[column] = sum + x2 * b[at + 2 * n] + x3 * b[at + 3 * n];
      }
    }
    a.set(sums, row);
  }
}
