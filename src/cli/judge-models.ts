import type { TrainOptions } from '../engine/als/train-seeds.js';
import type { Algorithm, Recommender } from '../engine/baselines/algorithm.js';
import type { Comparison } from '../engine/evaluate/comparison/comparison.js';
import type { Evaluation } from '../engine/evaluate/evaluation.js';
import type { MetricName } from '../engine/evaluate/metrics/metrics.js';
import type { RerankOptions } from '../engine/evaluate/reranked.js';
import type { Split } from '../engine/evaluate/split/split.js';
import type { Interactions } from '../engine/matrix/interactions.js';
import { InputError } from '../util/errors.js';
import type { TaskProgress } from '../util/work.js';
import type { Context } from './context.js';
import { artistsThatStay } from './list-stability.js';

/** All models do equally well where lists can hold nothing but what was hidden. */
export async function warnOfTooLittle(interactions: Interactions, { output }: Context): Promise<void> {
  const { enoughToJudge } = await import('../engine/evaluate/split/sample-users.js');
  if (enoughToJudge(interactions)) return;
  output.tell(
    'warning: fewer than 20 users have artists to learn from, artists to hide, and some that they do not play; ' +
      'these numbers say little about which model is better',
  );
}

/** An algorithm to evaluate. */
export interface Entrant {
  /** For tables. */
  readonly name: string;
  readonly algorithm: Algorithm;
  /** The same with another seed, where it is asked how much of a list stays. */
  readonly again?: Algorithm;
  /** Skipped with a remark if it cannot learn from this data, instead of failing the command. */
  readonly optional?: boolean;
  /** The name of an earlier one whose fitted models it uses: its training took what that one's did. */
  readonly fittedWith?: string;
}

/** The result of one of them, over all splits. */
export interface JudgedModel {
  readonly name: string;
  readonly evaluation: Evaluation;
  /** What a training took, the mean over the splits. */
  readonly seconds: number;
  /** How many artists of a list stay with another seed, for each length of lists. */
  readonly stays?: readonly number[];
}

/** Beside which models one is evaluated. */
interface Among {
  /** All others, and not only those that say what a number is worth. */
  readonly all: boolean;
  /** Whether known artists are asked for, too, so that the most played count. */
  readonly repeats: boolean;
  /** How the lists of the model in question are re-ranked, to stand beside the plain ones. */
  readonly reranking: RerankOptions;
}

/** The model in question, the same with its lists re-ranked, and those to compare it with. */
export async function entrantsOf(
  options: TrainOptions,
  { all, repeats, reranking }: Among,
): Promise<Entrant[]> {
  const { als } = await import('../engine/baselines/als.js');
  const { baselines } = await import('../engine/baselines/baselines.js');
  const { popularity } = await import('../engine/baselines/popularity.js');
  const { seed = 42, threads, ...changed } = options;
  const mine = als(options);
  const recipe = { name: 'ALS, the original recipe', algorithm: als({ seed, threads }) };
  const isRecipe = Object.keys(changed).length === 0;
  const isReranked = Object.keys(reranking).length > 0;
  const entrant = isRecipe ? recipe : { name: mine.name, algorithm: mine };
  const asked = isReranked ? fittedOnce(entrant) : entrant;
  const others = (all ? baselines({ seed }) : [popularity()]).filter(({ name }) => name !== mine.name);
  if (repeats) others.unshift((await import('../engine/baselines/most-played.js')).mostPlayed());
  return [
    asked,
    ...(isReranked ? [await withReranking(asked, reranking)] : []),
    ...(isRecipe ? [] : [recipe]),
    ...others.map((algorithm) => ({ name: algorithm.name, algorithm, optional: true })),
  ];
}

/** The same, which is fitted to the same plays once: its lists may be re-ranked afterwards. */
function fittedOnce({ name, algorithm }: Entrant): Entrant {
  const fitted = new WeakMap<Interactions, Recommender>();
  const fit: Algorithm['fit'] = async (plays, options) => {
    const model = fitted.get(plays) ?? (await algorithm.fit(plays, options));
    fitted.set(plays, model);
    return model;
  };
  return { name, algorithm: { name, fit } };
}

async function withReranking({ name, algorithm }: Entrant, reranking: RerankOptions): Promise<Entrant> {
  const { reranked } = await import('../engine/evaluate/reranked.js');
  const { nameOfSettings } = await import('../engine/baselines/name-of-settings.js');
  const fit: Algorithm['fit'] = async (plays, options) =>
    reranked(await algorithm.fit(plays, options), reranking);
  const named = nameOfSettings(`${name}; re-ranked`, reranking);
  return { name: named, algorithm: { name: named, fit }, fittedWith: name };
}

