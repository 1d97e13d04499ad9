import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, needCleaned } from './ask.js';

/**
 * How much of the listening goes to the most popular artists: the long tail in seven lines.
 *
 * @example (await popularityShares(dataset)).print()
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
