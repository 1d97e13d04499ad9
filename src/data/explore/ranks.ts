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
  const select = 'SELECT "user", artist, plays, rank';
  if (user === undefined) return await ask(dataset, `${select} ${ranked(FIRST_USERS)}`, [rows]);
  const index = await userIndex(dataset, user);
  return await ask(dataset, `${select} ${ranked(ONE_USER)}`, [rows, index]);
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
  return await ask(dataset, `SELECT artist, plays, rank ${ranked(ONE_USER)}`, [FRAME_ROW_LIMIT, index]);
}

const ONE_USER = 'user_index = $2';

/** Entries lie in the order of users: the user of the last row wanted is the last one worth ranking. */
const FIRST_USERS =
  'user_index <= (SELECT max(user_index) FROM (SELECT user_index FROM entries ORDER BY user_index LIMIT $1))';

/** The first $1 ranks of some users. */
function ranked(users: string): string {
  return `FROM (
      SELECT user_index, artist_index, plays,
        rank() OVER (PARTITION BY user_index ORDER BY plays DESC)
          + (count(*) OVER (PARTITION BY user_index, plays) - 1) / 2 AS rank
      FROM entries WHERE ${users}
    )
    JOIN users USING (user_index) JOIN artists USING (artist_index)
    ORDER BY user_index, rank, artist_index LIMIT $1`;
}
