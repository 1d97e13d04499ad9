import { InputError } from '../../../util/errors.js';
import { formatBytes, formatCount } from '../../../util/format.js';
import { allocateCsr, type CsrMatrix } from '../../matrix/csr.js';
import { askEach, type Fitting, onThreads } from '../fit-on-threads.js';
import { paced } from '../pace.js';
import {
  type BestProductsJob,
  multiplicationsOf,
  type RowRange,
  startBestProducts,
} from './best-products-job.js';

/** Multiplications per block of rows: some 50 ms, so that progress is regular and threads end together. */
const BLOCK_MULTIPLICATIONS = 1e7;

/** What keeping the best of a row takes, in multiplications: rows with few would make blocks of seconds. */
const ROW_MULTIPLICATIONS = 2000;

/** Bytes per kept entry: a column and a value, as found and as packed. */
const ENTRY_BYTES = 16;

/** Most entries kept: 4 GiB of them. */
const MOST_ENTRIES = 2 ** 32 / ENTRY_BYTES;

/** Which products are kept. */
export interface BestProductsOptions {
  /** Most products per row. */
  readonly count: number;
  /** (rows of left) a column to leave out of each row, or -1. Default: none. */
  readonly leftOut?: Int32Array;
}

/**
 * Multiplies sparse matrices and keeps the highest products of each row, on worker threads.
 *
 * @param left (R x M)
 * @param right (M x C)
 * @returns (R x C) at most `count` entries per row, without pairs that have nothing in common
 * Cost: as many multiplications as {@link multiplicationsOfRows} counts; 16 bytes for each of R x count entries.
 */
export async function bestProducts(
  left: CsrMatrix,
  right: CsrMatrix,
  { threads, signal, onProgress, ...options }: BestProductsOptions & Fitting,
): Promise<CsrMatrix> {
  const job = jobOf(left, right, options);
  const blocks = blocksOf(multiplicationsOfRows(left, right));
  await onThreads('comparing', job, { threads, signal }, (pool) =>
    askEach(pool, threads, blocks, paced('comparing', blocks.length, onProgress)),
  );
  return packed(job, right.columns);
}

/** {@link bestProducts} on the calling thread, for a few rows. */
export function bestProductsInline(
  left: CsrMatrix,
  right: CsrMatrix,
  options: BestProductsOptions,
): CsrMatrix {
  const job = jobOf(left, right, options);
  startBestProducts(job)({ from: 0, to: left.rows });
  return packed(job, right.columns);
}

function jobOf(left: CsrMatrix, right: CsrMatrix, options: BestProductsOptions): BestProductsJob {
  const { rows } = left;
  const count = Math.min(options.count, right.columns);
  checkRoom(rows, count);
  const found = allocateCsr(rows, right.columns, rows * count);
  return {
    kind: 'best products',
    left,
    right,
    count,
    leftOut: options.leftOut ?? new Int32Array(rows).fill(-1),
    lengths: found.indptr.subarray(0, rows),
    columns: found.indices,
    products: found.values,
  };
}

function checkRoom(rows: number, count: number): void {
  if (rows * count <= MOST_ENTRIES) return;
  const most = Math.floor(MOST_ENTRIES / rows);
  throw new InputError(
    `neighbours is ${formatCount(count)} for ${formatCount(rows)} rows, which takes ` +
      `${formatBytes(rows * count * ENTRY_BYTES)}; ask for at most ${formatCount(most)}`,
  );
}

/** (rows of left) multiplications that each row of left x right takes. */
export function multiplicationsOfRows(left: CsrMatrix, right: CsrMatrix): Float64Array {
  return Float64Array.from({ length: left.rows }, (_, row) => multiplicationsOf({ left, right }, row));
}

function blocksOf(multiplications: Float64Array): RowRange[] {
  const blocks: RowRange[] = [];
  let from = 0;
  let sum = 0;
  multiplications.forEach((count, row) => {
    sum += count + ROW_MULTIPLICATIONS;
    if (sum < BLOCK_MULTIPLICATIONS && row + 1 < multiplications.length) return;
    blocks.push({ from, to: row + 1 });
    from = row + 1;
    sum = 0;
  });
  return blocks;
}

/** The rows back to back, without gaps after short ones. */
function packed({ count, lengths, columns, products }: BestProductsJob, width: number): CsrMatrix {
  const entries = lengths.reduce((sum, length) => sum + length, 0);
  const result = allocateCsr(lengths.length, width, entries);
  let next = 0;
  lengths.forEach((length, row) => {
    result.indices.set(columns.subarray(row * count, row * count + length), next);
    result.values.set(products.subarray(row * count, row * count + length), next);
    next += length;
    result.indptr[row + 1] = next;
  });
  return result;
}
