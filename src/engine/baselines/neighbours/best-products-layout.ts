import { formatCount } from '../../../util/format.js';
import { checkFits, memoryPlaces } from '../../kernels/memory-layout.js';
import type { CsrMatrix } from '../../matrix/csr.js';

// Shapes: left (R x M), right (C x M), at most K best rows of the right for each of the left.

/** What the memory of a comparison depends on. */
export interface ComparisonSizes {
  readonly left: MatrixSizes;
  /** Nothing where the left is compared with itself. */
  readonly right?: MatrixSizes;
  /** M */
  readonly columns: number;
  /** K */
  readonly count: number;
  readonly threads: number;
}

interface MatrixSizes {
  readonly rows: number;
  readonly entries: number;
}

/** Byte offsets of a matrix and of the record that tells them. */
interface MatrixPlaces extends MatrixSizes {
  readonly record: number;
  /** (rows + 1) int32 */
  readonly indptr: number;
  /** (entries) int32 */
  readonly indices: number;
  /** (entries) float32 */
  readonly values: number;
}

/** Byte offsets of what a thread works in. */
export interface Workplace {
  readonly record: number;
  readonly sums: number;
  /** (rows of a block) int32, how many are in each heap */
  readonly lengths: number;
  /** (rows of a block x K) int32, the heaps */
  readonly rows: number;
  /** (rows of a block x K) float64, their products */
  readonly products: number;
}

/** Every byte offset in the memory of a comparison; kernels/assembly/neighbours/records.ts says what they are. */
export interface ComparisonLayout {
  readonly comparison: number;
  readonly left: MatrixPlaces;
  readonly right: MatrixPlaces;
  readonly starts: number;
  readonly places: number;
  readonly weights: number;
  readonly workplaces: readonly Workplace[];
  /** Rows of the left that a thread takes at a time, at most. */
  readonly blockRows: number;
  readonly strips: number;
  readonly totalBytes: number;
}

/** As in the kernel. */
const STRIP_ROWS = 16_384;

/** Memory for the heaps of a block, which stay in the processor's second-level cache. */
const BLOCK_BYTES = 2 ** 19;
const MOST_BLOCK_ROWS = 256;

/**
 * Lays a comparison out in WebAssembly memory.
 *
 * @throws InputError where it needs more than the 4 GiB that memory can have
 */
export function layOutComparison(sizes: ComparisonSizes): ComparisonLayout {
  const { left, right = left, columns, count, threads } = sizes;
  const { place, total } = memoryPlaces();
  const blockRows = Math.max(1, Math.min(MOST_BLOCK_ROWS, Math.floor(BLOCK_BYTES / (12 * count))));
  const strips = Math.ceil(right.rows / STRIP_ROWS);
  const placeMatrix = ({ rows, entries }: MatrixSizes): MatrixPlaces => ({
    rows,
    entries,
    record: place(16),
    indptr: place(4 * (rows + 1)),
    indices: place(4 * entries),
    values: place(4 * entries),
  });
  const leftPlaces = placeMatrix(left);
  const layout = {
    comparison: place(32),
    left: leftPlaces,
    right: right === left ? leftPlaces : placeMatrix(right),
    starts: place(4 * strips * (columns + 1)),
    places: place(2 * right.entries),
    weights: place(4 * right.entries),
    workplaces: Array.from({ length: threads }, () => ({
      record: place(16),
      sums: place(8 * STRIP_ROWS),
      lengths: place(4 * blockRows),
      rows: place(4 * blockRows * count),
      products: place(8 * blockRows * count),
    })),
    blockRows,
    strips,
  };
  checkFits(
    total(),
    `comparing ${formatCount(left.rows)} rows with ${formatCount(right.entries)} entries`,
    () => 'leave out what has the fewest plays',
  );
  return { ...layout, totalBytes: total() };
}

/** Writes the matrices and all records into a comparison's memory, which is zeros before. */
export function writeComparison(
  buffer: ArrayBufferLike,
  layout: ComparisonLayout,
  { left, right, count, withoutItself }: ComparedMatrices,
): void {
  const write = (place: number, numbers: readonly number[]) => new Int32Array(buffer, place).set(numbers);
  const writeMatrix = ({ record, indptr, indices, values }: MatrixPlaces, matrix: CsrMatrix) => {
    write(record, [matrix.rows, indptr, indices, values]);
    new Int32Array(buffer, indptr).set(matrix.indptr);
    new Int32Array(buffer, indices).set(matrix.indices);
    new Float32Array(buffer, values).set(matrix.values);
  };
  writeMatrix(layout.left, left);
  if (layout.right !== layout.left) writeMatrix(layout.right, right);
  const { starts, places, weights } = layout;
  const matrices = [layout.left.record, layout.right.record];
  write(layout.comparison, [
    left.columns,
    count,
    Number(withoutItself),
    ...matrices,
    starts,
    places,
    weights,
  ]);
  for (const { record, sums, lengths, rows, products } of layout.workplaces) {
    write(record, [sums, lengths, rows, products]);
  }
}

/** What is compared. */
export interface ComparedMatrices {
  /** (R x M) */
  readonly left: CsrMatrix;
  /** (C x M) */
  readonly right: CsrMatrix;
  /** K, most rows found for each row. */
  readonly count: number;
  /** Whether each row of the left leaves out the row of the right with its number. */
  readonly withoutItself: boolean;
}
