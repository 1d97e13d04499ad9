import { showValue, wrongValue } from '../../util/checks.js';
import type { rowType } from '../../util/description.js';
import { InputError } from '../../util/errors.js';

/** Values of each column by its name; all columns have one length. */
export type Columns<Row> = { readonly [Name in keyof Row]: ArrayLike<Exclude<Row[Name], undefined>> };

/** A Danfo dataframe, as far as a chart reads it. */
export interface FrameOf<Row> {
  readonly shape: readonly number[];
  readonly columns: readonly string[];
  readonly values: ArrayLike<unknown>;
  readonly [rowType]?: Row;
}

/**
 * What a chart draws, in any of three forms: columns (`{ artist: [...], plays: [...] }`), rows
 * (`[{ artist: 'kent', plays: 3 }, ...]`) or a frame. Columns that the chart does not need are ignored.
 */
export type ChartData<Row> = Columns<Row> | readonly Row[] | FrameOf<Row>;

/** Columns of names, whatever the chart. */
const NAMES: ReadonlySet<string> = new Set([
  'artist',
  'model',
  'other',
  'label',
  'month',
  'country',
  'group',
  'stratum',
]);

/**
 * The columns that a chart draws. Numbers among names, as Danfo reads some, become texts. In other columns of rows and frames, a missing value is null.
 *
 * @param needed the required columns, in the order in which messages name them
 * @param optional columns that may be missing
 * @throws InputError for anything but data, a missing column, columns of different lengths, and a missing name
 */
export function chartColumns<Row>(
  data: ChartData<Row>,
  needed: readonly (keyof Row & string)[],
  optional: readonly (keyof Row & string)[] = [],
): Columns<Row> {
  if (typeof data !== 'object' || data === null || data instanceof Promise)
    throw wrongValue(data, 'the data of a chart: rows, columns by their names, or a frame');
  const columns = tableColumns(data, needed);
  const missing = needed.find((name) => columns[name] === undefined);
  if (missing !== undefined) {
    const found = Object.keys(columns).join(', ') || 'none';
    throw new InputError(
      `the chart needs a column '${missing}'; expected columns ${needed.join(', ')} and found ${found}`,
    );
  }
  checkLengths(columns, [...needed, ...optional.filter((name) => columns[name] !== undefined)]);
  const names = needed.filter((name) => NAMES.has(name)).map((name) => [name, namesIn(columns[name], name)]);
  return { ...columns, ...Object.fromEntries(names) } as Columns<Row>;
}

function namesIn(values: ArrayLike<unknown>, column: string): string[] {
  return Array.from(values, (value, row) => {
    if (typeof value === 'string' || Number.isFinite(value)) return String(value);
    throw new InputError(
      `the chart got ${showValue(value)} in row ${row + 1} of '${column}'; expected a name: leave out rows without one`,
    );
  });
}

/** All columns of the data; for no rows at all, the required ones, empty. */
function tableColumns(data: object, needed: readonly string[]): Record<string, ArrayLike<unknown>> {
  if (Array.isArray(data)) {
    const rows: readonly Record<string, unknown>[] = data;
    const names = rows.length === 0 ? needed : Object.keys(Object(rows[0]));
    return Object.fromEntries(names.map((name) => [name, rows.map((row) => cell(row?.[name]))]));
  }
  if (!isFrame(data)) return data as Record<string, ArrayLike<unknown>>;
  const rows = Array.from(data.values) as ArrayLike<unknown>[];
  return Object.fromEntries(data.columns.map((name, at) => [name, rows.map((row) => cell(row[at]))]));
}

function isFrame(data: object): data is FrameOf<unknown> {
  return 'shape' in data && 'columns' in data && Array.isArray(data.columns) && 'values' in data;
}

function cell(value: unknown): unknown {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** @throws InputError that names the columns when they are not arrays, or their lengths differ */
export function checkLengths(columns: Record<string, ArrayLike<unknown>>, names: readonly string[]): void {
  const wrong = names.find((name) => typeof columns[name] !== 'object' || !(columns[name]?.length >= 0));
  if (wrong !== undefined)
    throw new InputError(
      `the chart got ${showValue(columns[wrong])} as column '${wrong}'; expected an array`,
    );
  const [first, ...others] = names;
  const different = others.find((name) => columns[name].length !== columns[first].length);
  if (different === undefined) return;
  throw new InputError(
    `the chart got ${columns[first].length} values in '${first}' and ${columns[different].length} in '${different}'; pass columns of equal length`,
  );
}

/** Numbers as JSON knows them: a plain array in which whatever is not finite is null (Plotly leaves a gap). */
export function jsonNumbers(values: ArrayLike<number | null>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value || 0 : null));
}
