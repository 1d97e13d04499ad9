import type { Dataset } from '../dataset/dataset.js';
import { FRAME_ROW_LIMIT, type Frame } from '../frame/frame.js';
import { ask, needCleaned, readCount } from './ask.js';
import { userIndex } from './names.js';

/**
 * Each user's artists ranked by plays, the most played first with rank 1.
 *
 * Artists with the same plays share the mean of their ranks, as in pandas `rank(ascending=False)`: plays
 * 9, 7, 7, 2 have the ranks 1, 2.5, 2.5, 4. So a user with two artists on top has nothing at rank 1.
 *
 * @example (await rankByPlays(dataset, { count: 10 })).print()
 * @param options.user one user's rows only; default: users in order, from the first
 * @param options.count how many rows at most; default 20, or the user's whole list (up to 100,000 rows)
 * @returns columns user, artist, plays, rank; by user, then rank
 * @throws InputError before cleaning, and when there is no such user
 */
export async function rankByPlays(
  dataset: Dataset,
  options: { user?: string; count?: number } = {},
): Promise<Frame<{ user: string; artist: string; plays: number; rank: number }>> {
  needCleaned(dataset, 'rankByPlays');
  const { user, count = user === undefined ? 20 : FRAME_ROW_LIMIT } = options;
  const rows = readCount(count);
  if (user === undefined)
    return ask(dataset, `SELECT "user", artist, plays, rank ${RANKED}`, [0, rows - 1, rows]);
  const index = await userIndex(dataset, user);
  return ask(dataset, `SELECT "user", artist, plays, rank ${RANKED}`, [index, index, rows]);
}

/**
 * Everything one user played: the whole list, with ranks as in {@link rankByPlays}.
 *
 * @example (await userHistory(dataset, '015b1447b3edfa2eb5406dcee6f54fb009c22da2')).print()
 * @returns columns artist, plays, rank; the most played first
 * @throws InputError before cleaning, and when there is no such user
 */
export async function userHistory(
  dataset: Dataset,
  user: string,
): Promise<Frame<{ artist: string; plays: number; rank: number }>> {
  needCleaned(dataset, 'userHistory');
  const index = await userIndex(dataset, user);
  return ask(dataset, `SELECT artist, plays, rank ${RANKED}`, [index, index, FRAME_ROW_LIMIT]);
}

/**
 * Ranks of the users with indices $1 to $2, the first $3 rows. Every user has a row, so that n users are
 * enough for n rows, and the rest is not ranked.
 */
const RANKED = `
  FROM (
    SELECT user_index, artist_index, plays,
      rank() OVER (PARTITION BY user_index ORDER BY plays DESC)
        + (count(*) OVER (PARTITION BY user_index, plays) - 1) / 2 AS rank
    FROM entries WHERE user_index BETWEEN $1 AND $2
  )
  JOIN users USING (user_index) JOIN artists USING (artist_index)
  ORDER BY user_index, rank, artist_index LIMIT $3`;
