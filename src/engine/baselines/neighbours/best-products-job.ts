import { type CsrMatrix, countByRow } from '../../matrix/csr.js';
import { BestRows, type Ranking } from '../../ranking/top-k.js';

/**
 * For each row of (R x M) `left`: the columns with the highest products with (M x C) `right`, among those that are not
 * 0. Shapes: at most `count` to a row.
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
 * Columns whose sums are kept at a time where many are hit: 128 KB, which stay in a core's cache. Sums of 100,000 columns
 * did not, and waiting for them was nine tenths of the time.
 */
const STRIP_COLUMNS = 16_384;

/** Of fewer multiplications for a column, the columns hit are listed, instead of looking at all of them. */
const FEW_FOR_A_COLUMN = 1 / 8;

/**
 * What a thread does for a {@link BestProductsJob}: each row independently, so that results do not depend on threads.
 */
export function startBestProducts(job: BestProductsJob): (range: RowRange) => void {
  const { left, right, count } = job;
  const room: Room = {
    sums: new Float64Array(right.columns),
    touched: new Int32Array(Math.ceil(right.columns * FEW_FOR_A_COLUMN)),
    next: new Int32Array(left.rows === 0 ? 0 : countByRow(left).reduce((most, n) => Math.max(most, n))),
  };
  return ({ from, to }) => {
    for (let row = from; row < to; row++) {
      const best = new BestRows(count);
      const isFew = multiplicationsOf(job, row) < right.columns * FEW_FOR_A_COLUMN;
      (isFew ? offerTouched : offerInStrips)(job, row, room, best);
      writeBest(job, row, room.sums, best.finish());
    }
  };
}

/** Multiplications that a row of left x right takes. */
export function multiplicationsOf(
  { left, right }: Pick<BestProductsJob, 'left' | 'right'>,
  row: number,
): number {
  let sum = 0;
  for (let i = left.indptr[row]; i < left.indptr[row + 1]; i++) {
    const middle = left.indices[i];
    sum += right.indptr[middle + 1] - right.indptr[middle];
  }
  return sum;
}

/** What a thread works in; all zeros between rows. */
interface Room {
  /** (C) or, in strips, of as many columns as a strip has */
  readonly sums: Float64Array;
  /** The columns hit, where they are few. */
  readonly touched: Int32Array;
  /** For each entry of the row, the place in `right` where the next strip begins. */
  readonly next: Int32Array;
}

/** Sums all columns at once and offers those that were hit. */
function offerTouched(job: BestProductsJob, row: number, { sums, touched }: Room, best: BestRows): void {
  const { left, right, leftOut } = job;
  let size = 0;
  for (let i = left.indptr[row]; i < left.indptr[row + 1]; i++) {
    const weight = left.values[i];
    const end = right.indptr[left.indices[i] + 1];
    for (let j = right.indptr[left.indices[i]]; j < end; j++) {
      const column = right.indices[j];
      // Again where products have cancelled out: the second time it is 0, which is left out.
      if (sums[column] === 0) touched[size++] = column;
      sums[column] += weight * right.values[j];
    }
  }
  for (let i = 0; i < size; i++) {
    const column = touched[i];
    const sum = sums[column];
    if (sum !== 0 && sum >= best.toBeat && column !== leftOut[row]) best.offer(column, sum);
    sums[column] = 0;
  }
}

/** Sums a strip of columns after the other and offers those that were hit. */
function offerInStrips(job: BestProductsJob, row: number, room: Room, best: BestRows): void {
  const { left, right, leftOut } = job;
  const { sums, next } = room;
  const from = left.indptr[row];
  const entries = left.indptr[row + 1] - from;
  for (let i = 0; i < entries; i++) next[i] = right.indptr[left.indices[from + i]];
  for (let first = 0; first < right.columns; first += STRIP_COLUMNS) {
    const end = Math.min(first + STRIP_COLUMNS, right.columns);
    for (let i = 0; i < entries; i++) {
      next[i] = addStrip(job, from + i, next[i], first, end, room);
    }
    const width = end - first;
    for (let i = 0; i < width; i++) {
      const sum = sums[i];
      if (sum > best.toBeat && sum !== 0 && first + i !== leftOut[row]) best.offer(first + i, sum);
    }
    sums.fill(0, 0, width);
  }
}

/** Adds an entry's products with the columns before `end`, from place `j` of `right` on; returns the place after them. */
function addStrip(
  { left, right }: BestProductsJob,
  entry: number,
  j: number,
  first: number,
  end: number,
  { sums }: Room,
): number {
  const { indices, values } = right;
  const weight = left.values[entry];
  const stop = right.indptr[left.indices[entry] + 1];
  let place = j;
  for (; place < stop; place++) {
    const column = indices[place];
    if (column >= end) break;
    sums[column - first] += weight * values[place];
  }
  return place;
}

/** Writes what was found with columns ascending; `sums` is zeros again afterwards. */
function writeBest(job: BestProductsJob, row: number, sums: Float64Array, { rows, scores }: Ranking): void {
  rows.forEach((column, i) => {
    sums[column] = scores[i];
  });
  const columns = rows.sort();
  job.lengths[row] = columns.length;
  job.columns.set(columns, row * job.count);
  columns.forEach((column, i) => {
    job.products[row * job.count + i] = sums[column];
    sums[column] = 0;
  });
}
