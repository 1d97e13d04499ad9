import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, needCleaned, readCount } from './ask.js';
import { artistIndex } from './names.js';

/**
 * The rows of one artist: who plays it, and how often.
 *
 * @example (await listenersOf(dataset, 'red hot chili peppers')).print()
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
  const count = readCount(options.count ?? 5);
  return await ask(
    dataset,
    `SELECT "user", artist, plays FROM entries
    JOIN users USING (user_index) JOIN artists USING (artist_index)
    WHERE artist_index = $1 ORDER BY user_index LIMIT $2`,
    [await artistIndex(dataset, artist), count],
  );
}
