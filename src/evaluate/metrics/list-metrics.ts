// One user's list of recommendations against what was held out. Notation: hits h_1 ... h_n (1 or 0) by place, cut-off
// k, m held-out artists (at least 1).

/** A metric of one user's list: from its hits, a cut-off, and how many artists were held out. */
export type ListMetric = (hits: Uint8Array, k: number, heldOut: number) => number;

/** Hits among the first k, over k, also when the list is shorter. */
export const precision: ListMetric = (hits, k) => hitsWithin(hits, k) / k;

/** Hits among the first k, over m. */
export const recall: ListMetric = (hits, k, heldOut) => hitsWithin(hits, k) / heldOut;

/**
 * Normalised discounted cumulative gain: sum over places i <= k of h_i / log2(i + 1), over the same sum for a list
 * that begins with min(k, m) hits (Järvelin and Kekäläinen 2002, section 2.2; binary gains).
 */
export const ndcg: ListMetric = (hits, k, heldOut) => {
  let gain = 0;
  let ideal = 0;
  for (let i = 0; i < k; i++) {
    const discount = 1 / Math.log2(i + 2);
    if (hits[i]) gain += discount;
    if (i < heldOut) ideal += discount;
  }
  return gain / ideal;
};

function hitsWithin(hits: Uint8Array, k: number): number {
  let count = 0;
  for (let i = 0; i < Math.min(k, hits.length); i++) count += hits[i];
  return count;
}
