import { anything, aText, check, type OneOf, oneOf, readOptions } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import type { Dataset } from '../dataset/dataset.js';
import { FRAME_ROW_LIMIT, type Frame } from '../frame/frame.js';
import { artistIndex, ask, findArtist, needCleaned, rowCount, userIndex } from './ask.js';

/** What artists are ranked by. */
export type Order = 'listeners' | 'plays';

const CHECKS = { by: oneOf('listeners', 'plays'), count: rowCount };
const DEFAULTS: { by: Order; count: number } = { by: 'listeners', count: 20 };

/**
 * The most popular artists.
 *
 * @example charts.topArtists(await explore.topArtists(dataset, { by: 'plays' }), { by: 'plays' })
 * @param options.by what to order by: `listeners`, users who play it (default), or `plays`, summed over users
 * @param options.count how many artists; default 20
 * @returns columns artist, listeners, plays; artists that are level are in byte order of their names
 * @throws InputError before cleaning
 */
export async function topArtists(
  dataset: Dataset,
  options: { by?: OneOf<Order>; count?: number } = {},
): Promise<Frame<{ artist: string; listeners: number; plays: number }>> {
  needCleaned(dataset, 'topArtists');
  const { by, count } = readOptions<typeof options, typeof DEFAULTS>(options, CHECKS, DEFAULTS);
  return await ask(dataset, topArtistsSql(by), [count]);
}

/** The names of the artists with the most listeners, without a frame. */
async function topArtistNames(dataset: Dataset, count: number): Promise<string[]> {
  const { columns } = await dataset.query(topArtistsSql('listeners'), [count]);
  return columns.artist as string[];
}

function topArtistsSql(by: Order): string {
  return `SELECT artist, listeners, plays
    FROM (SELECT artist_index, count(*) AS listeners, sum(plays) AS plays FROM entries GROUP BY artist_index)
    JOIN artists USING (artist_index) ORDER BY ${by} DESC, artist_index LIMIT $1`;
}

/**
 * The artists that most users have as their first choice.
 *
 * A user's first choice is the artist at rank 1 of {@link rankByPlays}: the one played more than any
 * other. Who plays two artists equally most has no first choice and is not counted.
 *
 * @example (await explore.firstChoices(dataset)).print()
 * @param options.count how many artists; default 20
 * @returns columns artist, users (how many have it first); most users first
 * @throws InputError before cleaning
 */
export async function firstChoices(
  dataset: Dataset,
  options: { count?: number } = {},
): Promise<Frame<{ artist: string; users: number }>> {
  needCleaned(dataset, 'firstChoices');
  const { count } = readOptions(options, { count: rowCount }, { count: 20 });
  return await ask(
    dataset,
    `WITH most AS (SELECT user_index, max(plays) AS plays FROM entries GROUP BY user_index),
    first_choices AS (
      SELECT any_value(artist_index) AS artist_index
      FROM entries JOIN most USING (user_index, plays) GROUP BY user_index HAVING count(*) = 1
    )
    SELECT artist, users
    FROM (SELECT artist_index, count(*) AS users FROM first_choices GROUP BY artist_index)
    JOIN artists USING (artist_index) ORDER BY users DESC, artist_index LIMIT $1`,
    [count],
  );
}

/**
 * Users who have this artist as their first choice: they play it more than any other.
 *
 * @example (await explore.listenersWithFirstChoice(dataset, 'red hot chili peppers')).print()
 * @param options.count how many users; default 5
 * @returns columns user, artist, plays (of that artist); users in order. No rows when it is nobody's first
 * choice
 * @throws InputError before cleaning, and when there is no such artist
 */
