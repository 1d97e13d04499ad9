// Shapes: factors F. A matrix is (F x F) row-major, of which only the lower triangle is read and written.

/**
 * Replaces the lower triangle of a symmetric matrix A by that of L, with L LT = A (Cholesky).
 *
 * @returns whether A is positive definite; where it is not, the matrix is left half done
 * Cost: F^3 / 6 multiplications.
 */
export function decompose(matrix: Float64Array, size: number): boolean {
  for (let row = 0; row < size; row++) {
    const start = row * size;
    for (let column = 0; column <= row; column++) {
      const rest = matrix[start + column] - dotUpTo(matrix, start, column * size, column);
      if (column < row) matrix[start + column] = rest / matrix[column * size + column];
      else if (rest > 0 && rest < Number.POSITIVE_INFINITY) matrix[start + row] = Math.sqrt(rest);
      else return false;
    }
  }
  return true;
}

/** Replaces b by the x of L LT x = b. Cost: F^2 multiplications. */
export function solveDecomposed(lower: Float64Array, b: Float64Array): void {
  const size = b.length;
  for (let row = 0; row < size; row++) {
    let rest = b[row];
    for (let column = 0; column < row; column++) rest -= lower[row * size + column] * b[column];
    b[row] = rest / lower[row * size + row];
  }
  for (let row = size - 1; row >= 0; row--) {
    b[row] /= lower[row * size + row];
    const solved = b[row];
    for (let column = 0; column < row; column++) b[column] -= lower[row * size + column] * solved;
  }
}

/** The product of the first `count` numbers of two rows, in two sums that the processor adds side by side. */
function dotUpTo(matrix: Float64Array, a: number, b: number, count: number): number {
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < count; i += 2) {
    even += matrix[a + i] * matrix[b + i];
    odd += matrix[a + i + 1] * matrix[b + i + 1];
  }
  return i < count ? even + odd + matrix[a + i] * matrix[b + i] : even + odd;
}
