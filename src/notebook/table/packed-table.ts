import type { CellValue, ColumnFormat } from './column-format.js';

/** The MIME type of a table with its values, beside the HTML of its first rows. */
export const TABLE_TYPE = 'application/vnd.listenlab.table+json';

/** A table to work with: what the last `div.listenlab-frame` of the HTML beside it shows the first rows of. */
export interface PackedTable {
  /** How many rows the table has. */
  readonly rows: number;
  /** How many of them the data holds, from the first on. */
  readonly kept: number;
  readonly columns: readonly PackedColumn[];
  /** The values, or base64 of their JSON in zlib's format. */
  readonly data: TableData | string;
}

/** A column's name and how its values are written. */
export interface PackedColumn {
  readonly name: string;
  readonly format: ColumnFormat;
}

/** The values of a table. */
export interface TableData {
  /** Names of the rows; left out where they are numbered from 0. */
  readonly index?: readonly string[];
  /** By column, then row. */
  readonly values: readonly (readonly CellValue[])[];
}

const KINDS = new Set(['text', 'written', 'count', 'plain', 'decimal', 'share']);

/** Whether a value from a notebook file is a packed table by its looks; its data may still be damaged. */
export function isPackedTable(value: unknown): value is PackedTable {
  const { rows, kept, columns, data } = Object(value) as Partial<PackedTable>;
  return (
    isCount(rows) &&
    isCount(kept) &&
    kept <= rows &&
    Array.isArray(columns) &&
    columns.every(isColumn) &&
    (typeof data === 'string' || isTableData(data, columns.length, kept))
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isColumn(value: unknown): boolean {
  const { name, format } = Object(value) as Partial<PackedColumn>;
  const { kind, decimals } = Object(format) as Partial<ColumnFormat>;
  const places = decimals ?? -1;
  return (
    typeof name === 'string' &&
    KINDS.has(String(kind)) &&
    Number.isInteger(places) &&
    places >= 0 &&
    places <= 6
  );
}

/** Whether a value holds so many columns and rows, and nothing but cells. */
export function isTableData(value: unknown, columns: number, rows: number): value is TableData {
  const { values, index } = Object(value) as Partial<TableData>;
  if (!Array.isArray(values) || values.length !== columns || !values.every(Array.isArray)) return false;
  return (
    values.every((column) => column.length === rows && column.every(isCell)) &&
    (index === undefined || (Array.isArray(index) && index.length === rows && index.every(isName)))
  );
}

function isCell(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'number';
}

function isName(value: unknown): boolean {
  return typeof value === 'string';
}
