import { requireDataset } from '../../engine/matrix/check-interactions.js';
import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask } from './ask.js';

/**
 * How much there is, before or after cleaning.
 *
 * @example (await summary(dataset)).print()
 * @returns one row with the columns rows, users, artists (all different as spelled), and rows without an
 * artist. Cost: a count of the rows before cleaning, nothing after it.
 */
export async function summary(
  dataset: Dataset,
): Promise<Frame<{ rows: number; users: number; artists: number; 'rows without an artist': number }>> {
  requireDataset(dataset);
  const sql = dataset.cleaned
    ? `SELECT (SELECT count(*) FROM entries) AS rows, (SELECT count(*) FROM users) AS users,
        (SELECT count(*) FROM artists) AS artists, 0 AS "rows without an artist"`
    : `SELECT count(*) AS rows, (SELECT count(*) FROM source_users) AS users,
        (SELECT count(*) FROM source_artists) AS artists,
        count(*) - count(artist_key) AS "rows without an artist"
      FROM source_rows WHERE flaw IS DISTINCT FROM 'blank'`;
  return await ask(dataset, sql);
}
