import type { CsrMatrix } from '../../matrix/csr.js';
import { type MetricName, type UserColumn, userColumn } from './metrics.js';

// Metrics of one user's list against the held-out artists. Notation: hits h_1 ... h_n (1 or 0) by position, cut-off k,
// m held-out artists (at least 1). Positions missing from a list shorter than k count as misses.
//
// What other libraries compute under these names is in facts.ts.

/** A metric of one user's list: from its hits, a cut-off, and how many artists were held out. */
type ListMetric = (hits: Uint8Array, k: number, heldOut: number) => number;

/** Hits among the first k, over k, even when the list is shorter. */
const precision: ListMetric = (hits, k) => hitsWithin(hits, k) / k;

/** Hits among the first k, over m. With k below m it cannot reach 1; see {@link truncatedRecall}. */
const recall: ListMetric = (hits, k, heldOut) => hitsWithin(hits, k) / heldOut;

/** Hits among the first k, over min(k, m): "Recall@k" of Liang et al. 2018, section 4.2. */
const truncatedRecall: ListMetric = (hits, k, heldOut) => hitsWithin(hits, k) / Math.min(k, heldOut);

/**
 * Normalised discounted cumulative gain: sum over positions i <= k of h_i / log2(i + 1), over the same sum for a list
 * that begins with min(k, m) hits (Järvelin and Kekäläinen 2002, section 2.2; binary gains).
 */
const ndcg: ListMetric = (hits, k, heldOut) => discountedGain(hits, k) / idealGain(Math.min(k, heldOut));

/** The same over the sum for a list of k hits: a user with fewer held out cannot reach 1. */
const ndcgFullIdeal: ListMetric = (hits, k) => discountedGain(hits, k) / idealGain(k);

function discountedGain(hits: Uint8Array, k: number): number {
  let gain = 0;
  for (let i = 0; i < k; i++) if (hits[i]) gain += 1 / Math.log2(i + 2);
  return gain;
}

function idealGain(hits: number): number {
  let gain = 0;
  for (let i = 0; i < hits; i++) gain += 1 / Math.log2(i + 2);
  return gain;
}

/**
 * Average precision: sum over the hits at positions i <= k of (hits up to i) / i, over min(k, m), as in implicit;
 * others divide by m. Its mean over users is MAP.
 */
const averagePrecision: ListMetric = (hits, k, heldOut) => {
  let found = 0;
  let sum = 0;
  for (let i = 0; i < Math.min(k, hits.length); i++) {
    if (hits[i]) sum += ++found / (i + 1);
  }
  return sum / Math.min(k, heldOut);
};

/** 1 / position of the first hit, 0 if none is among the first k. Its mean over users is MRR. */
const reciprocalRank: ListMetric = (hits, k) => {
  const first = hits.indexOf(1);
  return first < 0 || first >= k ? 0 : 1 / (first + 1);
};

/** 1 when there is a hit among the first k, else 0. Its mean over users is the hit rate. */
const hit: ListMetric = (hits, k) => (hitsWithin(hits, k) > 0 ? 1 : 0);

function hitsWithin(hits: Uint8Array, k: number): number {
  let count = 0;
  for (let i = 0; i < Math.min(k, hits.length); i++) count += hits[i];
  return count;
}

/** Lists of recommendations. Shapes: users n, positions w. */
export interface TopLists {
  /** Capacity of each list; no metric's k is larger. */
  readonly width: number;
  /** (n x w) artists, best first; only the first `lengths[i]` of row i are set. */
  readonly artists: Int32Array;
  /** (n) how long each list is. */
  readonly lengths: Int32Array;
}

/** The list of the user in row `i`. */
export function listAt({ width, artists, lengths }: TopLists, i: number): Int32Array {
  return artists.subarray(i * width, i * width + lengths[i]);
}

/** The metrics of a list against what was held out. */
const LIST_METRICS: Partial<Record<MetricName, ListMetric>> = {
  precision,
  recall,
  truncatedRecall,
  ndcg,
  ndcgFullIdeal,
  map: averagePrecision,
  mrr: reciprocalRank,
  hitRate: hit,
};

/**
 * Evaluates lists against the held-out artists, at several lengths in one pass.
 *
 * @param lists of the users n
 * @param users (n) their rows in `test`, each with at least one entry
 * @param test (users x artists) what was held out
 * @param metrics only those in {@link LIST_METRICS} are measured
 * @param cuts lengths k, at most the lists' width
 * @returns a column for each metric and k
 * Cost: O(n metrics cuts width).
 */
export function measureLists(
  lists: TopLists,
  users: Int32Array,
  test: CsrMatrix,
  metrics: readonly MetricName[],
  cuts: readonly number[],
): UserColumn[] {
  const measured = metrics.flatMap((metric) => {
    const measure = LIST_METRICS[metric];
    return measure ? cuts.map((k) => ({ measure, column: userColumn(metric, k, users.length) })) : [];
  });
  users.forEach((user, i) => {
    const heldOut = new Set(test.indices.subarray(test.indptr[user], test.indptr[user + 1]));
    const hits = hitsOf(listAt(lists, i), heldOut);
    for (const { measure, column } of measured) {
      column.sums[i] = measure(hits, column.k, heldOut.size);
      column.weights[i] = 1;
    }
  });
  return measured.map(({ column }) => column);
}

/**
 * Marks which positions of a list are hits.
 *
 * @param list (n) artists, best first
 * @param heldOut artists of the user that were held out of training
 * @returns (n) 1 for a hit, else 0
 */
function hitsOf(list: ArrayLike<number>, heldOut: ReadonlySet<number>): Uint8Array {
  return Uint8Array.from(list, (artist) => (heldOut.has(artist) ? 1 : 0));
}
