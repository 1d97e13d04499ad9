import { type Frame, frame } from './frame.js';

/**
 * A Danfo dataframe from rows: what a model answers, as a table.
 *
 * @example frameOfRows(model.similarArtists('kent', { count: 10 })).print()
 * @param rows objects with the same properties, which become the columns; at least one row
 * @throws as {@link frame} does
 */
export function frameOfRows<Row extends object>(rows: readonly Row[]): Frame<Row> {
  const names = Object.keys(rows[0] ?? {}) as (keyof Row & string)[];
  return frame(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]))) as Frame<Row>;
}
