import type { CsrMatrix } from '../../matrix/csr.js';
import { BestRows } from '../../ranking/top-k.js';

/**
 * For each row of (R x M) `left`: the columns with the highest products with (M x C) `right`, among those with any
 * entry in common. Shapes: at most `count` to a row.
 */
export interface BestProductsJob {
  readonly kind: 'best products';
  readonly left: CsrMatrix;
  readonly right: CsrMatrix;
  readonly count: number;
  /** (R) a column to leave out of each row, or -1. */
  readonly leftOut: Int32Array;
  /** (R) how many were found. */
  readonly lengths: Int32Array;
  /** (R x count) the columns found, ascending. */
  readonly columns: Int32Array;
  /** (R x count) their products. */
  readonly products: Float32Array;
}

/** Rows `from` to `to` - 1. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What a thread does for a {@link BestProductsJob}: each row independently, so that results do not depend on threads.
 */
export function startBestProducts(job: BestProductsJob): (range: RowRange) => void {
  const sums = new Float64Array(job.right.columns);
  const met = new Uint8Array(job.right.columns);
  const touched = new Int32Array(job.right.columns);
  return ({ from, to }) => {
    for (let row = from; row < to; row++) {
      const size = addProducts(job, row, sums, met, touched);
      writeBest(job, row, sums, rising(touched.subarray(0, size), met));
      for (let i = 0; i < size; i++) {
        sums[touched[i]] = 0;
        met[touched[i]] = 0;
      }
    }
  };
}

/** Sums a row of the product; `touched` gets the columns hit. Returns how many there are. */
function addProducts(
  { left, right }: BestProductsJob,
  row: number,
  sums: Float64Array,
  met: Uint8Array,
  touched: Int32Array,
): number {
  let size = 0;
  for (let i = left.indptr[row]; i < left.indptr[row + 1]; i++) {
    const weight = left.values[i];
    const end = right.indptr[left.indices[i] + 1];
    for (let j = right.indptr[left.indices[i]]; j < end; j++) {
      const column = right.indices[j];
      if (met[column] === 0) {
        met[column] = 1;
        touched[size++] = column;
      }
      sums[column] += weight * right.values[j];
    }
  }
  return size;
}

/** Puts the columns hit in ascending order: if there are many, scanning all columns is faster than sorting. */
function rising(touched: Int32Array, met: Uint8Array): Int32Array {
  if (touched.length < met.length / 16) return touched.sort();
  let next = 0;
  for (let column = 0; column < met.length; column++) if (met[column] === 1) touched[next++] = column;
  return touched;
}

function writeBest(job: BestProductsJob, row: number, sums: Float64Array, touched: Int32Array): void {
  const best = new BestRows(job.count);
  for (const column of touched) {
    if (column !== job.leftOut[row]) best.offer(column, sums[column]);
  }
  const columns = best.finish().rows.sort();
  job.lengths[row] = columns.length;
  job.columns.set(columns, row * job.count);
  columns.forEach((column, i) => {
    job.products[row * job.count + i] = sums[column];
  });
}
