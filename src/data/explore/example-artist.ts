import { InputError } from '../../util/errors.js';
import type { Dataset } from '../dataset/dataset.js';
import { needCleaned } from './ask.js';
import { artistIndex, findArtist } from './names.js';
import { topArtistNames } from './top-artists.js';

/**
 * The artist that a notebook looks at: the one that was asked for, or an example that the data has.
 *
 * @example const chosen = await exampleArtist(plays, artist, 'red hot chili peppers');
 * @param asked a name, in any case; empty: an example
 * @param example taken where the data has it
 * @param options.rank which artist is taken else: 1, the default, for the one with the most listeners, 2 for the next;
 * the last there is where there are fewer
 * @returns a name that the data has; what was asked for as it was typed
 * @throws InputError before cleaning; for a name that was asked for and is not there; where there are no artists
 */
export async function exampleArtist(
  dataset: Dataset,
  asked: string,
  example: string,
  { rank = 1 }: { rank?: number } = {},
): Promise<string> {
  needCleaned(dataset, 'exampleArtist');
  if (asked !== '') {
    await artistIndex(dataset, asked);
    return asked;
  }
  const found = await findArtist(dataset, example);
  if (found !== undefined) return found;
  const artists = await topArtistNames(dataset, rank);
  if (artists.length > 0) return artists[artists.length - 1];
  throw new InputError('the data has no artists; open a dataset with at least one row of plays');
}
