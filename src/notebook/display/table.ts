import { types } from 'node:util';
import { columnsOfRows, DESCRIBE } from '../../util/description.js';
import { formatCount, formatPlural } from '../../util/format.js';
import { cellWriter, isFlushRight } from '../table/column-format.js';
import { firstRows, packTable } from '../table/node/pack-table.js';
import type { PackedTable } from '../table/packed-table.js';
import { isPlain, type ReadColumn, readColumn } from './cell-values.js';
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
  /** Whether the rows have numbers in place of names, which a narrow screen leaves out. */
  readonly isNumbered?: boolean;
  /** A line that says what the table shows. */
  readonly caption?: string;
  /** Its values, for a page in which it can be sorted and searched; left out where it is too short for that. */
  readonly whole?: PackedTable;
}

/** Beyond this many rows, their number says more than they do. */
const SHOWN_ROWS = 60;

/** Wider tables are hard to take in. */
const SHOWN_COLUMNS = 40;

/** As many as a frame may have; whoever needs more sorts and searches in SQL. */
const MOST_ROWS = 100_000;

/** Of the values of one table, with eight for a number: it takes 0.2 s to pack them. */
const MOST_CHARACTERS = 8_000_000;

/** Shorter tables are taken in at a glance. */
const FEWEST_TO_WORK_WITH = 6;

/** A table before it is formatted. */
interface TableSource {
  readonly columns: readonly (readonly [name: string, values: ArrayLike<unknown>])[];
  readonly rows: number;
  /** Names of the rows. Default: they are numbered from 0. */
  readonly index?: ArrayLike<unknown>;
}

/**
 * The first rows of columns as a table, the rows numbered from 0.
 *
 * @param columns all of one length; only the first 100,000 rows are read
 */
export function tableOfColumns(columns: Readonly<Record<string, ArrayLike<unknown>>>): Table {
  const all = Object.entries(columns);
  return tableOf({ columns: all, rows: all[0]?.[1].length ?? 0 });
}

/** A table of one column, whose rows are names. */
export function tableOfFacts(facts: Readonly<Record<string, unknown>>): Table {
  const cells = Object.entries(facts).map(([name, value]) => formatColumn([value], name).cells[0]);
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
  const read = values.slice(0, MOST_ROWS);
  const cell = (row: unknown, column: number) => (ndim === 2 ? (row as unknown[])[column] : row);
  return tableOf({
    columns: columns.map((name, column) => [String(name), read.map((row) => cell(row, column))]),
    rows: values.length,
    ...(index.some((name, row) => name !== row) && { index }),
  });
}

function tableOf({ columns: all, rows, index }: TableSource): Table {
  const count = Math.min(rows, MOST_ROWS);
  const read = all.slice(0, SHOWN_COLUMNS).map(([name, values]) => readColumn(name, values, count));
  const names = index && Array.from({ length: count }, (_, row) => String(index[row]));
  const shown = Math.min(rows, SHOWN_ROWS);
  return {
    columns: read.map(({ name }) => name),
    index: names?.slice(0, shown) ?? Array.from({ length: shown }, (_, row) => String(row)),
    cells: read.map((column) => cellsOf(column, shown)),
    numeric: read.map(({ format }) => isFlushRight(format)),
    moreRows: rows - shown,
    moreColumns: all.length - read.length,
    isNumbered: names === undefined,
    ...(rows >= FEWEST_TO_WORK_WITH && { whole: wholeOf(read, rows, names) }),
  };
}

/** The cells of one column as they are shown, and whether they are numbers. */
export function formatColumn(values: readonly unknown[], name = ''): { cells: string[]; numeric: boolean } {
  const read = readColumn(name, values, values.length);
  return { cells: cellsOf(read, values.length), numeric: isFlushRight(read.format) };
}

function cellsOf({ format, values }: ReadColumn, count: number): string[] {
  const write = cellWriter('en');
  return values.slice(0, count).map((value) => write(format, value));
}

function wholeOf(read: readonly ReadColumn[], rows: number, index: string[] | undefined): PackedTable {
  const data = { values: read.map(({ values }) => values), ...(index && { index }) };
  const columns = read.map(({ name, format }) => ({ name, format }));
  return packTable(rows, columns, firstRows(data, rowsWithin(data.values, MOST_CHARACTERS)));
}

/** How many of the first rows have no more characters than these. */
function rowsWithin(columns: readonly ReadColumn['values'][], most: number): number {
  const rows = columns[0]?.length ?? 0;
  let characters = 0;
  for (let row = 0; row < rows; row++) {
    for (const column of columns) {
      const value = column[row];
      characters += typeof value === 'string' ? value.length : 8;
    }
    if (characters > most) return row;
  }
  return rows;
}

/** What stands below a table that is not all there; undefined where it is. */
export function footOf({ index, columns, moreRows, moreColumns = 0 }: Table): string | undefined {
  const part = (shown: number, more: number, noun: string) =>
    more > 0 ? [`first ${formatCount(shown)} of ${formatPlural(shown + more, noun)}`] : [];
  const left = [...part(index.length, moreRows, 'row'), ...part(columns.length, moreColumns, 'column')];
  return left.length === 0 ? undefined : `… ${left.join(', ')}`;
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
  const read: object[] = value.slice(0, MOST_ROWS);
  const columns = Object.keys(shown).map((name) => [name, read.map((row) => ownValue(row, name))] as const);
  return tableOf({ columns, rows: value.length });
}

/** A property, without running the code of a getter. */
function ownValue(row: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(row, name)?.value;
}

/** Told by its prototype, which is another one for objects of another realm. */
function isRecord(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  const isBare = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isBare && !(JUPYTER_DISPLAY in value) && !(DESCRIBE in value);
}

/** Whether reading the properties of an object may run its code: a value is shown without doing that. */
export function hasGetter(value: object): boolean {
  return Object.keys(value).some((name) => Object.getOwnPropertyDescriptor(value, name)?.get !== undefined);
}
