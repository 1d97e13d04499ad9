import type { CsrMatrix } from '../matrix/csr.js';
import type { AlsSettings } from './options.js';

/**
 * lambda of every row, (rows): regularization * (n + a0 * columns)^nu for a row with n entries, after Rendle,
 * Krichene, Zhang and Koren, "Revisiting the performance of iALS on item recommendation benchmarks", 2022,
 * section 3. With nu = 0, the default, every row has the same. In float32, as implicit has it.
 */
export function regularizationOfRows(
  matrix: Pick<CsrMatrix, 'rows' | 'columns' | 'indptr'>,
  settings: AlsSettings,
): Float32Array {
  const { regularization, regularizationExponent, unobservedWeight } = settings;
  const lambdas = new Float32Array(matrix.rows);
  for (let row = 0; row < matrix.rows; row++) {
    const entries = matrix.indptr[row + 1] - matrix.indptr[row];
    lambdas[row] = regularization * (entries + unobservedWeight * matrix.columns) ** regularizationExponent;
  }
  return lambdas;
}
