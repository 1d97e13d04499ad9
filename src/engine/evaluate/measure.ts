import type { Measured } from './evaluation.js';
import { coverage, novelty, popularityBias } from './metrics/catalogue-metrics.js';
import { diversity } from './metrics/diversity.js';
import { measureLists } from './metrics/measure-lists.js';
import { METRICS, type MetricName } from './metrics/metrics.js';
import { auc, type HeldOutRanks, percentileRank } from './metrics/rank-metrics.js';
import type { TopLists } from './metrics/top-lists.js';
import type { UserColumn } from './metrics/user-column.js';
import type { CheckedOptions } from './options.js';
import type { Judged } from './ranking/judged.js';

/** Lists and ranks of the users judged, whichever the metrics need. */
export interface Answers {
  readonly lists?: TopLists;
  readonly ranks?: HeldOutRanks;
}

/** Whether any of the metrics looks at lists, or at ranks. */
export function need(metrics: readonly MetricName[], needs: 'lists' | 'ranks'): boolean {
  return metrics.some((metric) => METRICS[metric].needs === needs);
}

/** Computes all metrics asked for. */
export function measure(judged: Judged, answers: Answers, options: CheckedOptions): Measured {
  const { model, users, split } = judged;
  const { indptr } = split.test.byUser;
  const { lists, ranks } = answers;
  return {
    names: Array.from(users, (user) => model.users.names[user]),
    heldOut: users.map((user) => indptr[user + 1] - indptr[user]),
    columns: [
      ...(lists ? columnsOfLists(judged, lists, options) : []),
      ...(ranks ? columnsOfRanks(judged, ranks, options) : []),
    ],
    wholes:
      lists && options.metrics.includes('coverage')
        ? options.cuts.map((k) => coverage(lists, model.artists.size, k))
        : [],
  };
}

function columnsOfLists(
  { users, split }: Judged,
  lists: TopLists,
  { metrics, cuts }: CheckedOptions,
): UserColumn[] {
  const { train, known, test } = split;
  const columns = measureLists(lists, users, test.byUser, metrics, cuts);
  if (metrics.includes('novelty')) columns.push(...cuts.map((k) => novelty(lists, train.byUser, k)));
  if (metrics.includes('popularityBias')) {
    columns.push(...cuts.map((k) => popularityBias(lists, users, train.byUser, known.byUser, k)));
  }
  if (metrics.includes('diversity')) columns.push(...diversity(lists, train.byArtist, cuts));
  return columns;
}

function columnsOfRanks(
  { users, split }: Judged,
  ranks: HeldOutRanks,
  { metrics }: CheckedOptions,
): UserColumn[] {
  const { known, test } = split;
  const columns: UserColumn[] = [];
  if (metrics.includes('auc')) columns.push(auc(ranks, users, known.byUser));
  if (metrics.includes('percentileRank')) {
    columns.push(percentileRank(ranks, users, known.byUser, test.byUser));
  }
  return columns;
}
