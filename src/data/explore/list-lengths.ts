import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, needCleaned } from './ask.js';

/**
 * How many users have how many artists: a histogram with a bin for each length of list that occurs.
 *
 * @example artistsPerUserChart(columnsOf(await artistsPerUser(dataset)))
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
 * @example longTailChart(columnsOf(await listenersPerArtist(dataset)))
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