/** What is judged, and with what. */
interface Judging {
  readonly k: readonly number[];
  /** At most so many. */
  readonly users: number;
  /** Measured beside those of every evaluation. */
  readonly metrics: readonly MetricName[];
  readonly threads?: number;
}

/** Bootstrap resamples of users, for 95% intervals. */
const RESAMPLES = 1000;

/**
 * Fits every entrant to every split and evaluates it, with progress; one after the other, each on all threads.
 *
 * @param judged gets each when it is done, so that nothing is lost where the rest is stopped
 */
export async function judgeModels(
  entrants: readonly Entrant[],
  splits: readonly Split[],
  judging: Judging,
  judged: JudgedModel[],
  context: Context,
): Promise<void> {
  const { poolEvaluations } = await import('../engine/evaluate/evaluation.js');
  const { output, progress, signal } = context;
  for (const [at, entrant] of entrants.entries()) {
    const { name, optional, fittedWith } = entrant;
    const place = entrants.length > 1 ? `model ${at + 1} of ${entrants.length}, ` : '';
    try {
      const { evaluations, seconds, stays } = await judgeOnSplits(entrant, splits, judging, place, context);
      const watch = { signal, onProgress: progress.update };
      const evaluation = await poolEvaluations(evaluations, { resamples: RESAMPLES, ...watch });
      const fitted = judged.find((earlier) => earlier.name === fittedWith);
      const each = fitted?.seconds ?? seconds / splits.length;
      judged.push({ name, evaluation, seconds: each, ...(entrant.again && { stays }) });
    } catch (error) {
      if (!optional || !(error instanceof InputError)) throw error;
      progress.stop();
      output.tell(`left out ${name}: ${error.message}`);
    }
  }
  progress.stop();
}

/** One entrant on every split; the intervals are left to the whole. */
async function judgeOnSplits(
  { name, algorithm, again }: Entrant,
  splits: readonly Split[],
  judging: Judging,
  place: string,
  { progress, signal }: Context,
): Promise<{ evaluations: Evaluation[]; seconds: number; stays: number[] }> {
  const { evaluate } = await import('../engine/evaluate/node/evaluate.js');
  const { QUICK_METRICS } = await import('../engine/evaluate/metrics/metrics.js');
  const { k, threads } = judging;
  const stays = k.map(() => 0);
  const metrics = [...QUICK_METRICS, ...judging.metrics];
  const evaluations: Evaluation[] = [];
  let seconds = 0;
  for (const [at, split] of splits.entries()) {
    const where = `${place}${name}${splits.length > 1 ? `, split ${at + 1} of ${splits.length}` : ''}`;
    const onProgress = (told: TaskProgress) => progress.update({ ...told, task: `${where}: ${told.task}` });
    const begin = performance.now();
    const model = await algorithm.fit(split.train, { threads, signal, onProgress });
    seconds += (performance.now() - begin) / 1000;
    evaluations.push(await evaluate(model, split, { ...judging, metrics, resamples: 0, signal, onProgress }));
    if (!again) continue;
    const counts = await artistsThatStay(model, again, split, { k, threads, signal, onProgress });
    for (const [i, count] of counts.entries()) stays[i] += count / splits.length;
  }
  return { evaluations, seconds, stays };
}

/** By what models, and groups of users, are compared. */
interface ComparedBy {
  readonly metric: MetricName;
  /** Lengths of lists; of a metric of ranks, which has none, one that is not given. */
  readonly cuts: readonly (number | undefined)[];
}

/** The first metric that is a mean over users; undefined if none is. */
export async function comparedBy({
  k,
  metrics,
}: Pick<Judging, 'k' | 'metrics'>): Promise<ComparedBy | undefined> {
  const { isUserMean } = await import('../engine/evaluate/comparison/user-means.js');
  const { METRICS } = await import('../engine/evaluate/metrics/metrics.js');
  const metric = metrics.find(isUserMean);
  return metric && { metric, cuts: METRICS[metric].needs === 'lists' ? k : [undefined] };
}

/** Which model beats which, at each length of lists; none where no metric tells it, or there is nothing to compare with. */
export async function compareModels(
  models: readonly JudgedModel[],
  shown: Pick<Judging, 'k' | 'metrics'>,
  { signal, progress }: Context,
): Promise<Comparison[]> {
  const { compare } = await import('../engine/evaluate/comparison/compare.js');
  const by = await comparedBy(shown);
  if (by === undefined || models.length < 2) return [];
  const named = models.map(({ name, evaluation }) => [name, evaluation] as const);
  const watch = { signal, onProgress: progress.update };
  const comparisons: Comparison[] = [];
  for (const k of by.cuts) comparisons.push(await compare(named, { metric: by.metric, k, ...watch }));
  progress.stop();
  return comparisons;
}
