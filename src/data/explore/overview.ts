import { requireDataset } from '../../engine/matrix/check-interactions.js';
import { readOptions } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { whatWasDropped } from '../dataset/clean/dropped.js';
import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, needCleaned, rowCount } from './ask.js';

/**
 * The first rows: of the source file before cleaning; afterwards of the first users, what they play most
 * first.
 *
 * @example (await explore.head(dataset)).print()
 * @param options.count how many rows; default 5
 * @returns columns user, artist, plays; artist is null and plays NaN where the source has none
 */
export async function head(
  dataset: Dataset,
  options: { count?: number } = {},
): Promise<Frame<{ user: string; artist: string; plays: number }>> {
  requireDataset(dataset);
  const { count } = readOptions(options, { count: rowCount }, { count: 5 });
  const sql = dataset.cleaned
    ? `SELECT "user", artist, first.plays
      FROM (FROM entries ORDER BY user_index, plays DESC, artist_index LIMIT $1) AS first
      JOIN users USING (user_index) JOIN artists USING (artist_index)
      ORDER BY user_index, first.plays DESC, artist_index`
    : // The first lines first, then their names: view plays would join the names of all lines.
      `SELECT "user", artist, plays::DOUBLE AS plays
      FROM (SELECT *, rowid AS line FROM source_rows WHERE flaw IS DISTINCT FROM 'blank' ORDER BY line LIMIT $1)
      LEFT JOIN source_users USING (user_key) LEFT JOIN source_artists USING (artist_key) ORDER BY line`;
  return await ask(dataset, sql, [count]);
}

/**
 * How much there is, before or after cleaning.
 *
 * @example (await explore.summary(dataset)).print()
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

/** How many listeners and artists there are, and all their plays; before cleaning those that can be read. */
export async function totals(
  dataset: Dataset,
): Promise<{ listeners: number; artists: number; plays: number }> {
  const [users, artists, rows] = dataset.cleaned
    ? ['users', 'artists', 'entries']
    : ['source_users', 'source_artists', 'source_rows'];
  const { columns } = await dataset.query(
    `SELECT (SELECT count(*) FROM ${users}) AS users, (SELECT count(*) FROM ${artists}) AS artists,
      (SELECT sum(plays)::DOUBLE FROM ${rows}) AS plays`,
  );
  const [listeners, different, plays] = ['users', 'artists', 'plays'].map((name) => Number(columns[name][0]));
  return { listeners, artists: different, plays };
}

/**
 * Ends a notebook early, with the reason, where cleaning has left nothing to look at.
 *
 * @example await explore.requirePlays(plays);
 * @throws InputError before cleaning, and for a dataset without a row, with what was dropped from it
 */
export async function requirePlays(dataset: Dataset): Promise<void> {
  needCleaned(dataset, 'requirePlays');
  const { columns } = await dataset.query('SELECT count(*)::INTEGER AS rows FROM entries');
  if (Number(columns.rows[0]) > 0) return;
  const why = (await whatWasDropped(dataset)) ?? 'open a dataset with at least one row of plays';
  throw new InputError(`there is nothing to look at in ${dataset.title}: ${why}`);
}