export async function listenersWithFirstChoice(
  dataset: Dataset,
  artist: string,
  options: { count?: number } = {},
): Promise<Frame<{ user: string; artist: string; plays: number }>> {
  needCleaned(dataset, 'listenersWithFirstChoice');
  const { count } = readOptions(options, { count: rowCount }, { count: 5 });
  return await ask(
    dataset,
    `SELECT "user", artist, plays FROM entries AS entry
    JOIN users USING (user_index) JOIN artists USING (artist_index)
    WHERE artist_index = $1 AND NOT EXISTS (
      FROM entries AS other WHERE other.user_index = entry.user_index
        AND other.artist_index <> $1 AND other.plays >= entry.plays
    )
    ORDER BY user_index LIMIT $2`,
    [await artistIndex(dataset, artist), count],
  );
}

/**
 * The rows of one artist: who plays it, and how often.
 *
 * @example (await explore.listenersOf(dataset, 'red hot chili peppers')).print()
 * @param options.count how many rows; default 5
 * @returns columns user, artist, plays; users in order
 * @throws InputError before cleaning, and when there is no such artist
 */
export async function listenersOf(
  dataset: Dataset,
  artist: string,
  options: { count?: number } = {},
): Promise<Frame<{ user: string; artist: string; plays: number }>> {
  needCleaned(dataset, 'listenersOf');
  const { count } = readOptions(options, { count: rowCount }, { count: 5 });
  return await ask(
    dataset,
    `SELECT "user", artist, plays FROM entries
    JOIN users USING (user_index) JOIN artists USING (artist_index)
    WHERE artist_index = $1 ORDER BY user_index LIMIT $2`,
    [await artistIndex(dataset, artist), count],
  );
}

/**
 * Each user's artists ranked by plays, the most played first with rank 1.
 *
 * Artists with the same plays share the mean of their ranks, as in pandas `rank(ascending=False)`: plays
 * 9, 7, 7, 2 have the ranks 1, 2.5, 2.5, 4. So a user with two artists on top has nothing at rank 1.
 *
 * @example (await explore.rankByPlays(dataset, { count: 10 })).print()
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
  const given = readOptions(options, { user: anything, count: rowCount }, {});
  const { user, count = user === undefined ? 20 : FRAME_ROW_LIMIT } = given;
  const select = 'SELECT "user", artist, plays, rank';
  if (user === undefined) return await ask(dataset, `${select} ${ranked(FIRST_USERS)}`, [count]);
  const index = await userIndex(dataset, user);
  return await ask(dataset, `${select} ${ranked(ONE_USER)}`, [count, index]);
}

/**
 * Everything one user played: the whole list, with ranks as in {@link rankByPlays}.
 *
 * @example (await explore.userHistory(dataset, '015b1447b3edfa2eb5406dcee6f54fb009c22da2')).print()
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

/**
 * The artist that a notebook looks at: the one that was asked for, or an example that the data has.
 *
 * @example const chosen = await explore.exampleArtist(plays, artist, 'red hot chili peppers');
 * @param asked a name, in any case; empty: an example
 * @param example taken where the data has it; else it is the artist with the most listeners
 * @param options `unlike`: an artist, in any case, that the example is not, if the data has another one
 * @returns a name that the data has; what was asked for as it was typed
 * @throws InputError before cleaning; for a name that was asked for and is not there; where there are no artists
 */
export async function exampleArtist(
  dataset: Dataset,
  asked: string,
  example: string,
  options: { unlike?: string } = {},
): Promise<string> {
  needCleaned(dataset, 'exampleArtist');
  check('asked', asked, aText, ", a name or '' for an example");
  check('example', example, aText, ', the name of an artist');
  const { unlike } = readOptions(options, { unlike: aText }, {});
  if (asked !== '') {
    await artistIndex(dataset, asked);
    return asked;
  }
  const found = await findArtist(dataset, example);
  const other = unlike === undefined ? undefined : await findArtist(dataset, unlike);
  const artists = [found ?? [], await topArtistNames(dataset, 2)].flat();
  if (artists.length > 0) return artists.find((artist) => artist !== other) ?? artists[0];
  throw new InputError('the data has no artists; open a dataset with at least one row of plays');
}
