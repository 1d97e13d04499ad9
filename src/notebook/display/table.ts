import { inspect, types } from 'node:util';
import { columnsOfRows, DESCRIBE } from '../../util/description.js';
import { formatCount, formatPlural } from '../../util/format.js';
import { JUPYTER_DISPLAY } from './front-end.js';

/** A table that has been formatted and is ready to be drawn. */
export interface Table {
  readonly columns: string[];
  readonly index: string[];
  /** Cells by column, then row. */
  readonly cells: string[][];
  /** For each column, whether it holds numbers. */
  readonly numeric: boolean[];
  /** How many rows were left out below. */
  readonly moreRows: number;
  /** How many columns were left out at the right. */
  readonly moreColumns?: number;
}

/** Beyond this many rows, their number says more than they do. */
const SHOWN_ROWS = 60;

/** Wider tables are hard to take in. */
const SHOWN_COLUMNS = 40;

/**
 * The first rows of columns as a table, the rows numbered from 0.
 *
 * @param columns all of one length; only what is shown of them is read
 */
export function tableOfColumns(columns: Readonly<Record<string, ArrayLike<unknown>>>): Table {
  const all = Object.entries(columns);
  const shown = all.slice(0, SHOWN_COLUMNS);
  const rows = shown[0]?.[1].length ?? 0;
  const count = Math.min(rows, SHOWN_ROWS);
  const formatted = shown.map(([, values]) =>
    formatColumn(Array.from({ length: count }, (_, row) => values[row])),
  );
  return {
    columns: shown.map(([name]) => name),
    index: Array.from({ length: count }, (_, row) => String(row)),
    ...cellsOf(formatted),
    moreRows: rows - count,
    moreColumns: all.length - shown.length,
  };
}

/** A table of one column, whose rows are names. */
export function tableOfFacts(facts: Readonly<Record<string, unknown>>): Table {
  const cells = Object.values(facts).map((value) => formatColumn([value]).cells[0]);
  return { columns: ['value'], index: Object.keys(facts), cells: [cells], numeric: [true], moreRows: 0 };
}

/** What is read of a Danfo frame or series; told by its shape, so that showing never loads Danfo. */
interface FrameLike {
  readonly columns: readonly string[];
  readonly index: readonly (string | number | boolean)[];
  readonly values: unknown[];
  readonly shape: number[];
  readonly ndim: number;
}

/** Whether a value is a Danfo DataFrame or Series, by its looks. */
export function isFrame(value: object): value is FrameLike {
  if (!('$data' in value)) return false;
  const { columns, index, shape, ndim } = value as Partial<FrameLike>;
  return Array.isArray(columns) && Array.isArray(index) && Array.isArray(shape) && (ndim === 1 || ndim === 2);
}

/** The first rows of a frame or series. */
export function tableOfFrame({ columns, index, values, ndim }: FrameLike): Table {
  const rows = values.slice(0, SHOWN_ROWS).map((row) => (ndim === 2 ? (row as unknown[]) : [row]));
  return {
    columns: columns.map(String),
    index: index.slice(0, SHOWN_ROWS).map(String),
    ...cellsOf(columns.map((_, column) => formatColumn(rows.map((row) => row[column])))),
    moreRows: values.length - rows.length,
  };
}

/** Formatted columns as the parts of a table. */
function cellsOf(columns: readonly CellColumn[]): Pick<Table, 'cells' | 'numeric'> {
  return { cells: columns.map(({ cells }) => cells), numeric: columns.map(({ numeric }) => numeric) };
}

/** What stands below a table that is not all there; undefined where it is. */
export function footOf({ moreRows, moreColumns = 0 }: Table): string | undefined {
  const left = [
    ...(moreRows > 0 ? [formatPlural(moreRows, 'more row')] : []),
    ...(moreColumns > 0 ? [formatPlural(moreColumns, 'more column')] : []),
  ];
  return left.length === 0 ? undefined : `… ${left.join(' and ')}`;
}

/** A column of cells as text, and whether they are numbers (set flush right). */
interface CellColumn {
  readonly cells: string[];
  readonly numeric: boolean;
}

/** How a missing value (null, undefined, NaN) is written; the words "null" or "nan" may be artists. */
export const MISSING = '–';

/** A value within a cell gets a line, and says no more than fits into one. */
const NESTED = { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 5, maxStringLength: 60 };

/**
 * Formats a column as a whole, so that its numbers share their decimals: whole numbers with thousands
 * separated, others with about four significant digits, tiny ones in powers of ten.
 */
export function formatColumn(values: unknown[]): CellColumn {
  const present = values.filter((value) => !isMissing(value));
  const numeric = present.length > 0 && present.every((v) => typeof v === 'number' || typeof v === 'bigint');
  const format = numeric ? numberFormat(present.map(Number)) : formatValue;
  return { cells: values.map((value) => (isMissing(value) ? MISSING : format(value))), numeric };
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

function numberFormat(numbers: number[]): (value: unknown) => string {
  const decimals = numbers.every(Number.isInteger) ? 0 : sharedDecimals(numbers);
  const smallest = 0.5 * 10 ** -decimals;
  return (value) => {
    if (typeof value === 'bigint') return formatCount(value);
    const number = Number(value);
    if (!Number.isFinite(number)) return String(number);
    if (number !== 0 && Math.abs(number) < smallest) return number.toExponential(2);
    if (decimals > 0) return number.toFixed(decimals);
    return formatCount(number);
  };
}

/** Four digits in all for the largest number of a column, but one decimal at least and six at most. */
function sharedDecimals(numbers: number[]): number {
  const largest = numbers.reduce((max, n) => (Number.isFinite(n) ? Math.max(max, Math.abs(n)) : max), 0);
  const wholeDigits = largest < 1e-6 ? -6 : Math.ceil(Math.log10(largest));
  return Math.min(6, Math.max(1, 4 - wholeDigits));
}

function formatValue(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? MISSING : value.toISOString();
  const isNested = typeof value === 'object' || typeof value === 'function';
  return isNested ? inspect(value, NESTED) : String(value);
}

/**
 * An array of records as a table; undefined for what is none: an array of anything but plain objects, of objects
 * that draw or describe themselves, or of objects none of whose columns holds plain values.
 *
 * Only the rows that are shown say which columns there are.
 */
export function recordsTable(value: object): Table | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return undefined;
  const first: object[] = value.slice(0, SHOWN_ROWS);
  if (first.some(hasGetter)) return undefined;
  const shown = columnsOfRows(first);
  if (!Object.values(shown).some((column) => column.every(isPlain))) return undefined;
  return { ...tableOfColumns(shown), moreRows: Math.max(0, value.length - SHOWN_ROWS) };
}

/** Told by its prototype, which is another one for objects of another realm. */
function isRecord(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  const isBare = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isBare && !(JUPYTER_DISPLAY in value) && !(DESCRIBE in value);
}

function isPlain(value: unknown): boolean {
  return (
    (typeof value !== 'object' && typeof value !== 'function') || value === null || value instanceof Date
  );
}

/** Whether reading the properties of an object may run its code: a value is shown without doing that. */
export function hasGetter(value: object): boolean {
  return Object.keys(value).some((name) => Object.getOwnPropertyDescriptor(value, name)?.get !== undefined);
}
