import { aText, check, showValue } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import type { CsrMatrix } from '../../matrix/csr.js';
import type { Evaluation } from '../evaluation.js';
import { type MetricName, metricLabel, type UserColumn } from '../metrics/metrics.js';

/** One metric of several models, user by user. */
export interface UserMeans {
  readonly metric: MetricName;
  readonly k: number;
  /** For headings: `NDCG@10`. */
  readonly label: string;
  /** For each evaluation (n) the users' values, those of one user at the same place. */
  readonly values: readonly Float64Array[];
}

/** Of all lists together, or ratios of totals, to which a user adds more or less than a value of its own. */
const OF_ALL_USERS: readonly MetricName[] = ['coverage', 'popularityBias', 'percentileRank'];

/** Whether a metric is a mean over users, so that models can be compared user by user. */
export function isUserMean(metric: MetricName): boolean {
  return !OF_ALL_USERS.includes(metric);
}

/**
 * Each user's value of a metric in several evaluations, in the order of the first one's users. A user of pooled
 * evaluations has one value, the mean over the splits: values on several splits share the user, so that together they
 * are no more evidence than one.
 *
 * @param k default: the first one measured
 * @throws InputError for evaluations of different users, splits or lengths of lists, or a metric that is not in all of
 * them or has no value for some user
 */
export function userMeans(evaluations: readonly Evaluation[], metric: string, k?: number): UserMeans {
  check('metric', metric, aText);
  const columns = evaluations.map((evaluation) => columnOf(evaluation, metric, k));
  const [first] = columns;
  const users = evaluations[0].measured.names;
  const places = evaluations.map(({ measured }) => placesOf(users, measured.names));
  if (columns.some((column) => column.k !== first.k) || places.includes(undefined)) {
    throw new InputError(
      'the evaluations cover different users or list lengths; compare models on the same split and k',
    );
  }
  const hidden = evaluations.map(({ measured }) => measured.judged.map(({ split }) => split.test.byUser));
  if (!hidden.every((tests) => areSame(tests, hidden[0]))) {
    throw new InputError(
      'the evaluations are on different splits, which hide different plays; compare models on the same split',
    );
  }
  const values = columns.map(({ sums, weights }, e) =>
    Float64Array.from(places[e] ?? [], (place) => sums[place] / weights[place]),
  );
  return { metric: first.metric, k: first.k, label: metricLabel(first.metric, first.k), values };
}

/** Whether the same plays are hidden; not known, and taken for granted, where a metric needed no lists. */
function areSame(tests: readonly CsrMatrix[], others: readonly CsrMatrix[]): boolean {
  if (tests.length === 0 || others.length === 0) return true;
  return tests.length === others.length && tests.every((test, i) => isSamePattern(test, others[i]));
}

function isSamePattern(one: CsrMatrix, other: CsrMatrix): boolean {
  if (one === other) return true;
  const [a, b] = [one.indices, other.indices];
  return (
    a.length === b.length &&
    a.every((column, i) => column === b[i]) &&
    one.indptr.every((start, row) => start === other.indptr[row])
  );
}

function columnOf({ measured, means }: Evaluation, metric: string, k?: number): UserColumn {
  const found = measured.columns.find(
    (column) => column.metric === metric && (k === undefined || column.k === k),
  );
  if (found?.weights.every((weight) => weight > 0) && isUserMean(found.metric)) return found;
  const asked = k === undefined ? metric : `${metric} at ${showValue(k)}`;
  throw new InputError(
    `${asked} cannot be compared user by user; the evaluation has ${means.map(({ label }) => label).join(', ')}`,
  );
}

/** Where some users are among others; undefined unless these are the same users. */
function placesOf(users: readonly string[], others: readonly string[]): readonly number[] | undefined {
  if (users.length !== others.length) return undefined;
  if (users.every((user, place) => user === others[place])) return users.map((_, place) => place);
  const rows = new Map(others.map((name, place) => [name, place]));
  const places = users.flatMap((user) => rows.get(user) ?? []);
  return places.length === users.length ? places : undefined;
}

/** Differences are told apart to this many decimals: what rounding leaves of equal ones would break their ties. */
const DECIMALS = 1e12;

/** (n) how far one model's value is above the other's, for each user or draw of users. */
export function differencesOf(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((value, user) => Math.round((value - other[user]) * DECIMALS) / DECIMALS);
}
