import { type Evaluation, requireEvaluation } from '../evaluation.js';
import { bootstrap, DIFFERENCE_RESAMPLES, type Interval, type IntervalOptions } from '../intervals.js';
import { meanOf, type UserColumn } from '../metrics/metrics.js';
import { FEW_USERS } from '../split/sample-users.js';
import { type SignedRank, signedRank } from './signed-rank.js';
import { differencesOf, userMeans } from './user-means.js';

/** How much better one model is than another, with a bootstrap interval over users and a test. */
export interface Difference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Of Wilcoxon's signed-rank test, two-sided; see `metrics.signedRank`. */
  readonly p: number;
  /** Whether there is a difference that the data shows: interval and test agree on it, and there are 20 users or more. */
  readonly shown: boolean;
  /** Users for whom the two are not equally good. */
  readonly differing: number;
}

/**
 * How far one model's mean is above another's on the same users. Each user is drawn with both values: a user who is
 * hard for both models adds no uncertainty about which is better. A user of pooled evaluations has one value, the mean
 * over the splits.
 *
 * @example const { low } = await metrics.pairedDifference(judged, judgedPopularity, 'ndcg'); // above 0: better
 * @param metric a per-user metric, such as `ndcg`, measured in both evaluations at the same k
 * @returns above 0 where the first is higher; an interval of NaN, and nothing shown, where the evaluations were made
 * without resamples
 * @throws InputError for evaluations of different users, or a metric that is not in both
 */
export async function pairedDifference(
  one: Evaluation,
  other: Evaluation,
  metric: string,
): Promise<Difference> {
  requireEvaluation(one);
  requireEvaluation(other);
  const paired = userMeans([one, other], metric);
  const differences = differencesOf(paired.values[0], paired.values[1]);
  const column: UserColumn = {
    metric: paired.metric,
    k: paired.k,
    sums: differences,
    weights: new Float64Array(differences.length).fill(1),
  };
  const { resamples } = one.options;
  const drawn = resamples === 0 ? 0 : Math.max(resamples, DIFFERENCE_RESAMPLES);
  const [interval] = await bootstrap([column], { ...one.options, resamples: drawn });
  const [low, high] = interval ?? [Number.NaN, Number.NaN];
  const test = signedRank(differences);
  const shown = isShown([low, high], test, test.p, { users: differences.length, ...one.options });
  return { mean: meanOf(column), low, high, p: test.p, shown, differing: differences.length - test.zeros };
}

/**
 * Whether a difference is more than chance: the interval of its mean is away from 0, the test says so, too, at the same
 * confidence, and on the same side. Either alone can be led astray, one by a few large differences, the other by many
 * tiny ones.
 *
 * @param p of the test, corrected where there are several
 */
export function isShown(
  [low, high]: Interval,
  { above, below }: SignedRank,
  p: number,
  { users, confidence }: { users: number } & Pick<IntervalOptions, 'confidence'>,
): boolean {
  const side = above > below ? low > 0 : high < 0;
  return side && p <= 1 - confidence && users >= FEW_USERS;
}
