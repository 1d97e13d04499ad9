import type { CsrMatrix } from '../../matrix/csr.js';
import { hitsOf } from './hits.js';
import {
  averagePrecision,
  hit,
  type ListMetric,
  ndcg,
  precision,
  recall,
  reciprocalRank,
  truncatedRecall,
} from './list-metrics.js';
import type { MetricName } from './metrics.js';
import { listAt, type TopLists } from './top-lists.js';
import { type UserColumn, userColumn } from './user-column.js';

/** The metrics of a list against what was held out. */
const LIST_METRICS: Partial<Record<MetricName, ListMetric>> = {
  precision,
  recall,
  truncatedRecall,
  ndcg,
  map: averagePrecision,
  mrr: reciprocalRank,
  hitRate: hit,
};

/**
 * Judges lists by what was held out, at several lengths in one pass.
 *
 * @param lists of the users n
 * @param users (n) their rows in `test`, each with an entry at least
 * @param test (users x artists) what was held out
 * @param metrics those of them that {@link LIST_METRICS} has are measured
 * @param cuts lengths k, none above the lists' width
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
