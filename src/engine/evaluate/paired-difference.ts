import { aText, check } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { type Evaluation, requireEvaluation } from './evaluation.js';
import { bootstrap } from './intervals.js';
import { meanOf, type UserColumn } from './metrics/metrics.js';

/** How much better one model is than another, with a bootstrap interval over users. */
export interface Difference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * How far one model's mean is above another's on the same users. Each user is drawn with both values: a user who is
 * hard for both models adds no uncertainty about which is better.
 *
 * @example const { low } = await metrics.pairedDifference(judged, judgedPopularity, 'ndcg'); // above 0: better
 * @param metric a per-user metric, such as `ndcg`, measured in both evaluations at the same k
 * @returns above 0 where the first is higher; an interval of NaN where the evaluations were made without resamples
 * @throws InputError for evaluations of different users, or a metric that is not in both
 */
export async function pairedDifference(
  one: Evaluation,
  other: Evaluation,
  metric: string,
): Promise<Difference> {
  requireEvaluation(one);
  requireEvaluation(other);
  const [a, b] = [columnOf(one, metric), columnOf(other, metric)];
  const users = one.measured.names;
  const same = users.length === other.users && users.every((user, u) => user === other.measured.names[u]);
  if (!same || a.k !== b.k) {
    throw new InputError(
      'the evaluations cover different users or list lengths; compare models on the same split and k',
    );
  }
  const column: UserColumn = {
    metric: a.metric,
    k: a.k,
    sums: a.sums.map((sum, u) => sum / a.weights[u] - b.sums[u] / b.weights[u]),
    weights: new Float64Array(users.length).fill(1),
  };
  const [interval] = await bootstrap([column], one.options);
  const [low, high] = interval ?? [Number.NaN, Number.NaN];
  return { mean: meanOf(column), low, high };
}

function columnOf({ measured, means }: Evaluation, metric: string): UserColumn {
  check('metric', metric, aText);
  const found = measured.columns.find((column) => column.metric === metric);
  // A user for whom a metric is undefined has weight 0, and ratios of totals have weights other than 1.
  if (found?.weights.every((weight) => weight === 1)) return found;
  throw new InputError(
    `${metric} cannot be compared user by user; the evaluation has ${means.map(({ label }) => label).join(', ')}`,
  );
}
