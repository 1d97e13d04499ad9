import { namesHint } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';

/** Metadata of a metric. */
export interface MetricTraits {
  /** For headings; list metrics append ` at k`. */
  readonly title: string;
  readonly better: 'higher' | 'lower';
  /** Lowest and highest possible value. */
  readonly range: readonly [number, number];
  /** What it needs: the first k positions of a user's list, or the ranks of held-out artists among all. */
  readonly needs: 'lists' | 'ranks';
}

export type MetricName =
  | 'precision'
  | 'recall'
  | 'truncatedRecall'
  | 'ndcg'
  | 'ndcgFullIdeal'
  | 'map'
  | 'mrr'
  | 'hitRate'
  | 'coverage'
  | 'novelty'
  | 'popularityBias'
  | 'miscalibration'
  | 'diversity'
  | 'auc'
  | 'percentileRank';

const INFINITE = Number.POSITIVE_INFINITY;

/** Every metric there is. Their formulas are in accuracy-metrics.ts, catalogue-metrics.ts and rank-metrics.ts. */
export const METRICS: Readonly<Record<MetricName, MetricTraits>> = {
  precision: { title: 'precision', better: 'higher', range: [0, 1], needs: 'lists' },
  recall: { title: 'recall', better: 'higher', range: [0, 1], needs: 'lists' },
  truncatedRecall: { title: 'truncated recall', better: 'higher', range: [0, 1], needs: 'lists' },
  ndcg: { title: 'NDCG', better: 'higher', range: [0, 1], needs: 'lists' },
  ndcgFullIdeal: { title: 'full-ideal NDCG', better: 'higher', range: [0, 1], needs: 'lists' },
  map: { title: 'MAP', better: 'higher', range: [0, 1], needs: 'lists' },
  mrr: { title: 'MRR', better: 'higher', range: [0, 1], needs: 'lists' },
  hitRate: { title: 'hit rate', better: 'higher', range: [0, 1], needs: 'lists' },
  coverage: { title: 'catalogue coverage', better: 'higher', range: [0, 1], needs: 'lists' },
  novelty: { title: 'novelty (bits)', better: 'higher', range: [0, INFINITE], needs: 'lists' },
  popularityBias: { title: 'popularity bias', better: 'lower', range: [-1, INFINITE], needs: 'lists' },
  miscalibration: { title: 'miscalibration', better: 'lower', range: [0, -Math.log(0.01)], needs: 'lists' },
  diversity: { title: 'intra-list diversity', better: 'higher', range: [0, 1], needs: 'lists' },
  auc: { title: 'AUC', better: 'higher', range: [0, 1], needs: 'ranks' },
  percentileRank: { title: 'expected percentile rank', better: 'lower', range: [0, 1], needs: 'ranks' },
};

/** List metrics measured when they are named: diversity, which takes longer than the lists, and what few ask for. */
const ASKED_FOR: readonly MetricName[] = ['diversity', 'ndcgFullIdeal', 'miscalibration'];

/** List metrics measured unless others are named. */
export const QUICK_METRICS = metricNames().filter(
  (name) => METRICS[name].needs === 'lists' && !ASKED_FOR.includes(name),
);

/** The names of all metrics, in the order of tables. */
export function metricNames(): MetricName[] {
  return Object.keys(METRICS) as MetricName[];
}

/** Whether any of the metrics needs lists, or ranks. */
export function need(metrics: readonly MetricName[], needs: 'lists' | 'ranks'): boolean {
  return metrics.some((metric) => METRICS[metric].needs === needs);
}

/** A metric at a list length, for headings: `NDCG@10`; `AUC`, which uses no list, has no length. */
export function metricLabel(metric: MetricName, k: number): string {
  const { title, needs } = METRICS[metric];
  return needs === 'ranks' ? title : `${title}@${k}`;
}

/** @throws InputError for an unknown metric */
export function checkMetric(name: string): asserts name is MetricName {
  if (Object.hasOwn(METRICS, name)) return;
  throw new InputError(`no metric '${name}'; ${namesHint(name, metricNames())}`);
}

/**
 * A metric at one k, for each user n: sums and weights, whose ratio is the user's value. The mean over users is the
 * sum of all sums over the sum of all weights, so that a ratio of totals (popularity bias, percentile rank) and a
 * plain mean (all weights 1) are computed alike. A user for whom the metric is undefined has weight 0.
 */
export interface UserColumn {
  readonly metric: MetricName;
  readonly k: number;
  /** (n) weight times value. */
  readonly sums: Float64Array;
  /** (n) 0 or more. */
  readonly weights: Float64Array;
}

/** A metric of all lists together, without per-user values. */
export interface WholeValue {
  readonly metric: MetricName;
  readonly k: number;
  readonly value: number;
}

/** An empty column: all weights are 0. */
export function userColumn(metric: MetricName, k: number, users: number): UserColumn {
  return { metric, k, sums: new Float64Array(users), weights: new Float64Array(users) };
}

/** Sum of sums over sum of weights; NaN when all weights are 0. */
export function meanOf({ sums, weights }: UserColumn): number {
  return total(sums) / total(weights);
}

/** (n) each user's value; NaN where the metric is undefined. */
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
