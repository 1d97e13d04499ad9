import { inTurns, type Watch } from '../../util/work.js';
import type { Recommender } from '../baselines/algorithm.js';
import {
  type CheckedOptions,
  checkOptions,
  type EvaluateOptions,
  requireRecommender,
  requireSplit,
} from './evaluate-options.js';
import { type Evaluation, evaluationOf } from './evaluation.js';
import { type EvaluationTask, evaluationTask, rankingJob } from './evaluation-task.js';
import type { TopLists } from './metrics/accuracy-metrics.js';
import { measure } from './metrics/measure.js';
import { need } from './metrics/metrics.js';
import { allocateLists, userRanker } from './rank-users.js';
import type { Split } from './split/split.js';

/**
 * `evaluate` on the thread that calls it: for browsers, which have no Node worker threads. It yields every few
 * milliseconds. The result is the same.
 *
 * @param options as for `evaluate`; `threads` is ignored
 */
export async function evaluateInline(
  model: Recommender,
  split: Split,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  requireRecommender(model);
  requireSplit(split);
  const checked = checkOptions(options, split.train.artists.size, 1);
  const { signal, onProgress } = options;
  const watch = { signal, onProgress };
  const task = await evaluationTask(model, split, checked, watch);
  const lists = need(checked.metrics, 'lists') ? await listsInline(task, checked, watch) : undefined;
  const ranks = need(checked.metrics, 'ranks') ? await ranksInline(task, checked, watch) : undefined;
  return await evaluationOf(measure(task, { lists, ranks }, checked), checked, watch);
}

/** Lists of any recommender, computed user by user. */
export async function listsInline(
  { model, users, includePlayed }: EvaluationTask,
  { cuts }: CheckedOptions,
  watch: Watch,
): Promise<TopLists> {
  const count = Math.max(...cuts);
  const lists = allocateLists(users.length, count);
  await inTurns('recommending', users.length, watch, (i) => {
    const { rows } = model.recommendByIndex(users[i], { count, includePlayed });
    lists.artists.set(rows, i * count);
    lists.lengths[i] = rows.length;
  });
  return lists;
}

async function ranksInline(task: EvaluationTask, checked: CheckedOptions, watch: Watch) {
  const job = rankingJob(task, checked, { lists: false });
  await inTurns('ranking all artists', task.users.length, watch, userRanker(job));
  return job.ranks;
}
