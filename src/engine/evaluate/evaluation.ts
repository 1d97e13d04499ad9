import {
  aText,
  check,
  readOptions,
  requireList,
  showValue,
  WATCH_CHECKS,
  wrongValue,
} from '../../util/checks.js';
import { columnsOfRows, DESCRIBE, type Description, INSPECT } from '../../util/description.js';
import { InputError } from '../../util/errors.js';
import { formatPlural } from '../../util/format.js';
import { type Watch, watched } from '../../util/work.js';
import { bootstrap, INTERVAL_CHECKS, type Interval, type IntervalOptions } from './intervals.js';
import type { TopLists } from './metrics/accuracy-metrics.js';
import {
  labelOf,
  type MetricName,
  meanOf,
  metricNames,
  type UserColumn,
  userColumn,
  valuesOf,
  type WholeValue,
} from './metrics/metrics.js';
import type { Split } from './split/split.js';

/** A metric's mean over users. */
export interface MetricMean {
  readonly metric: MetricName;
  /** List length; the size of the catalogue for rank metrics. */
  readonly k: number;
  /** For headings: `NDCG@10`. */
  readonly label: string;
  readonly mean: number;
  /** Lower end of the bootstrap interval; NaN without resamples, and for coverage, which has no per-user values. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
}

/** The lists that were judged on one split, with what they are compared with. */
export interface JudgedLists {
  readonly lists: TopLists;
  readonly split: Split;
  /** (n) rows of the lists' users in `known` and `test` of the split */
  readonly users: Int32Array;
}

/** Measured metrics, per user and of all lists together. */
export interface Measured {
  /** (n) names */
  readonly names: readonly string[];
  /** (n) artists held out */
  readonly heldOut: ArrayLike<number>;
  readonly columns: readonly UserColumn[];
  readonly wholes: readonly WholeValue[];
  /** Of each split that was judged; none where no metric needs lists. They take 4 bytes for each position of each user. */
  readonly judged: readonly JudgedLists[];
}

/**
 * The results of an evaluation.
 *
 * @example
 * const evaluation = await evaluate(model, split, { k: [5, 10] });
 * evaluation.mean('ndcg', 10);
 * frameOfRows([...evaluation.means]);
 * frame(evaluation.perUser());
 */
export class Evaluation {
  /** Every metric at every k, in the order of `metrics.facts`. */
  readonly means: readonly MetricMean[];

  /**
   * Use `evaluate`.
   *
   * @internal
   *
   * @param intervals of the columns
   */
  constructor(
    /** @internal */
    readonly measured: Measured,
    intervals: readonly (Interval | undefined)[],
    /** How the intervals were made. */
    readonly options: IntervalOptions,
  ) {
    const none: Interval = [Number.NaN, Number.NaN];
    const rows = measured.columns.map((column, c) => row(column, meanOf(column), intervals[c] ?? none));
    const wholes = measured.wholes.map((whole) => row(whole, whole.value, none));
    const order = metricNames();
    this.means = [...rows, ...wholes].sort((a, b) => order.indexOf(a.metric) - order.indexOf(b.metric));
  }

  /** @internal */
  [DESCRIBE](): Description {
    const rows = this.means.map(({ label, mean, low, high }) => ({ metric: label, mean, low, high }));
    return { title: this[INSPECT](), columns: columnsOfRows(rows) };
  }

  /** @internal */
  [INSPECT](): string {
    const { confidence, resamples } = this.options;
    const share = Number((100 * confidence).toPrecision(4));
    const intervals = resamples === 0 ? '' : `, with ${share}% intervals from low to high`;
    return `Evaluation: means over ${formatPlural(this.users, 'user')}${intervals}`;
  }

  /** Users who were evaluated. */
  get users(): number {
    return this.measured.names.length;
  }

