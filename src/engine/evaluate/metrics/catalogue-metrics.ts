import { type CsrMatrix, countByColumn } from '../../matrix/csr.js';
import { listAt, type TopLists } from './top-lists.js';
import { type UserColumn, userColumn, type WholeValue } from './user-column.js';

// Lists of recommendations against the catalogue. Notation: p_i is the share of the users trained on who listen to
// artist i. Of a list shorter than k, the places there are count; users without a list do not.

/** Distinct artists in the first k places of all lists, over all artists (Herlocker et al. 2004, section 5.1). */
export function coverage(lists: TopLists, artists: number, k: number): WholeValue {
  const seen = new Uint8Array(artists);
  for (let i = 0; i < lists.lengths.length; i++) {
    for (const artist of listAt(lists, i).subarray(0, k)) seen[artist] = 1;
  }
  return { metric: 'coverage', k, value: seen.reduce((sum, mark) => sum + mark, 0) / artists };
}

/** (artists) p_i. */
function listenerShares(train: CsrMatrix): Float64Array {
  return Float64Array.from(countByColumn(train), (listeners) => listeners / train.rows);
}

/**
 * Mean self-information -log2 p_i of the first k artists, in bits: how surprising a list is (Zhou et al. 2010,
 * "surprisal"). An artist nobody of the training listens to counts as having one listener.
 */
export function novelty(lists: TopLists, train: CsrMatrix, k: number): UserColumn {
  const shares = listenerShares(train);
  const column = userColumn('novelty', k, lists.lengths.length);
  column.sums.forEach((_, i) => {
    const list = listAt(lists, i).subarray(0, k);
    if (list.length === 0) return;
    for (const artist of list) {
      column.sums[i] -= Math.log2(Math.max(shares[artist], 1 / train.rows)) / list.length;
    }
    column.weights[i] = 1;
  });
  return column;
}

/**
 * How much more popular than what users know is what they are recommended: (G_r - G_p) / G_p, where G_r is the mean
 * over users of the mean p_i of their first k artists, and G_p the same of the artists they are known to play
 * (Abdollahpouri et al. 2019, "delta GAP", for all users as one group). 0 is a list as popular as its user's taste,
 * 1 one twice as popular. A user's own value is their own ratio; in the mean each weighs by the popularity of their taste.
 *
 * @param users (n) rows of the lists' users in `known`
 */
export function popularityBias(
  lists: TopLists,
  users: Int32Array,
  train: CsrMatrix,
  known: CsrMatrix,
  k: number,
): UserColumn {
  const shares = listenerShares(train);
  const column = userColumn('popularityBias', k, users.length);
  users.forEach((user, i) => {
    const list = listAt(lists, i).subarray(0, k);
    const profile = known.indices.subarray(known.indptr[user], known.indptr[user + 1]);
    if (list.length === 0 || profile.length === 0) return;
    const taste = meanAt(shares, profile);
    column.sums[i] = meanAt(shares, list) - taste;
    column.weights[i] = taste;
  });
  return column;
}

function meanAt(values: Float64Array, places: Int32Array): number {
  let sum = 0;
  for (const place of places) sum += values[place];
  return sum / places.length;
}
