import { checkOneOf, type OneOf } from '../../util/checks.js';
import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, needCleaned, readCount } from './ask.js';

const ORDERS = ['listeners', 'plays'] as const;

/**
 * The most popular artists.
 *
 * @example topArtistsChart(columnsOf(await topArtists(dataset, { by: 'plays' })), { by: 'plays' })
 * @param options.by what to order by: `listeners`, users who play it (default), or `plays`, summed over users
 * @param options.count how many artists; default 20
 * @returns columns artist, listeners, plays; artists that are level are in byte order of their names
 * @throws InputError before cleaning
 */
export async function topArtists(
  dataset: Dataset,
  options: { by?: OneOf<'listeners' | 'plays'>; count?: number } = {},
): Promise<Frame<{ artist: string; listeners: number; plays: number }>> {
  needCleaned(dataset, 'topArtists');
  const { by = 'listeners', count = 20 } = options;
  checkOneOf('by', by, ORDERS);
  return await ask(dataset, topArtistsSql(by), [readCount(count)]);
}

/** The names of the artists with the most listeners, without a frame. */
export async function topArtistNames(dataset: Dataset, count: number): Promise<string[]> {
  const { columns } = await dataset.query(topArtistsSql('listeners'), [readCount(count)]);
  return columns.artist as string[];
}

function topArtistsSql(by: (typeof ORDERS)[number]): string {
  return `SELECT artist, listeners, plays
    FROM (SELECT artist_index, count(*) AS listeners, sum(plays) AS plays FROM entries GROUP BY artist_index)
    JOIN artists USING (artist_index) ORDER BY ${by} DESC, artist_index LIMIT $1`;
}
