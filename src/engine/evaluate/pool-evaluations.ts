import { InputError } from '../../util/errors.js';
import { type TaskProgress, type Watch, watched } from '../../util/work.js';
import { type Evaluation, evaluationOf, type IntervalOptions } from './evaluation.js';
import { type UserColumn, userColumn, type WholeValue } from './metrics/user-column.js';
import { checkIntervals } from './options.js';

/**
 * Evaluations of one algorithm on several splits of the same data, as one. Every judgement of a user on a split counts
 * once; an interval resamples users with all their judgements, which are not independent of each other. So it covers
 * the chance that lies in which users there are, of a mean from which that of the splits is averaged out. `users` and
 * `perUser` have each user once, with sums and means over their splits. Coverage is the mean of the splits'.
 *
 * @example
 * const each = await Promise.all([1, 2, 3].map(async (seed) => {
 *   const split = randomSplit(interactions, { seed });
 *   return evaluate(await trainAls(split.train), split);
 * }));
 * const { means } = await poolEvaluations(each);
 * @param evaluations with the same metrics at the same k
 * @param options how intervals are made: what is left out is as for the first of the evaluations. Where only the pooled
 * means are asked for, `resamples: 0` spares the single evaluations theirs
 * @throws InputError when there are none, or they measured different things; for an impossible option
 * Cost: that of the resampling.
 */
export async function poolEvaluations(
  evaluations: readonly Evaluation[],
  options: Partial<IntervalOptions> & Watch<TaskProgress> = {},
): Promise<Evaluation> {
  const [first] = evaluations;
  if (!first) throw new InputError('there are no evaluations to pool; expected one at least');
  const labels = (evaluation: Evaluation) => evaluation.means.map(({ label }) => label).join(', ');
  const other = evaluations.find((evaluation) => labels(evaluation) !== labels(first));
  if (other) {
    throw new InputError(
      `the evaluations to pool measured ${labels(first)} and ${labels(other)}; expected the same metrics at the same k`,
    );
  }
  const parts = evaluations.map(({ measured }) => measured);
  const names = [...new Set(parts.flatMap((part) => part.names))];
  const rows = new Map(names.map((name, row) => [name, row]));
  const places = parts.map((part) => part.names.map((name) => rows.get(name) as number));
  const columns = first.measured.columns.map(({ metric, k }, c) =>
    addUp(
      userColumn(metric, k, names.length),
      parts.map((part) => part.columns[c]),
      places,
    ),
  );
  const wholes = first.measured.wholes.map(({ metric, k }, w): WholeValue => {
    const sum = parts.reduce((total, part) => total + part.wholes[w].value, 0);
    return { metric, k, value: sum / parts.length };
  });
  const heldOut = new Int32Array(names.length);
  parts.forEach((part, p) => {
    places[p].forEach((row, i) => {
      heldOut[row] += part.heldOut[i];
    });
  });
  const { confidence = first.options.confidence, resamples = first.options.resamples } = options;
  const intervals = { confidence, resamples, seed: options.seed ?? first.options.seed };
  checkIntervals(intervals);
  return await watched(
    'resampling',
    options,
    (progress) => progress,
    (watch) => evaluationOf({ names, heldOut, columns, wholes }, intervals, watch),
  );
}

/** Adds sums and weights at each user's place. */
function addUp(total: UserColumn, columns: readonly UserColumn[], places: readonly number[][]): UserColumn {
  columns.forEach(({ sums, weights }, c) => {
    places[c].forEach((row, i) => {
      total.sums[row] += sums[i];
      total.weights[row] += weights[i];
    });
  });
  return total;
}
