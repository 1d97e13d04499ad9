import { availableParallelism } from 'node:os';
import { checkWatch, type TaskProgress, type Watch, watched } from '../../util/work.js';
import type { Recommender } from '../baselines/algorithm.js';
import { Model } from '../model/model.js';
import { recommendAll } from '../model/recommend-all/recommend-all.js';
import { listsInline } from './evaluate-inline.js';
import { type Evaluation, evaluationOf } from './evaluation.js';
import { type Answers, measure, need } from './measure.js';
import type { TopLists } from './metrics/top-lists.js';
import { type CheckedOptions, checkOptions, type EvaluateOptions } from './options.js';
import { type Judged, judgedBy } from './ranking/judged.js';
import { rankOnThreads } from './ranking/rank-on-threads.js';
import { allocateLists } from './ranking/rank-users.js';
import { partsOf, rankingJob } from './ranking/ranking-job.js';
import { requireRecommender, requireSplit } from './require-judgeable.js';
import type { Split } from './split/split.js';

/**
 * Judges a model by what was held out of its training, on worker threads.
 *
 * Each user who has something held out is recommended artists they are not known to play; metrics compare these lists,
 * or the places of the held-out artists among all, with what they play in truth. What else they might have liked nobody
 * knows: the numbers compare models on the same split and are no share of good recommendations.
 *
 * @example
 * const split = randomSplit(await dataset.interactions());
 * const evaluation = await evaluate(await trainAls(split.train), split, { k: [5, 10] });
 * evaluation.mean('ndcg', 10);
 * @param model trained on `split.train`. Where the split holds users out, it is asked about them by its `withListeners`
 * @param split as `randomSplit`, `leaveKOut`, `holdOutUsers` or `splitByTime` make it
 * @param options see {@link EvaluateOptions}. The result is the same on any number of threads.
 * @returns means over users with intervals, and each user's values; see {@link Evaluation}, and `bootstrap` for what an
 * interval covers
 * @throws InputError for an impossible option (a k above the number of artists), a split with nothing held out or of
 * other data than the model's, a model that was trained on what is held out; the signal's reason when aborted
 *
 * In a notebook, an interrupt of the cell stops the work, and a line shows how far it is, where no signal and no
 * onProgress are given.
 *
 * Cost: that of `recommendAll` for the lists of a model of factors; for other models, and for `auc` and
 * `percentileRank`, a score of every artist for every user; then the resampling.
 */
export async function evaluate(
  model: Recommender,
  split: Split,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  requireRecommender(model);
  requireSplit(split);
  const checked = checkOptions(options, split.train.artists.size, availableParallelism());
  checkWatch(options);
  options.signal?.throwIfAborted();
  return await watched(
    'evaluating',
    options,
    (progress) => progress,
    async (watch) => {
      const judged = await judgedBy(model, split, checked, watch);
      const answers = await answersOf(judged, checked, watch);
      return await evaluationOf(measure(judged, answers, checked), checked, watch);
    },
  );
}

async function answersOf(
  judged: Judged,
  checked: CheckedOptions,
  watch: Watch<TaskProgress>,
): Promise<Answers> {
  const { model } = judged;
  const byScores = !(model instanceof Model) && partsOf(model) !== undefined;
  const needsLists = need(checked.metrics, 'lists');
  let lists: TopLists | undefined;
  if (needsLists && model instanceof Model) lists = await listsOfModel(model, judged, checked, watch);
  else if (needsLists && !byScores) lists = await listsInline(judged, checked, watch);
  if (lists && !need(checked.metrics, 'ranks')) return { lists };
  const job = rankingJob(judged, checked, { lists: needsLists && !lists });
  await rankOnThreads(job, checked.threads, watch);
  return { lists: lists ?? job.lists, ranks: job.ranks };
}

async function listsOfModel(
  model: Model,
  { users }: Judged,
  { cuts, threads }: CheckedOptions,
  { signal, onProgress = () => {} }: Watch<TaskProgress>,
): Promise<TopLists> {
  const lists = allocateLists(users.length, Math.max(...cuts));
  let next = 0;
  await recommendAll(
    model,
    ({ artists, lengths }) => {
      lists.artists.set(artists, next * lists.width);
      lists.lengths.set(lengths, next);
      next += lengths.length;
    },
    { users, count: lists.width, threads, signal, onProgress },
  );
  return lists;
}
