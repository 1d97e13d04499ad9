import { type CsrMatrix, countByRow } from '../../matrix/csr.js';
import { listAt, type TopLists } from './top-lists.js';
import { type UserColumn, userColumn } from './user-column.js';

/**
 * Intra-list diversity: 1 - mean over the pairs of the first k artists of the cosine of their co-listening vectors
 * (1 for each user trained on who listens, else 0): 0 when all have the same listeners, 1 when no two share one (Ziegler
 * et al. 2005, whose similarity this is 1 minus). An artist without listeners is like no other. Lists shorter than 2 do not
 * count.
 *
 * With unit vectors v_i, |sum of v_i|^2 = (artists with listeners) + 2 (sum of cosines over pairs): adding one artist
 * after the other to the sum gives all k in one pass.
 *
 * @param byArtist (artists x users) training plays
 * Cost: O(listeners of every artist of every list): with popular artists in the lists of many users, much.
 */
export function diversity(lists: TopLists, byArtist: CsrMatrix, cuts: readonly number[]): UserColumn[] {
  const listeners = countByRow(byArtist);
  const columns = cuts.map((k) => userColumn('diversity', k, lists.lengths.length));
  const sum = new Float64Array(byArtist.columns);
  for (let i = 0; i < lists.lengths.length; i++) {
    const list = listAt(lists, i);
    let cosines = 0;
    list.forEach((artist, place) => {
      cosines += addArtist(sum, byArtist, artist, listeners[artist]);
      const length = place + 1;
      columns.forEach(({ k, sums, weights }) => {
        if (length < 2 || length > k) return;
        sums[i] = 1 - cosines / ((length * (length - 1)) / 2);
        weights[i] = 1;
      });
    });
    for (const artist of list) clearArtist(sum, byArtist, artist);
  }
  return columns;
}

/** Adds an artist's unit vector to the sum, and returns its product with what was there. */
function addArtist(
  sum: Float64Array,
  { indptr, indices }: CsrMatrix,
  artist: number,
  listeners: number,
): number {
  const each = 1 / Math.sqrt(listeners);
  let product = 0;
  for (let j = indptr[artist]; j < indptr[artist + 1]; j++) {
    product += sum[indices[j]];
    sum[indices[j]] += each;
  }
  return listeners > 0 ? product * each : 0;
}

function clearArtist(sum: Float64Array, { indptr, indices }: CsrMatrix, artist: number): void {
  for (let j = indptr[artist]; j < indptr[artist + 1]; j++) sum[indices[j]] = 0;
}