  /**
   * The mean of a metric.
   *
   * @param k default: the first one requested
   * @throws InputError when it was not measured
   */
  mean(metric: string, k?: number): number {
    check('metric', metric, aText);
    const found = this.means.find((each) => each.metric === metric && (k === undefined || each.k === k));
    if (found) return found.mean;
    const asked = k === undefined ? metric : `${metric} at ${showValue(k)}`;
    throw new InputError(
      `there is no ${asked} in this evaluation; it has ${this.means.map(({ label }) => label).join(', ')}`,
    );
  }

  /**
   * Each user's values as columns, suitable for `frame` (up to 100,000 users): `user`, `artists held out`, and one for
   * each metric and k, named like `NDCG@10`; NaN where a metric is undefined for a user.
   */
  perUser(): Record<string, ArrayLike<string | number>> {
    const { names, heldOut, columns } = this.measured;
    const values = columns.map((column) => [labelOf(column), valuesOf(column)]);
    return { user: names, 'artists held out': heldOut, ...Object.fromEntries(values) };
  }
}

const EVALUATIONS = 'evaluations, as evaluate() makes them: await evaluate(model, split)';

function isEvaluation(value: unknown): value is Evaluation {
  return value instanceof Evaluation;
}

/** @throws InputError unless it is an evaluation */
export function requireEvaluation(value: unknown): asserts value is Evaluation {
  if (!isEvaluation(value)) throw wrongValue(value, EVALUATIONS);
}

/** Computes the intervals and makes the evaluation. */
export async function evaluationOf(
  measured: Measured,
  options: IntervalOptions,
  watch: Watch,
): Promise<Evaluation> {
  const { confidence, resamples, seed } = options;
  const intervals = await bootstrap(measured.columns, { confidence, resamples, seed, ...watch });
  return new Evaluation(measured, intervals, { confidence, resamples, seed });
}

function row(of: UserColumn | WholeValue, mean: number, [low, high]: Interval): MetricMean {
  return { metric: of.metric, k: of.k, label: labelOf(of), mean, low, high };
}

/**
 * Pools evaluations of one algorithm on several splits of the same data. Every value of a user on a split counts once;
 * an interval resamples users with all their values, which are not independent of each other. So it covers the sampling
 * of users, for a mean in which the variation of the splits is averaged out. `users` and `perUser` have each user once,
 * with sums and means over their splits. Coverage is the mean over the splits.
 *
 * @example
 * const each = await Promise.all([1, 2, 3].map(async (seed) => {
 *   const split = splits.random(interactions, { seed });
 *   return evaluate(await trainAls(split.train), split);
 * }));
 * const { means } = await metrics.poolEvaluations(each);
 * @param evaluations with the same metrics at the same k
 * @param options how intervals are computed; defaults are those of the first evaluation. If only the pooled means are
 * needed, `resamples: 0` saves the single evaluations the work
 * @throws InputError when there are none, or they measured different things; for an impossible option
 * Cost: that of the resampling.
 */
export async function poolEvaluations(
  evaluations: readonly Evaluation[],
  options: Partial<IntervalOptions> & Watch = {},
): Promise<Evaluation> {
  requireList(evaluations, isEvaluation, EVALUATIONS);
  const [first] = evaluations;
  if (!first) throw new InputError('there are no evaluations to pool; expected at least one');
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
  const judged = parts.flatMap((part) => part.judged);
  const checks = { ...INTERVAL_CHECKS, ...WATCH_CHECKS };
  const intervals = readOptions(options, checks, first.options);
  return await watched('resampling', options, (watch) =>
    evaluationOf({ names, heldOut, columns, wholes, judged }, intervals, watch),
  );
}

/** Adds sums and weights at each user's index. */
function addUp(total: UserColumn, columns: readonly UserColumn[], places: readonly number[][]): UserColumn {
  columns.forEach(({ sums, weights }, c) => {
    places[c].forEach((row, i) => {
      total.sums[row] += sums[i];
      total.weights[row] += weights[i];
    });
  });
  return total;
}
