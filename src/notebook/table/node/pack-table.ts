import { deflateSync, inflateSync } from 'node:zlib';
import { isTableData, type PackedColumn, type PackedTable, type TableData } from '../packed-table.js';

/** Tables up to this length stay readable in the notebook's file, and in its differences. */
const PLAIN_ROWS = 60;

/** Base64 of one table, in characters: a notebook of many such tables can still be opened. */
const MOST_PACKED = 4_000_000;

/** What a hostile notebook may have a table grow to, in bytes. */
const MOST_UNPACKED = 256 * 2 ** 20;

/** Level 6 saves a twelfth of the bytes and takes four times as long. */
const LEVEL = 1;

/**
 * A table with its values, compressed unless it is short; the last rows are left out where it would exceed 4 MB.
 *
 * Cost: 0.1 s for 100,000 rows of four columns.
 */
export function packTable(rows: number, columns: readonly PackedColumn[], data: TableData): PackedTable {
  const length = data.values[0]?.length ?? 0;
  if (length <= PLAIN_ROWS) return { rows, kept: length, columns, data };
  const packed = deflateSync(JSON.stringify(data), { level: LEVEL }).toString('base64');
  if (packed.length <= MOST_PACKED) return { rows, kept: length, columns, data: packed };
  return packTable(rows, columns, firstRows(data, Math.floor(length / 2)));
}

/** The values of a table; undefined where they are damaged. */
export function unpackTable({ columns, kept, data }: PackedTable): TableData | undefined {
  if (typeof data !== 'string') return data;
  try {
    const bytes = inflateSync(Buffer.from(data, 'base64'), { maxOutputLength: MOST_UNPACKED });
    const values: unknown = JSON.parse(bytes.toString());
    return isTableData(values, columns.length, kept) ? values : undefined;
  } catch {
    return undefined;
  }
}

/** A table with other texts in it; what was not changed keeps its bytes, and the notebook its cell. */
export function withTexts(
  table: PackedTable,
  before: TableData,
  columns: readonly PackedColumn[],
  data: TableData,
): PackedTable {
  return JSON.stringify([columns, data]) === JSON.stringify([table.columns, before])
    ? table
    : packTable(table.rows, columns, data);
}

/** The first rows of a table's values. */
export function firstRows({ index, values }: TableData, count: number): TableData {
  return {
    ...(index && { index: index.slice(0, count) }),
    values: values.map((column) => column.slice(0, count)),
  };
}
