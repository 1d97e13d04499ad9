import { allocateCsr, type CsrMatrix } from '../../matrix/csr.js';
import { BestRows } from '../../ranking/top-k.js';

/**
 * Multiplies a few rows with a sparse matrix and keeps the highest products of each, on the calling thread.
 *
 * @param left (R x M)
 * @param right (M x C)
 * @param count most products per row
 * @param leftOut (R) a column to leave out of each row, or -1
 * @returns (R x C) at most `count` entries per row, without pairs that have nothing in common
 * Cost: as many multiplications as {@link multiplicationsOfRows} counts.
 */
export function productsOfFew(
  left: CsrMatrix,
  right: CsrMatrix,
  { count, leftOut }: { readonly count: number; readonly leftOut: Int32Array },
): CsrMatrix {
  const room: Room = { sums: new Float64Array(right.columns), touched: new Int32Array(right.columns) };
  const rows = Array.from({ length: left.rows }, (_, row) => {
    const size = sumRow(left, right, row, room);
    return takeBest(room, size, count, leftOut[row]);
  });
  const result = allocateCsr(
    left.rows,
    right.columns,
    rows.reduce((sum, { columns }) => sum + columns.length, 0),
  );
  rows.forEach(({ columns, products }, row) => {
    result.indices.set(columns, result.indptr[row]);
    result.values.set(products, result.indptr[row]);
    result.indptr[row + 1] = result.indptr[row] + columns.length;
  });
  return result;
}

/**
 * (R) multiplications that each row of a matrix takes with another.
 *
 * @param left (R x M)
 * @param partners (M) entries that the other has for each column of the left
 */
export function multiplicationsOfRows(left: CsrMatrix, partners: ArrayLike<number>): Float64Array {
  const multiplications = new Float64Array(left.rows);
  for (let row = 0; row < left.rows; row++) {
    for (let i = left.indptr[row]; i < left.indptr[row + 1]; i++) {
      multiplications[row] += partners[left.indices[i]];
    }
  }
  return multiplications;
}

interface Room {
  /** (C) zeros between rows */
  readonly sums: Float64Array;
  /** The columns hit. */
  readonly touched: Int32Array;
}

/** Returns how many columns were hit. */
function sumRow(left: CsrMatrix, right: CsrMatrix, row: number, { sums, touched }: Room): number {
  let size = 0;
  for (let i = left.indptr[row]; i < left.indptr[row + 1]; i++) {
    const weight = left.values[i];
    const end = right.indptr[left.indices[i] + 1];
    for (let j = right.indptr[left.indices[i]]; j < end; j++) {
      const column = right.indices[j];
      const product = weight * right.values[j];
      if (product === 0) continue;
      if (sums[column] === 0) touched[size++] = column;
      sums[column] += product;
    }
  }
  return size;
}

/** The best of the columns hit, ascending, and their products. */
function takeBest(
  { sums, touched }: Room,
  size: number,
  count: number,
  leftOut: number,
): { columns: Int32Array; products: Float64Array } {
  const best = new BestRows(count);
  for (let i = 0; i < size; i++) {
    const column = touched[i];
    if (sums[column] >= best.toBeat && column !== leftOut) best.offer(column, sums[column]);
  }
  const columns = best.finish().rows.sort();
  const products = Float64Array.from(columns, (column) => sums[column]);
  for (let i = 0; i < size; i++) sums[touched[i]] = 0;
  return { columns, products };
}
