import { isMissing } from './column.js';
import type { Frame } from './frame.js';

/**
 * The columns of a frame as plain arrays: what the charts take. Missing values are null.
 *
 * @example columnsOf(frame({ artist: ['kent', 'muse'], plays: [12, 7] })) // { artist: ['kent', 'muse'], plays: [12, 7] }
 * @param frame any Danfo frame, also one that Danfo made (`frame.head()`); columns that Danfo made have
 * the type unknown
 * @returns one array (rows) for each column, in the order they are shown; the arrays are copies
 */
export function columnsOf<Row = Record<string, unknown>>(
  frame: Frame<Row>,
): { [Name in keyof Row]: Row[Name][] } {
  // Rows, because Danfo's own columns may be a Series, and are none for a frame without rows.
  const rows = frame.values as unknown[][];
  const columns = frame.columns.map((name, column) => [
    name,
    rows.map((row) => (isMissing(row[column]) ? null : row[column])),
  ]);
  return Object.fromEntries(columns);
}
