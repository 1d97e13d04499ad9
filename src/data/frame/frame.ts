import { hasTypes, isObject, isText, requireList, showValue, wrongValue } from '../../util/checks.js';
import type { rowType } from '../../util/description.js';
import { InputError } from '../../util/errors.js';
import { exactNumber, formatCount } from '../../util/format.js';
import type { DataFrame } from './danfo/danfojs.cjs';
import { loadDanfo } from './danfo/load.js';

/**
 * A Danfo dataframe: what a notebook shows. `Row` says what a row holds, so that `columnsOf` knows the
 * types of the columns.
 */
export type Frame<Row = Record<string, unknown>> = DataFrame & { readonly [rowType]?: Row };

/** The columns of a frame, each of the same length, in the order they are shown. */
export type FrameColumns = Record<string, ArrayLike<unknown>>;

/** The row that these columns make. */
export type RowOf<Columns> = {
  [Name in keyof Columns]: Columns[Name] extends ArrayLike<infer Value> ? Value : never;
};

/** Danfo sorts a million rows in minutes; anything this large belongs in DuckDB. */
export const FRAME_ROW_LIMIT = 100_000;

const EXAMPLE = "columns by their names, as in frame({ artist: ['kent', 'muse'], plays: [12, 7] })";

/** Methods of a frame that Danfo itself calls when it prints the frame or takes a part of it. */
const CALLED_BY_DANFO: ReadonlySet<string> = new Set(['iloc', 'loc']);

/**
 * A Danfo dataframe from columns. The first call loads Danfo, which takes 20 ms.
 *
 * Texts stay texts, also those that look like numbers; whole numbers stay whole. Missing numbers are
 * NaN in the frame, other missing values null. A column named like one of Danfo's methods (`count`)
 * hides that method; `frame.column('count')` reaches every column.
 *
 * What Danfo 1.2.0 can't do: sort by a column with gaps (call `dropNa()` first), and sort, group or
 * describe a frame without rows (printing it, its columns and queries on it work).
 *
 * @example frame({ artist: ['kent', 'muse'], plays: [12, 7] }).print()
 * @param columns a column's name and its values (rows), for each column; at least one
 * @throws InputError when there are no columns, or they are no arrays, differ in length, or hold more than 100,000 rows;
 * when a column has a name that Danfo needs for itself (`index`, `columns`, `values`, ...)
 * @category Make tables
 */
export function frame<Columns extends FrameColumns>(columns: Columns): Frame<RowOf<Columns>> {
  checkShape(columns);
  const names = Object.keys(columns);
  const { DataFrame } = loadDanfo();
  for (const name of names) checkName(name, DataFrame.prototype);
  const read = Object.values(columns).map(readColumn);
  const rows = read[0].values.map((_, row) => read.map(({ values }) => values[row]));
  return new DataFrame(rows, { columns: names, dtypes: read.map(({ type }) => type) });
}

function checkShape(columns: FrameColumns): void {
  if (!isObject(columns)) throw wrongValue(columns, EXAMPLE);
  for (const [name, values] of Object.entries(columns)) {
    if (typeof values === 'object' && values?.length >= 0) continue;
    throw new InputError(`column '${name}' is ${showValue(values)}; expected an array: ${EXAMPLE}`);
  }
  const lengths = Object.values(columns).map((values) => values.length);
  if (lengths.length === 0) throw new InputError(`a frame needs at least one column; expected ${EXAMPLE}`);
  if (new Set(lengths).size > 1) {
    const each = Object.entries(columns).map(([name, values]) => `'${name}' has ${values.length}`);
    throw new InputError(`columns differ in length: ${each.join(', ')}; expected one value per row in each`);
  }
  if (lengths[0] > FRAME_ROW_LIMIT) {
    throw new InputError(
      `${formatCount(lengths[0])} rows are too many for a frame ` +
        `(limit ${formatCount(FRAME_ROW_LIMIT)}); use SQL`,
    );
  }
}

/**
 * Danfo puts each column on the frame as a property, over its own accessors, and then calls itself
 * without end when it reads its own `columns`, or takes the column `index` for the row labels.
 */
function checkName(name: string, prototype: object): void {
  const internal = name.startsWith('$') || name in Object.prototype || CALLED_BY_DANFO.has(name);
  if (internal || isAccessor(name, prototype)) {
    throw new InputError(
      `a frame can't have a column named '${name}', which Danfo uses itself; ` +
        `choose another name, for example 'the ${name}'`,
    );
  }
}

