// Records that the host and the kernel share; best-products-layout.ts of the host writes the same offsets.
// Shapes: rows of the left R, rows of the right C, columns of both M, at most K best of each row.

/**
 * Rows of the right in a strip, whose float64 sums stay in the second-level cache. With half as many it takes a tenth
 * longer, as lists are shorter; with four times as many as long.
 */
export const STRIP_ROWS: usize = 16384;

/** A sparse matrix in compressed rows. */
@unmanaged
export class Matrix {
  rows: usize;
  /** int32 */
  indptr: usize;
  /** int32 */
  indices: usize;
  /** float32 */
  values: usize;
}

/** What is compared, the same on all threads. */
@unmanaged
export class Comparison {
  /** M */
  columns: usize;
  /** K */
  count: usize;
  /** 1 where a row of the left leaves out the row of the right with its number */
  withoutItself: usize;
  left: usize;
  right: usize;
  /** (strips x (M + 1)) int32: where each column's list begins; the next begins where it ends */
  starts: usize;
  /** uint16 for each entry of the right, by strips and columns: its row within the strip */
  places: usize;
  /** float32 for each of them: its value */
  weights: usize;
}

/** What a thread works in. */
@unmanaged
export class Workplace {
  /** (STRIP_ROWS) float64, zeros between rows of the left */
  sums: usize;
  /** (rows of a block) int32, how many are in each heap */
  lengths: usize;
  /** (rows of a block x K) int32 and float64: the heaps of the best rows and their products */
  rows: usize;
  products: usize;
}

export function leftOf(comparison: Comparison): Matrix {
  return changetype<Matrix>(comparison.left);
}

export function rightOf(comparison: Comparison): Matrix {
  return changetype<Matrix>(comparison.right);
}

/** Where the entries of a row begin; those of the next begin where they end. */
export function startOf(matrix: Matrix, row: usize): usize {
  return <usize>load<i32>(matrix.indptr + (row << 2));
}

/** Which column an entry is in. */
export function columnOf(matrix: Matrix, entry: usize): usize {
  return <usize>load<i32>(matrix.indices + (entry << 2));
}

export function weightOf(matrix: Matrix, entry: usize): f32 {
  return load<f32>(matrix.values + (entry << 2));
}
