import {
  aText,
  check,
  isObject,
  type OneOf,
  oneOf,
  readOptions,
  requireIterable,
  WATCH_CHECKS,
  wholeNumber,
  wrongValue,
} from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { inTurns, type Watch, watched } from '../../../util/work.js';
import { type Evaluation, requireEvaluation } from '../evaluation.js';
import {
  DIFFERENCE_RESAMPLES,
  INTERVAL_CHECKS,
  type Interval,
  middleOf,
  resampledMeans,
} from '../intervals.js';
import type { MetricName } from '../metrics/metrics.js';
import { Comparison, type ComparisonOptions, type ModelPair, NO_DIFFERENCE } from './comparison.js';
import { holm } from './holm.js';
import { isShown } from './paired-difference.js';
import { type SignedRank, signedRank } from './signed-rank.js';
import { differencesOf, type UserMeans, userMeans } from './user-means.js';

/** How to compare; each option has a default. */
export interface CompareOptions extends Watch {
  /** A per-user metric, measured in all evaluations. Default `ndcg`. */
  metric?: OneOf<MetricName>;
  /** Which length of lists, of those measured. Default: the first one. */
  k?: number;
  /** Of intervals and verdicts, above 0 and below 1. Default: that of the first evaluation, 0.95 unless set. */
  confidence?: number;
  /** Bootstrap resamples, 1 to a million. Default: 10,000, or those of the first evaluation if these are more. */
  resamples?: number;
  /** Seed of the resampling. Default: that of the first evaluation. */
  seed?: number;
  /** What happens to users for whom two models are equally good; see `metrics.signedRank`. Default `pratt`. */
  zeroMethod?: 'pratt' | 'wilcox';
}

const CHECKS = {
  metric: aText,
  k: wholeNumber(1),
  ...INTERVAL_CHECKS,
  resamples: wholeNumber(1, 1_000_000),
  zeroMethod: oneOf('pratt', 'wilcox'),
  ...WATCH_CHECKS,
};

const EXPECTED =
  "evaluations by name, as in { ALS: judged, popularity: judgedPopularity } or [['ALS', judged], ...]";

/**
 * Whether models differ by more than chance, for all pairs of them on the same users: the paired difference of their
 * means with its bootstrap interval (Efron and Tibshirani 1993, section 13.3), Wilcoxon's signed-rank test, and Holm's
 * correction of that for the number of pairs. A model is called better only where interval and corrected test both say
 * so; all else is "no difference that this data can show", which is not the same as being equally good. On fewer than 20
 * users nothing is claimed.
 *
 * The unit is the user. Of `poolEvaluations` each user has one value, the mean over the splits: the values of one user
 * are not independent of each other. It covers the sampling of users, not what another training would give. Evaluations
 * on plays by which a model was chosen flatter it: judge on other ones.
 *
 * @example
 * const comparison = await metrics.compare({ ALS: judged, popularity: judgedPopularity }, { metric: 'precision' });
 * show(comparison);
 * show(charts.modelDifferences(comparison.rows, { title: comparison.label }));
 * @param evaluations two or more by name, as an object or as rows [name, evaluation]: of one split, or each pooled over
 * the same splits
 * @param options see {@link CompareOptions}
 * @throws InputError for fewer than two evaluations, evaluations of different users, a metric or k that is not in all of
 * them, or an impossible option; the signal's reason when aborted
 *
 * @remarks
 * In a notebook, without signal or onProgress, interrupting the cell stops the work and a line shows its progress.
 *
 * Cost: O(models min(users, 10,000) resamples), and for each pair that of sorting the users.
 */
export async function compare(
  evaluations: Readonly<Record<string, Evaluation>> | Iterable<readonly [string, Evaluation]>,
  options: CompareOptions = {},
): Promise<Comparison> {
  const named = namedEvaluations(evaluations);
  const [[, { options: made }]] = named;
  const defaults = {
    metric: 'ndcg' as OneOf<MetricName>,
    zeroMethod: 'pratt' as 'pratt' | 'wilcox',
    ...made,
    resamples: Math.max(made.resamples, DIFFERENCE_RESAMPLES),
  };
  const { metric, k, signal, onProgress, ...how } = readOptions(options, CHECKS, defaults);
  const paired = userMeans(
    named.map(([, evaluation]) => evaluation),
    metric,
    k,
  );
  return await watched('comparing models', { signal, onProgress }, (watch) =>
    comparePairs(
      named.map(([name]) => name),
      paired,
      how,
      watch,
    ),
  );
}

/** @throws InputError unless there are two or more, each with a name of its own */
function namedEvaluations(given: unknown): [string, Evaluation][] {
  if (isObject(given) && !(Symbol.iterator in given)) return checkNamed(Object.entries(given));
  requireIterable(given, EXPECTED);
  return checkNamed([...(given as Iterable<unknown>)]);
}

function checkNamed(rows: readonly unknown[]): [string, Evaluation][] {
  const named = rows.map((row): [string, Evaluation] => {
    if (!Array.isArray(row) || row.length !== 2) throw wrongValue(row, EXPECTED);
    const [name, evaluation] = row;
    check('the name of an evaluation', name, aText);
    requireEvaluation(evaluation);
    return [name, evaluation];
  });
  const names = named.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    throw new InputError(`two evaluations are named '${twice}'; expected a name of its own for each`);
  if (named.length < 2)
    throw new InputError(`there is nothing to compare: ${named.length} of at least 2 evaluations was given`);
  return named;
}

async function comparePairs(
  names: readonly string[],
  { label, metric, k, values }: UserMeans,
  how: ComparisonOptions,
  watch: Watch,
): Promise<Comparison> {
  const users = values[0].length;
  const weights = new Float64Array(users).fill(1);
  const columns = values.map((sums) => ({ metric, k, sums, weights }));
  // The same draws for all models: their differences are those of paired draws.
  const resampled = await resampledMeans(columns, { ...how, ...watch });
  const means = values.map((each) => each.reduce((sum, value) => sum + value, 0) / users);
  const order = means.map((_, model) => model).sort((a, b) => means[b] - means[a]);
  const pairs = order.flatMap((one, rank) => order.slice(rank + 1).map((other) => [one, other] as const));
  const tests: SignedRank[] = [];
  const { zeroMethod, confidence } = how;
  await inTurns('comparing pairs of models', pairs.length, watch, (pair) => {
    const [one, other] = pairs[pair];
    tests.push(signedRank(differencesOf(values[one], values[other]), { zeroMethod }));
  });
  const corrected = holm(tests.map(({ p }) => p));
  const rows = pairs.map(([one, other], pair): ModelPair => {
    const interval = middleOf(differencesOf(resampled[one], resampled[other]), confidence) as Interval;
    const shown = isShown(interval, tests[pair], corrected[pair], { users, confidence });
    return {
      model: names[one],
      other: names[other],
      difference: means[one] - means[other],
      low: interval[0],
      high: interval[1],
      p: tests[pair].p,
      pHolm: corrected[pair],
      verdict: shown ? 'better' : NO_DIFFERENCE,
    };
  });
  const models = order.map((model) => ({ model: names[model], mean: means[model] }));
  return new Comparison(label, metric, k, users, models, rows, how);
}
