import { InputError } from '../../../util/errors.js';
import type { Evaluation, JudgedLists } from '../evaluation.js';
import type { UserColumn } from '../metrics/metrics.js';

/** What lists say of each user: a value's sum and its weight. */
export type UserSums = Pick<UserColumn, 'sums' | 'weights'>;

/** @throws InputError when the evaluation made no lists */
export function judgedLists({ measured }: Evaluation): readonly JudgedLists[] {
  if (measured.judged.length > 0) return measured.judged;
  throw new InputError(
    'this evaluation has no lists, only ranks of all artists; evaluate a metric of lists too, such as ndcg',
  );
}

/**
 * The length of lists to look at.
 *
 * @param asked default: the first one evaluated
 * @throws InputError for a length that was not evaluated
 */
export function listLength(evaluation: Evaluation, asked?: number): number {
  const [{ lists }] = judgedLists(evaluation);
  const lengths = [...new Set(evaluation.means.filter(({ k }) => k <= lists.width).map(({ k }) => k))];
  if (asked === undefined) return lengths[0];
  if (lengths.includes(asked)) return asked;
  throw new InputError(`k is ${asked}; expected a length that was evaluated: ${lengths.join(', ')}`);
}

/**
 * (n) the place of each judged user among those of the evaluation.
 *
 * @returns for each split, in the order of {@link judgedLists}
 */
export function placesOfUsers(evaluation: Evaluation): Int32Array[] {
  const rows = new Map(evaluation.measured.names.map((name, row) => [name, row]));
  return judgedLists(evaluation).map(({ split, users }) =>
    users.map((user) => rows.get(split.known.users.names[user]) as number),
  );
}

/** What the lists of all splits say of each user of the evaluation together. */
export function sumOfSplits(evaluation: Evaluation, measure: (judged: JudgedLists) => UserSums): UserSums {
  const total = { sums: new Float64Array(evaluation.users), weights: new Float64Array(evaluation.users) };
  const places = placesOfUsers(evaluation);
  judgedLists(evaluation).forEach((judged, s) => {
    const { sums, weights } = measure(judged);
    places[s].forEach((row, i) => {
      total.sums[row] += sums[i];
      total.weights[row] += weights[i];
    });
  });
  return total;
}

/** The known artists of a judged user. */
export function knownArtists({ split, users }: JudgedLists, i: number): Int32Array {
  const { indptr, indices } = split.known.byUser;
  return indices.subarray(indptr[users[i]], indptr[users[i] + 1]);
}

/** The held-out artists of a judged user. */
export function heldOutArtists({ split, users }: JudgedLists, i: number): Int32Array {
  const { indptr, indices } = split.test.byUser;
  return indices.subarray(indptr[users[i]], indptr[users[i] + 1]);
}
