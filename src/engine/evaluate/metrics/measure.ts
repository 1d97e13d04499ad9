import type { CheckedOptions } from '../evaluate-options.js';
import type { Measured } from '../evaluation.js';
import type { EvaluationTask } from '../evaluation-task.js';
import { measureLists, type TopLists } from './accuracy-metrics.js';
import { coverage, diversity, miscalibration, novelty, popularityBias } from './catalogue-metrics.js';
import type { UserColumn } from './metrics.js';
import { auc, type HeldOutRanks, percentileRank } from './rank-metrics.js';

/** Lists and ranks of the evaluated users, whichever the metrics need. */
export interface Answers {
  readonly lists?: TopLists;
  readonly ranks?: HeldOutRanks;
}

/** Computes all requested metrics. */
export function measure(task: EvaluationTask, answers: Answers, options: CheckedOptions): Measured {
  const { model, users, split } = task;
  const { indptr } = split.test.byUser;
  const { lists, ranks } = answers;
  return {
    names: Array.from(users, (user) => model.users.names[user]),
    heldOut: users.map((user) => indptr[user + 1] - indptr[user]),
    columns: [
      ...(lists ? columnsOfLists(task, lists, options) : []),
      ...(ranks ? columnsOfRanks(task, ranks, options) : []),
    ],
    wholes:
      lists && options.metrics.includes('coverage')
        ? options.cuts.map((k) => coverage(lists, model.artists.size, k))
        : [],
    judged: lists ? [{ lists, split, users }] : [],
  };
}

function columnsOfLists(
  { users, split }: EvaluationTask,
  lists: TopLists,
  { metrics, cuts }: CheckedOptions,
): UserColumn[] {
  const { train, known, test } = split;
  const columns = measureLists(lists, users, test.byUser, metrics, cuts);
  if (metrics.includes('novelty')) columns.push(...cuts.map((k) => novelty(lists, train.byUser, k)));
  if (metrics.includes('popularityBias')) {
    columns.push(...cuts.map((k) => popularityBias(lists, users, train.byUser, known.byUser, k)));
  }
  if (metrics.includes('miscalibration')) {
    columns.push(...cuts.map((k) => miscalibration(lists, users, train.byUser, known.byUser, k)));
  }
  if (metrics.includes('diversity')) columns.push(...diversity(lists, train.byArtist, cuts));
  return columns;
}

function columnsOfRanks(
  { users, split, leftOut }: EvaluationTask,
  ranks: HeldOutRanks,
  { metrics }: CheckedOptions,
): UserColumn[] {
  const { test } = split;
  const columns: UserColumn[] = [];
  if (metrics.includes('auc')) columns.push(auc(ranks, users, leftOut));
  if (metrics.includes('percentileRank')) {
    columns.push(percentileRank(ranks, users, leftOut, test.byUser));
  }
  return columns;
}
