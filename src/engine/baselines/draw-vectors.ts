import type { CsrMatrix } from '../matrix/csr.js';
import { sharedFloat32 } from './shared-arrays.js';

/**
 * The first vectors of the rows of a matrix, zero for rows without entries.
 *
 * @param plays (R x C)
 * @param draw a random number
 * @param ones a factor that is 1 in each row that is not zero
 * @returns (R x stride) row-major, on memory that threads share
 */
export function drawVectors(
  plays: CsrMatrix,
  stride: number,
  draw: () => number,
  ones?: number,
): Float32Array {
  const vectors = sharedFloat32(plays.rows * stride);
  for (let row = 0; row < plays.rows; row++) {
    if (plays.indptr[row] === plays.indptr[row + 1]) continue;
    for (let f = 0; f < stride; f++) vectors[row * stride + f] = f === ones ? 1 : draw();
  }
  return vectors;
}
