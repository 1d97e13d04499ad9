import { requireDataset } from '../../engine/matrix/check-interactions.js';
import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, readCount } from './ask.js';

/**
 * The first rows: of the source file before cleaning; afterwards of the first users, what they play most
 * first.
 *
 * @example (await head(dataset)).print()
 * @param count how many rows; default 5
 * @returns columns user, artist, plays; artist is null and plays NaN where the source has none
 */
export async function head(
  dataset: Dataset,
  count = 5,
): Promise<Frame<{ user: string; artist: string; plays: number }>> {
  requireDataset(dataset);
  const sql = dataset.cleaned
    ? `SELECT "user", artist, first.plays
      FROM (FROM entries ORDER BY user_index, plays DESC, artist_index LIMIT $1) AS first
      JOIN users USING (user_index) JOIN artists USING (artist_index)
      ORDER BY user_index, first.plays DESC, artist_index`
    : // The first lines first, then their names: view plays would join the names of all lines.
      `SELECT "user", artist, plays::DOUBLE AS plays
      FROM (SELECT *, rowid AS line FROM source_rows WHERE flaw IS DISTINCT FROM 'blank' ORDER BY line LIMIT $1)
      LEFT JOIN source_users USING (user_key) LEFT JOIN source_artists USING (artist_key) ORDER BY line`;
  return await ask(dataset, sql, [readCount(count)]);
}
