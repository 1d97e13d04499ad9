import { requireDataset } from '../../engine/matrix/check-interactions.js';
import type { Dataset } from '../dataset/dataset.js';

/**
 * The names by which users of a dataset can be found in other text: those of eight characters or more that are no
 * artist's name too. Shorter ones, such as the numbers of HetRec, may be anything.
 *
 * @example await tellingUserNames(await openDataset('lastfm-360k')) // 359,347 hashes
 * @param dataset as it was opened, or cleaned
 * Cost: one pass over the names, not over the plays.
 */
export async function tellingUserNames(dataset: Dataset): Promise<string[]> {
  requireDataset(dataset);
  const [users, artists] = dataset.cleaned ? ['users', 'artists'] : ['source_users', 'source_artists'];
  const { columns } = await dataset.query(
    `SELECT DISTINCT "user" FROM ${users} WHERE length("user") >= 8
    AND lower("user") NOT IN (SELECT lower(artist) FROM ${artists} WHERE artist IS NOT NULL)`,
  );
  return columns.user as string[];
}
