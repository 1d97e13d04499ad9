/**
 * A sparse matrix in compressed sparse row form. Entries of row r are at positions
 * `indptr[r] .. indptr[r + 1] - 1` of `indices` and `values`, in rising column order.
 *
 * Shapes: rows R, columns C, stored entries N.
 */
export interface CsrMatrix {
  readonly rows: number;
  readonly columns: number;
  /** (R + 1) where each row starts; the last is N. */
  readonly indptr: Int32Array;
  /** (N) column of each entry. */
  readonly indices: Int32Array;
  /** (N) value of each entry. */
  readonly values: Float32Array;
}

/** Empty typed arrays of a CSR matrix, where worker threads read them in place; see {@link allocateShared}. */
export function allocateCsr(rows: number, columns: number, entries: number): CsrMatrix {
  return {
    rows,
    columns,
    indptr: new Int32Array(allocateShared((rows + 1) * 4)),
    indices: new Int32Array(allocateShared(entries * 4)),
    values: new Float32Array(allocateShared(entries * 4)),
  };
}

/**
 * Zeros on a SharedArrayBuffer, which worker threads read and write in place. Where browsers hide it, as
 * in pages opened from disk, a plain buffer takes its place.
 */
export function allocateShared(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

/**
 * Builds a CSR matrix from triplets in any order, by counting sort on rows, then columns. Pairs must
 * be unique.
 *
 * @param entryRows (N) row of each entry
 * @param entryColumns (N) column of each entry
 * @param entryValues (N) value of each entry
 * Cost: O(R + C + N) time, one more copy of the entries while it runs.
 */
export function csrFromTriplets(
  rows: number,
  columns: number,
  entryRows: ArrayLike<number>,
  entryColumns: ArrayLike<number>,
  entryValues: ArrayLike<number>,
): CsrMatrix {
  // Sorting by column first and row second is two stable counting sorts: one here, one in transpose.
  const byColumn = allocateCsr(columns, rows, entryRows.length);
  const { indices, values } = byColumn;
  const next = startRows(byColumn.indptr, entryColumns);
  for (let i = 0; i < entryRows.length; i++) {
    const position = next[entryColumns[i]]++;
    indices[position] = entryRows[i];
    values[position] = entryValues[i];
  }
  return transpose(byColumn);
}

/**
 * The transposed matrix, its entries again in rising column order.
 *
 * @param result where it is written, all zeros. Default: new memory
 * Cost: O(R + C + N).
 */
export function transpose(
  matrix: CsrMatrix,
  result = allocateCsr(matrix.columns, matrix.rows, matrix.indices.length),
): CsrMatrix {
  transposeRows(matrix, 0, matrix.rows, startRows(result.indptr, matrix.indices), result);
  return result;
}

/**
 * Moves the entries of some rows to where they lie in the transposed matrix.
 *
 * @param from the first of the rows
 * @param to the one behind the last
 * @param next (C) where the first of these entries goes in each column; afterwards the position behind the last
 * @param result its indices and values are written
 */
export function transposeRows(
  { indptr, indices, values }: CsrMatrix,
  from: number,
  to: number,
  next: Int32Array,
  result: Pick<CsrMatrix, 'indices' | 'values'>,
): void {
  const { indices: rowsOfColumns, values: valuesOfColumns } = result;
  for (let row = from; row < to; row++) {
    for (let i = indptr[row]; i < indptr[row + 1]; i++) {
      const position = next[indices[i]]++;
      rowsOfColumns[position] = row;
      valuesOfColumns[position] = values[i];
    }
  }
}

/** Entries of each row, (R). */
export function countByRow({ rows, indptr }: Pick<CsrMatrix, 'rows' | 'indptr'>): Int32Array {
  const counts = new Int32Array(rows);
  for (let row = 0; row < rows; row++) counts[row] = indptr[row + 1] - indptr[row];
  return counts;
}

/** Entries of each column, (C). */
export function countByColumn({ columns, indices }: Pick<CsrMatrix, 'columns' | 'indices'>): Int32Array {
  const counts = new Int32Array(columns);
  for (let i = 0; i < indices.length; i++) counts[indices[i]]++;
  return counts;
}

/** The row of each entry, (N). */
export function rowOfEntries({ rows, indptr }: Pick<CsrMatrix, 'rows' | 'indptr'>): Int32Array {
  const rowOf = new Int32Array(indptr[rows]);
  for (let row = 0; row < rows; row++) rowOf.fill(row, indptr[row], indptr[row + 1]);
  return rowOf;
}

/** Fills `indptr` for entries in these rows, and returns where the next entry of each row goes. */
function startRows(indptr: Int32Array, entryRows: ArrayLike<number>): Int32Array {
  for (let i = 0; i < entryRows.length; i++) indptr[entryRows[i] + 1]++;
  for (let row = 1; row < indptr.length; row++) indptr[row] += indptr[row - 1];
  return indptr.slice(0, -1);
}
