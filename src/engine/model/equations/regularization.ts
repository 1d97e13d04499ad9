import type { ConfidenceSettings } from './settings.js';

/**
 * lambda of every row, (rows): regularization * (n + a0 * columns)^nu for a row with n entries, after Rendle,
 * Krichene, Zhang and Koren, "Revisiting the performance of iALS on item recommendation benchmarks", 2022,
 * section 3. With nu = 0, the default, every row has the same. In float32, as implicit has it.
 *
 * @param entries (rows) n of each row
 */
export function regularizationOfRows(
  entries: Int32Array,
  columns: number,
  settings: ConfidenceSettings,
): Float32Array {
  const { regularization, regularizationExponent, unobservedWeight } = settings;
  return Float32Array.from(
    entries,
    (count) => regularization * (count + unobservedWeight * columns) ** regularizationExponent,
  );
}
