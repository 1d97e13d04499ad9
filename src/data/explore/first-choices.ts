import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, needCleaned, readCount } from './ask.js';
import { artistIndex } from './names.js';

/**
 * The artists that most users have as their first choice.
 *
 * A user's first choice is the artist at rank 1 of {@link rankByPlays}: the one played more than any
 * other. Who plays two artists equally most has no first choice and is not counted.
 *
 * @example (await firstChoices(dataset)).print()
 * @param options.count how many artists; default 20
 * @returns columns artist, users (how many have it first); most users first
 * @throws InputError before cleaning
 */
export async function firstChoices(
  dataset: Dataset,
  options: { count?: number } = {},
): Promise<Frame<{ artist: string; users: number }>> {
  needCleaned(dataset, 'firstChoices');
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
    [readCount(options.count ?? 20)],
  );
}

/**
 * Users who have this artist as their first choice: they play it more than any other.
 *
 * @example (await listenersWithFirstChoice(dataset, 'red hot chili peppers')).print()
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
  const count = readCount(options.count ?? 5);
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
