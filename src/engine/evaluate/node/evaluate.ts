import { availableParallelism } from 'node:os';
import { type Watch, watched } from '../../../util/work.js';
import type { Recommender } from '../../baselines/algorithm.js';
import { WorkerPool } from '../../kernels/node/worker-pool.js';
import { rankBlocks } from '../../ranking/all-users/rank-blocks.js';
import type { FactorParts } from '../../ranking/scorer.js';
import { listsInline } from '../evaluate-inline.js';
import {
  type CheckedOptions,
  checkOptions,
  type EvaluateOptions,
  requireRecommender,
  requireSplit,
} from '../evaluate-options.js';
import { type Evaluation, evaluationOf } from '../evaluation.js';
import { type EvaluationTask, evaluationTask, rankingJob } from '../evaluation-task.js';
import type { TopLists } from '../metrics/accuracy-metrics.js';
import { type Answers, measure } from '../metrics/measure.js';
import { need } from '../metrics/metrics.js';
import { allocateLists, type RankingJob } from '../rank-users.js';
import type { Split } from '../split/split.js';

/**
 * Evaluates a model on plays held out of its training, on worker threads.
 *
 * Each user with held-out artists is recommended artists they are not known to play (with `repeats` of the split, or
 * `includePlayed`, any artists); metrics compare these lists, or
 * the ranks of the held-out artists among all, with what they actually play. What else they might have liked is
 * unknown: the numbers compare models on the same split and are not a share of good recommendations.
 *
 * @example
 * const split = splits.random(await dataset.interactions());
 * const evaluation = await evaluate(await trainAls(split.train), split, { k: [5, 10] });
 * evaluation.mean('ndcg', 10);
 * @param model trained on `split.train`. Where the split holds out users, they are folded in by its `withListeners`
 * @param split as the functions of `splits` make it
 * @param options see {@link EvaluateOptions}. The result is the same on any number of threads.
 * @returns means over users with intervals, and each user's values; see {@link Evaluation}, and `bootstrap` for what an
 * interval covers
 * @throws InputError for an impossible option (a k above the number of artists), a split with nothing held out or of
 * data other than the model's, a model trained on the held-out plays; the signal's reason when aborted
 *
 * @remarks
 * In a notebook, without signal or onProgress, interrupting the cell stops the work and a line shows its progress.
 *
 * Cost: that of `recommendAll` for the lists of a factor model; for other models, and for `auc` and `percentileRank`, a
 * score of every artist for every user; then the resampling.
 * @category Evaluate
 */
export async function evaluate(
  model: Recommender,
  split: Split,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  requireRecommender(model);
  requireSplit(split);
  const checked = checkOptions(options, split.train.artists.size, availableParallelism());
  options.signal?.throwIfAborted();
  return await watched('evaluating', options, async (watch) => {
    const task = await evaluationTask(model, split, checked, watch);
    const answers = await answersOf(task, checked, watch);
    return await evaluationOf(measure(task, answers, checked), checked, watch);
  });
}

/**
 * The lists of factor models are ranked as `recommendAll` does, in blocks of users; all other lists come from the scores,
 * or from the model itself where it does not say what these are computed from.
 */
async function answersOf(task: EvaluationTask, checked: CheckedOptions, watch: Watch): Promise<Answers> {
  const { scorerParts } = task.model;
  const needsLists = need(checked.metrics, 'lists');
  let lists: TopLists | undefined;
  if (needsLists && scorerParts?.kind === 'factors') {
    lists = await listsByFactors(task, scorerParts, checked, watch);
  } else if (needsLists && !scorerParts) lists = await listsInline(task, checked, watch);
  if (lists && !need(checked.metrics, 'ranks')) return { lists };
  const job = rankingJob(task, checked, { lists: needsLists && !lists });
  await rankOnThreads(job, checked.threads, watch);
  return { lists: lists ?? job.lists, ranks: job.ranks };
}

async function listsByFactors(
  { model, users, includePlayed }: EvaluationTask,
  parts: FactorParts,
  { cuts, threads }: CheckedOptions,
  { signal, onProgress }: Watch,
): Promise<TopLists> {
  const { users: names, artists, plays } = model;
  const lists = allocateLists(users.length, Math.max(...cuts));
  const ranked = { ...parts, users: names, artists, plays };
  const options = { count: lists.width, includePlayed, users, threads };
  let done = 0;
  for await (const block of rankBlocks(ranked, options, signal)) {
    lists.artists.set(block.artists, done * lists.width);
    lists.lengths.set(block.lengths, done);
    done += block.lengths.length;
    onProgress?.({ task: 'recommending', done, total: users.length });
  }
  return lists;
}

/** Users per task: few enough for an even load and regular progress. */
const TASK_USERS = 32;

/** Ranks all artists for the job's users on worker threads, which write into the job's memory. */
async function rankOnThreads(job: RankingJob, threads: number, { signal, onProgress }: Watch): Promise<void> {
  const total = job.users.length;
  const tasks = Array.from({ length: Math.ceil(total / TASK_USERS) }, (_, task) => ({
    from: task * TASK_USERS,
    to: Math.min((task + 1) * TASK_USERS, total),
  }));
  const data = Array.from({ length: Math.min(threads, tasks.length) }, () => job);
  const pool = new WorkerPool('evaluation', new URL('./rank-worker.js', import.meta.url), data, signal);
  let done = 0;
  try {
    await Promise.all(
      tasks.map(async (task) => {
        // Read only after the answer arrives: other tasks have added theirs meanwhile.
        const ranked = await pool.ask(task);
        done += ranked;
        onProgress?.({ task: 'ranking all artists', done, total });
      }),
    );
  } finally {
    await pool.close();
  }
}
