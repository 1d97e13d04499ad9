import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask } from './ask.js';

/**
 * How much there is, before or after cleaning.
 *
 * @example (await summary(dataset)).print()
 * @returns one row with the columns rows, users, artists (all different as spelled), and rows without an
 * artist. Cost: one pass over all names before cleaning, nothing after it.
 */
export async function summary(
  dataset: Dataset,
): Promise<Frame<{ rows: number; users: number; artists: number; 'rows without an artist': number }>> {
  const sql = dataset.cleaned
    ? `SELECT (SELECT count(*) FROM entries) AS rows, (SELECT count(*) FROM users) AS users,
        (SELECT count(*) FROM artists) AS artists, 0 AS "rows without an artist"`
    : `SELECT count(*) AS rows, count(DISTINCT "user") AS users, count(DISTINCT artist) AS artists,
        count(*) - count(artist) AS "rows without an artist" FROM plays`;
  return ask(dataset, sql);
}
