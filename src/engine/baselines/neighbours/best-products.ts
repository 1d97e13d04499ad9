import { InputError } from '../../../util/errors.js';
import { formatBytes, formatCount } from '../../../util/format.js';
import { allocateMemory } from '../../kernels/memory.js';
import { compileKernel } from '../../kernels/node/load-kernel.js';
import { allocateCsr, type CsrMatrix, countByColumn } from '../../matrix/csr.js';
import { askEach, type Fitting, onThreads } from '../fit-on-threads.js';
import { paced } from '../pace.js';
import type { BestProductsJob, BestProductsTask, RowRange } from './best-products-job.js';
import {
  type ComparedMatrices,
  type ComparisonSizes,
  layOutComparison,
  writeComparison,
} from './best-products-layout.js';
import { multiplicationsOfRows } from './few-products.js';

/** Multiplications per block of rows: some 50 ms, so that progress is regular and threads end together. */
const BLOCK_MULTIPLICATIONS = 1e8;

/** What a row takes besides, in multiplications: for each row that it is compared with, and for keeping the best. */
const MULTIPLICATIONS_PER_SUM = 1 / 4;
const ROW_MULTIPLICATIONS = 20_000;

/** Bytes per kept entry: a column and a value, as found and as packed. */
const ENTRY_BYTES = 16;

/** Most entries kept: 4 GiB of them. */
const MOST_ENTRIES = 2 ** 32 / ENTRY_BYTES;

/**
 * For each row of a sparse matrix, the rows of another with the highest products, exactly, on worker threads. Values are
 * such that no product of two is below 0.
 *
 * @returns (R x C) at most `count` entries per row, without pairs that have nothing in common
 * Cost: as many multiplications as {@link multiplicationsOfRows} counts, of which a core of an AMD EPYC has some 0.8
 * billion a second, and R x C sums to look at; 14 bytes for each entry of the right, 8 for each of the left if it is
 * another, and 16 for each of R x count found.
 */
export async function bestProducts(
  compared: ComparedMatrices,
  { threads, signal, onProgress }: Fitting,
): Promise<CsrMatrix> {
  const { left, right } = compared;
  const count = Math.min(compared.count, right.rows);
  checkRoom(left.rows, count);
  const sizes = sizesOf(compared, count, threads);
  const layout = layOutComparison(sizes);
  const memory = allocateMemory(layout.totalBytes);
  writeComparison(memory.buffer, layout, { ...compared, count });
  const found = allocateCsr(left.rows, right.rows, left.rows * count);
  const job: BestProductsJob = {
    kind: 'best products',
    module: compileKernel('neighbours', 'simd'),
    memory,
    sizes,
    lengths: found.indptr.subarray(0, left.rows),
    columns: found.indices,
    products: found.values,
  };
  const strips = Array.from({ length: layout.strips }, (_, strip): BestProductsTask => ({ strip }));
  const blocks = blocksOf(compared, layout.blockRows);
  await onThreads('comparing', job, { threads, signal }, async (pool) => {
    await askEach(pool, threads, strips, () => {});
    await askEach(pool, threads, blocks, paced('comparing', blocks.length, onProgress));
  });
  return packed(job, right.rows);
}

function sizesOf({ left, right }: ComparedMatrices, count: number, threads: number): ComparisonSizes {
  const sizeOf = ({ rows, indices }: CsrMatrix) => ({ rows, entries: indices.length });
  return {
    left: sizeOf(left),
    ...(right !== left && { right: sizeOf(right) }),
    columns: left.columns,
    count,
    threads,
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

/** Blocks that take about as long as each other. */
function blocksOf({ left, right }: ComparedMatrices, mostRows: number): RowRange[] {
  const ofEach = right.rows * MULTIPLICATIONS_PER_SUM + ROW_MULTIPLICATIONS;
  const blocks: RowRange[] = [];
  let from = 0;
  let sum = 0;
  multiplicationsOfRows(left, countByColumn(right)).forEach((multiplications, row) => {
    sum += multiplications + ofEach;
    const to = row + 1;
    if (sum < BLOCK_MULTIPLICATIONS && to - from < mostRows && to < left.rows) return;
    blocks.push({ from, to });
    from = to;
    sum = 0;
  });
  return blocks;
}

/** The rows back to back, without gaps after short ones. */
function packed({ sizes: { count }, lengths, columns, products }: BestProductsJob, width: number): CsrMatrix {
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
