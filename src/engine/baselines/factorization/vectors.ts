import type { CsrMatrix } from '../../matrix/csr.js';
import { sharedFloat32 } from '../shared-zeros.js';

// Shapes: rows R, each with a vector of W numbers, which the kernel wants filled up with zeros to K, whole registers of four.

/** K for a W. */
export function strideOf(width: number): number {
  return Math.ceil(width / 4) * 4;
}

/**
 * Draws the first vector of each row that has entries; the others stay zero.
 *
 * @param vectors (R x K) zeros
 * @param draw a random number
 * @param ones index of a number that is 1 in each drawn vector
 */
export function drawVectors(
  vectors: Float32Array,
  { rows, indptr }: Pick<CsrMatrix, 'rows' | 'indptr'>,
  width: number,
  draw: () => number,
  ones?: number,
): void {
  const stride = strideOf(width);
  for (let row = 0; row < rows; row++) {
    if (indptr[row] === indptr[row + 1]) continue;
    const from = row * stride;
    for (let f = 0; f < width; f++) vectors[from + f] = f === ones ? 1 : draw();
  }
}

/**
 * The vectors without what fills them up, in memory of their own.
 *
 * @param vectors (R x K)
 * @returns (R x W)
 */
export function withoutFilling(vectors: Float32Array, width: number): Float32Array {
  const stride = strideOf(width);
  const rows = vectors.length / stride;
  const result = sharedFloat32(rows * width);
  if (stride === width) result.set(vectors);
  else {
    for (let row = 0; row < rows; row++) {
      result.set(vectors.subarray(row * stride, row * stride + width), row * width);
    }
  }
  return result;
}
