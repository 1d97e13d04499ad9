import type { DataFrame } from 'danfojs-node';
import { InputError } from '../../util/errors.js';
import { formatCount } from '../../util/format.js';
import { readColumn } from './column.js';
import { loadDanfo } from './danfo.js';

/** Carries the type of a frame's rows; exists in types only. */
declare const rowType: unique symbol;

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

/** Methods of a frame that Danfo itself calls when it prints the frame or takes a part of it. */
const CALLED_BY_DANFO: ReadonlySet<string> = new Set(['iloc', 'loc']);

/**
 * A Danfo dataframe from columns. The first call loads Danfo: it costs about a second.
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
 * @throws RangeError when there are no columns, or they differ in length, or hold more than
 * {@link FRAME_ROW_LIMIT} rows
 * @throws InputError when a column has a name that Danfo needs for itself (`index`, `columns`, `values`, ...)
 */
export function frame<Columns extends FrameColumns>(columns: Columns): Frame<RowOf<Columns>> {
  const names = Object.keys(columns);
  checkShape(columns);
  const { DataFrame } = loadDanfo();
  for (const name of names) checkName(name, DataFrame.prototype);
  const read = Object.values(columns).map(readColumn);
  const rows = read[0].values.map((_, row) => read.map(({ values }) => values[row]));
  return new DataFrame(rows, { columns: names, dtypes: read.map(({ type }) => type) });
}

function checkShape(columns: FrameColumns): void {
  const lengths = Object.values(columns).map((values) => values.length);
  if (lengths.length === 0) throw new RangeError('a frame needs at least one column');
  if (new Set(lengths).size > 1) {
    const each = Object.entries(columns).map(([name, values]) => `'${name}' has ${values.length}`);
    throw new RangeError(`columns differ in length: ${each.join(', ')}; expected one value a row in each`);
  }
  if (lengths[0] > FRAME_ROW_LIMIT) {
    throw new RangeError(
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
      `a frame can't have a column named '${name}', which Danfo needs for itself; ` +
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
