import { type CsrMatrix, countByColumn, countByRow } from '../../matrix/csr.js';
import { countByStratum, divergence } from '../../ranking/popularity-mix.js';
import { popularityStrata } from '../../ranking/popularity-strata.js';
import { listAt, type TopLists } from './accuracy-metrics.js';
import { type UserColumn, userColumn, type WholeValue } from './metrics.js';

// Metrics of lists against the catalogue. Notation: p_i is the share of training users who listen to artist i. Of a
// list shorter than k, the existing positions count; users without a list do not.

/** Distinct artists in the first k positions of all lists, over all artists (Herlocker et al. 2004, section 5.1). */
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
 * "surprisal"). An artist without training listeners counts as having one.
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
 * How much more popular the recommendations are than what users know: (G_r - G_p) / G_p, where G_r is the mean over
 * users of the mean p_i of their first k artists, and G_p the same of the artists they are known to play (Abdollahpouri
 * et al. 2019, "delta GAP", for all users as one group). 0 means as popular as the user's taste, 1 twice as popular. A
 * user's own value is their own ratio; in the mean each weighs by the popularity of their taste.
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

/**
 * How far the first k artists are from the user's own mix of popular and rare ones, see `divergence`: strata of equal
 * shares of the training's pairs of listener and artist (Steck 2018, "Calibrated recommendations", section 3, for strata
 * instead of genres). 0 means the same mix.
 *
 * @param users (n) rows of the lists' users in `known`
 */
export function miscalibration(
  lists: TopLists,
  users: Int32Array,
  train: CsrMatrix,
  known: CsrMatrix,
  k: number,
): UserColumn {
  const strata = popularityStrata(countByColumn(train));
  const column = userColumn('miscalibration', k, users.length);
  users.forEach((user, i) => {
    const list = listAt(lists, i).subarray(0, k);
    const profile = known.indices.subarray(known.indptr[user], known.indptr[user + 1]);
    if (list.length === 0 || profile.length === 0) return;
    column.sums[i] = divergence(countByStratum(strata, profile), countByStratum(strata, list));
    column.weights[i] = 1;
  });
  return column;
}

function meanAt(values: Float64Array, places: Int32Array): number {
  let sum = 0;
  for (const place of places) sum += values[place];
  return sum / places.length;
}

/**
 * Intra-list diversity: 1 - mean over the pairs of the first k artists of the cosine of their co-listening vectors
 * (1 for each training user who listens, else 0): 0 when all have the same listeners, 1 when no two share one (Ziegler
 * et al. 2005, of whose similarity this is 1 minus). An artist without listeners is similar to no other. Lists shorter
 * than 2 do not count.
 *
 * With unit vectors v_i, |sum of v_i|^2 = (artists with listeners) + 2 (sum of cosines over pairs): adding the artists
 * one by one gives all k in one pass.
 *
 * @param byArtist (artists x users) training plays
 * Cost: O(listeners of every artist of every list): high when popular artists are in many lists.
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

/** Adds an artist's unit vector to the sum, and returns its dot product with the previous sum. */
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
