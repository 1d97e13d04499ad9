import { columnsOfRows, DESCRIBE, type Description, INSPECT } from '../../util/description.js';
import { InputError } from '../../util/errors.js';
import { formatPlural } from '../../util/format.js';
import type { TaskProgress, Watch } from '../../util/work.js';
import { bootstrap, type Interval } from './bootstrap.js';
import { type MetricName, metricNames } from './metrics/metrics.js';
import { labelOf, meanOf, type UserColumn, valuesOf, type WholeValue } from './metrics/user-column.js';

/** A metric's mean over users. */
export interface MetricMean {
  readonly metric: MetricName;
  /** Length of the lists it looks at; the whole catalogue for metrics of ranks. */
  readonly k: number;
  /** For headings: `NDCG@10`. */
  readonly label: string;
  readonly mean: number;
  /** Where the bootstrap interval begins; NaN for coverage, which no user has alone, and without resamples. */
  readonly low: number;
  /** Where it ends. */
  readonly high: number;
}

/** What was measured: metrics of users, and of all lists together. */
export interface Measured {
  /** (n) names */
  readonly names: readonly string[];
  /** (n) artists held out */
  readonly heldOut: ArrayLike<number>;
  readonly columns: readonly UserColumn[];
  readonly wholes: readonly WholeValue[];
}

/** How intervals are made. */
export interface IntervalOptions {
  readonly confidence: number;
  readonly resamples: number;
  readonly seed: number;
}

/**
 * What an evaluation found.
 *
 * @example
 * const evaluation = await evaluate(model, split, { k: [5, 10] });
 * evaluation.mean('ndcg', 10);
 * frameOfRows([...evaluation.means]);
 * frame(evaluation.perUser());
 */
export class Evaluation {
  /** Every metric at every k, in the order of `METRICS`. */
  readonly means: readonly MetricMean[];

  /**
   * Use `evaluate` or `evaluateInline`.
   *
   * @param intervals of the columns
   */
  constructor(
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

  [DESCRIBE](): Description {
    const rows = this.means.map(({ label, mean, low, high }) => ({ metric: label, mean, low, high }));
    return { title: this[INSPECT](), columns: columnsOfRows(rows) };
  }

  [INSPECT](): string {
    const { confidence, resamples } = this.options;
    const share = Number((100 * confidence).toPrecision(4));
    const intervals = resamples === 0 ? '' : `, with ${share}% intervals from low to high`;
    return `Evaluation: means over ${formatPlural(this.users, 'user')}${intervals}`;
  }

  /** Users with something held out, who were judged. */
  get users(): number {
    return this.measured.names.length;
  }

  /**
   * One of the means.
   *
   * @param k default: the first that was asked for
   * @throws InputError when it was not measured
   */
  mean(metric: string, k?: number): number {
    const found = this.means.find((each) => each.metric === metric && (k === undefined || each.k === k));
    if (found) return found.mean;
    const asked = k === undefined ? metric : `${metric} at ${k}`;
    throw new InputError(
      `there is no ${asked} in this evaluation; it has ${this.means.map(({ label }) => label).join(', ')}`,
    );
  }

  /**
   * Each user's values as columns, fit for `frame` (of at most 100,000 users): `user`, `artists held out`, and one for
   * each metric and k, named like `NDCG@10`; NaN where a metric means nothing for a user.
   */
  perUser(): Record<string, ArrayLike<string | number>> {
    const { names, heldOut, columns } = this.measured;
    const values = columns.map((column) => [labelOf(column), valuesOf(column)]);
    return { user: names, 'artists held out': heldOut, ...Object.fromEntries(values) };
  }
}

/** Makes the intervals, and the evaluation with them. */
export async function evaluationOf(
  measured: Measured,
  options: IntervalOptions,
  watch: Watch<TaskProgress>,
): Promise<Evaluation> {
  const { confidence, resamples, seed } = options;
  const intervals = await bootstrap(measured.columns, { confidence, resamples, seed, ...watch });
  return new Evaluation(measured, intervals, { confidence, resamples, seed });
}

function row(of: UserColumn | WholeValue, mean: number, [low, high]: Interval): MetricMean {
  return { metric: of.metric, k: of.k, label: labelOf(of), mean, low, high };
}
