import { type MetricName, metricLabel } from './metrics.js';

/**
 * A metric at one k, for each user n: sums and weights, whose ratio is the user's value. The mean over users is the
 * sum of all sums over the sum of all weights, so that a ratio of totals (popularity bias, percentile rank) and a
 * plain mean (all weights 1) are computed alike. A user for whom the metric means nothing has the weight 0.
 */
export interface UserColumn {
  readonly metric: MetricName;
  readonly k: number;
  /** (n) weight times value. */
  readonly sums: Float64Array;
  /** (n) 0 or more. */
  readonly weights: Float64Array;
}

/** A metric that all lists have together, and no user alone. */
export interface WholeValue {
  readonly metric: MetricName;
  readonly k: number;
  readonly value: number;
}

/** An empty column: what has not been added has the weight 0. */
export function userColumn(metric: MetricName, k: number, users: number): UserColumn {
  return { metric, k, sums: new Float64Array(users), weights: new Float64Array(users) };
}

/** Sum of sums over sum of weights; NaN when no user counts. */
export function meanOf({ sums, weights }: UserColumn): number {
  return total(sums) / total(weights);
}

/** (n) each user's value; NaN where the metric means nothing. */
export function valuesOf({ sums, weights }: UserColumn): Float64Array {
  return sums.map((sum, i) => sum / weights[i]);
}

/** `NDCG@10`; see {@link metricLabel}. */
export function labelOf({ metric, k }: { metric: MetricName; k: number }): string {
  return metricLabel(metric, k);
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
