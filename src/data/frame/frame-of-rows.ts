import { InputError } from '../../util/errors.js';
import { type Frame, frame } from './frame.js';

/**
 * A Danfo dataframe from rows: what a model answers, as a table.
 *
 * @example frameOfRows(model.similarArtists('kent', { count: 10 })).print()
 * @example frameOfRows(recommended, ['artist', 'score']) // also where nothing is left to recommend
 * @param rows objects with the same properties, which become the columns
 * @param columns the names of the properties, for where there may be no rows. Default: all of the first row
 * @throws InputError when there are no rows and no names; else as {@link frame} does
 */
export function frameOfRows<Row extends object>(
  rows: readonly Row[],
  columns?: readonly (keyof Row & string)[],
): Frame<Row> {
  const names = columns ?? (Object.keys(rows[0] ?? {}) as (keyof Row & string)[]);
  if (names.length === 0) {
    throw new InputError(
      'there are no rows, and so nothing that names the columns of a frame; ' +
        "name them, as in frameOfRows(rows, ['artist', 'score'])",
    );
  }
  return frame(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]))) as Frame<Row>;
}