function isAccessor(name: string, prototype: object): boolean {
  for (let level: object | null = prototype; level; level = Object.getPrototypeOf(level)) {
    const property = Object.getOwnPropertyDescriptor(level, name);
    if (property) return property.get !== undefined;
  }
  return false;
}

/**
 * A Danfo dataframe from rows: what a model answers, as a table.
 *
 * @example frameOfRows(model.similarArtists('kent', { count: 10 })).print()
 * @example frameOfRows(recommended, ['artist', 'score']) // also where nothing is left to recommend
 * @param rows objects with the same properties, which become the columns
 * @param columns the names of the properties, for where there may be no rows. Default: all of the first row
 * @throws InputError when there are no rows and no names; else as {@link frame} does
 * @category Make tables
 */
export function frameOfRows<Row extends object>(
  rows: readonly Row[],
  columns?: readonly (keyof Row & string)[],
): Frame<Row> {
  requireList(rows, isObject, "rows, as in frameOfRows([{ artist: 'kent', plays: 12 }])");
  if (columns !== undefined) requireList(columns, isText, "names of columns, as in ['artist', 'plays']");
  const names = columns ?? (Object.keys(rows[0] ?? {}) as (keyof Row & string)[]);
  if (names.length === 0) {
    throw new InputError(
      'there are no rows to take the columns of a frame from; ' +
        "name them, as in frameOfRows(rows, ['artist', 'score'])",
    );
  }
  return frame(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]))) as Frame<Row>;
}

/**
 * The columns of a frame as plain arrays: what the charts take. Missing values are null.
 *
 * @example columnsOf(frame({ artist: ['kent', 'muse'], plays: [12, 7] })) // { artist: ['kent', 'muse'], plays: [12, 7] }
 * @param frame any Danfo frame, also one that Danfo made (`frame.head()`); columns that Danfo made have
 * the type unknown
 * @returns one array (rows) for each column, in the order they are shown; the arrays are copies
 * @category Make tables
 */
export function columnsOf<Row = Record<string, unknown>>(
  frame: Frame<Row>,
): { [Name in keyof Row]: Row[Name][] } {
  requireFrame(frame);
  // Rows, because Danfo's own columns may be a Series, and are none for a frame without rows.
  const rows = frame.values as unknown[][];
  const columns = frame.columns.map((name, column) => [
    name,
    rows.map((row) => (isMissing(row[column]) ? null : row[column])),
  ]);
  return Object.fromEntries(columns);
}

/** @throws InputError unless it is a frame, ours or Danfo's */
export function requireFrame(value: unknown): asserts value is Frame {
  const isFrame = hasTypes({ values: 'object', columns: 'object', shape: 'object' });
  if (!isFrame(value)) throw wrongValue(value, "a frame, as in frame({ artist: ['kent'], plays: [12] })");
}

/** Danfo's names for the kind of value a column holds. */
type ColumnType = 'int32' | 'float32' | 'string' | 'boolean' | 'datetime' | 'undefined';

/** One column as Danfo wants it. */
interface Column {
  readonly type: ColumnType;
  readonly values: unknown[];
}

const INT32_LIMIT = 2 ** 31;

/**
 * A column's values and type, as Danfo wants them. Danfo left alone guesses from the first 20 values,
 * and takes texts that look like numbers (the bands 311 and 1349) for numbers.
 *
 * Missing numbers become NaN, which Danfo's sort, describe and sums can bear (they take null for 0, or
 * fail); everything else that is missing becomes null.
 */
function readColumn(source: ArrayLike<unknown>): Column {
  const values = Array.from(source, exactNumber);
  const present = values.filter((value) => !isMissing(value));
  const type = typeOf(present, present.length < values.length);
  const missing = type === 'float32' ? Number.NaN : null;
  return { type, values: values.map((value) => (isMissing(value) ? missing : value)) };
}

/** Whether a cell holds nothing: null, undefined or NaN. */
function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** The type that all of these values have; `undefined` where there are none to tell by. */
function typeOf(present: unknown[], gaps: boolean): ColumnType {
  if (present.length === 0) return 'undefined';
  if (present.every((value) => typeof value === 'number')) {
    return !gaps && present.every(isInt32) ? 'int32' : 'float32';
  }
  if (present.every((value) => typeof value === 'boolean')) return 'boolean';
  if (present.every((value) => value instanceof Date)) return 'datetime';
  return 'string';
}

/** Larger whole numbers would wrap around in Danfo's int32 tensors. */
function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -INT32_LIMIT && value < INT32_LIMIT;
}
