import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { type MemoryLayout, ROTATED_ROWS, rotatedBlocks, scratchOf } from './layout.js';
import type { PhaseContext } from './phases.js';

// Turning all factors, users' and artists', by the same orthogonal matrix changes no product of them, no
// confidence and no step of conjugate gradients: they are turned along. So before each half everything is
// turned to where a0 YtY is diagonal, and multiplying by it, a third of the arithmetic of many factors, costs
// nothing. At the end all is turned back.

/**
 * Decomposes a0 YtY = Q D Qt: writes Q for {@link rotateBlock}, D for the kernel, and notes Q for
 * {@link prepareReturn}. Of what is not finite no decomposition ends well: D is NaN then, and the solve that
 * follows names the row.
 */
export function decomposeGram(buffer: ArrayBufferLike, layout: MemoryLayout): void {
  const { factors, stride, gram, spectrum, basis } = layout;
  if (!new Float64Array(buffer, gram, stride * stride).every(Number.isFinite)) {
    new Float64Array(buffer, spectrum, stride).fill(Number.NaN);
    return;
  }
  const shared = squareIn(buffer, gram, layout);
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(shared, {
    assumeSymmetric: true,
  });
  new Float64Array(buffer, spectrum, stride).set(realEigenvalues.map((value) => Math.max(value, 0)));
  writeRotation(buffer, layout, eigenvectorMatrix);
  const turned = squareIn(buffer, basis, layout).mmul(eigenvectorMatrix);
  const target = new Float64Array(buffer, basis, stride * stride);
  for (let row = 0; row < factors; row++) target.set(turned.getRow(row), row * stride);
}

/** At first, factors are not turned. */
export function resetBasis(buffer: ArrayBufferLike, { basis, stride }: MemoryLayout): void {
  const target = new Float64Array(buffer, basis, stride * stride);
  for (let k = 0; k < stride; k++) target[k * stride + k] = 1;
}

/** Makes the next rotation the one that undoes all so far. */
export function prepareReturn(buffer: ArrayBufferLike, layout: MemoryLayout): void {
  writeRotation(buffer, layout, squareIn(buffer, layout.basis, layout).transpose());
}

/** Turns one block of rows, users' blocks first. */
export function rotateBlock(context: PhaseContext, block: number): void {
  const { kernel, layout } = context;
  const { byUser, byArtist, rotation, stride } = layout;
  const userBlocks = rotatedBlocks(byUser);
  const side = block < userBlocks ? byUser : byArtist;
  const from = (block < userBlocks ? block : block - userBlocks) * ROTATED_ROWS;
  const to = Math.min(from + ROTATED_ROWS, side.rows);
  kernel.rotateRows(from, to, side.factors, rotation, stride, scratchOf(context));
}

/** A (K x K) float64 matrix in the memory, without its padding. */
function squareIn(buffer: ArrayBufferLike, start: number, { factors, stride }: MemoryLayout): Matrix {
  const values = new Float64Array(buffer, start, stride * stride);
  return Matrix.from1DArray(stride, stride, values).subMatrix(0, factors - 1, 0, factors - 1);
}

function writeRotation(
  buffer: ArrayBufferLike,
  { rotation, factors, stride }: MemoryLayout,
  matrix: Matrix,
): void {
  const target = new Float64Array(buffer, rotation, stride * stride);
  for (let row = 0; row < factors; row++) target.set(matrix.getRow(row), row * stride);
}
