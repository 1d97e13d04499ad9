import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, needCleaned } from './ask.js';

/**
 * How plays are spread over rows (one user, one artist), in bins that double: 1, 2 to 3, 4 to 7, ...
 * Doubling bins are equally wide on a logarithmic axis, and their edges are whole numbers.
 *
 * @example charts.playsDistribution(await explore.playsDistribution(dataset))
 * @returns columns from (plays, included), to (excluded), rows; empty bins in between have 0 rows
 * @throws InputError before cleaning
 */
export async function playsDistribution(
  dataset: Dataset,
): Promise<Frame<{ from: number; to: number; rows: number }>> {
  needCleaned(dataset, 'playsDistribution');
  return await ask(
    dataset,
    `WITH bins AS (SELECT floor(log2(plays))::INTEGER AS bin, count(*) AS rows FROM entries GROUP BY bin)
    SELECT 2.0 ** bin AS "from", 2.0 ** (bin + 1) AS "to", coalesce(rows, 0) AS rows
    FROM (SELECT unnest(range(min(bin), max(bin) + 1)) AS bin FROM bins) LEFT JOIN bins USING (bin)
    ORDER BY bin`,
  );
}

/**
 * How many users have how many artists: a histogram with a bin for each length of list that occurs.
 *
 * @example charts.artistsPerUser(await explore.artistsPerUser(dataset))
 * @returns columns artists, users; rising
 * @throws InputError before cleaning
 */
export async function artistsPerUser(dataset: Dataset): Promise<Frame<{ artists: number; users: number }>> {
  needCleaned(dataset, 'artistsPerUser');
  return await ask(
    dataset,
    `SELECT artists, count(*) AS users
    FROM (SELECT count(*) AS artists FROM entries GROUP BY user_index) GROUP BY artists ORDER BY artists`,
  );
}

/**
 * How many artists have how many listeners: a histogram with a bin for each number that occurs. Read from
 * the end it is the long tail.
 *
 * @example charts.listenersPerArtist(await explore.listenersPerArtist(dataset))
 * @returns columns listeners, artists; rising
 * @throws InputError before cleaning
 */
export async function listenersPerArtist(
  dataset: Dataset,
): Promise<Frame<{ listeners: number; artists: number }>> {
  needCleaned(dataset, 'listenersPerArtist');
  return await ask(
    dataset,
    `SELECT listeners, count(*) AS artists
    FROM (SELECT count(*) AS listeners FROM entries GROUP BY artist_index) GROUP BY listeners ORDER BY listeners`,
  );
}

/**
 * How much of the listening goes to the most popular artists: the long tail in seven lines.
 *
 * @example (await explore.popularityShares(dataset)).print()
 * @returns one row each for the top 0.1, 1, 5, 10, 20, 50 and 100 percent of artists by listeners, with
 * the columns percent; artists, how many that is, rounded up; share of listeners, of all (user, artist)
 * pairs; share of plays. Shares are fractions of 1
 * @throws InputError before cleaning
 */
export async function popularityShares(
  dataset: Dataset,
): Promise<
  Frame<{ percent: number; artists: number; 'share of listeners': number; 'share of plays': number }>
> {
  needCleaned(dataset, 'popularityShares');
  return await ask(
    dataset,
    `WITH ranked AS (
      SELECT count(*) AS listeners, sum(plays) AS plays,
        row_number() OVER (ORDER BY count(*) DESC, artist_index) AS rank
      FROM entries GROUP BY artist_index
    ),
    tops AS (
      SELECT percent, ceil(percent * (SELECT count(*) FROM ranked) / 100)::INTEGER AS artists
      FROM (VALUES (0.1), (1), (5), (10), (20), (50), (100)) AS steps(percent)
    )
    SELECT percent::DOUBLE AS percent, artists,
      sum(listeners) FILTER (rank <= artists) / sum(listeners) AS "share of listeners",
      sum(plays) FILTER (rank <= artists) / sum(plays) AS "share of plays"
    FROM tops, ranked GROUP BY ALL ORDER BY percent`,
  );
}
