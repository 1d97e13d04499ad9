import type { CsrMatrix } from '../../matrix/csr.js';
import { type UserColumn, userColumn } from './metrics.js';

/**
 * Ranks of the held-out artists of n users among the C artists that may be recommended to a user, ordered by score. Ties
 * share their ranks: each comes after half of the others. Of the C, all but the m held out are negatives.
 */
export interface HeldOutRanks {
  /** (n + 1) where the artists of each user start in the arrays below, in the order of the user's row of `test`. */
  readonly starts: Int32Array;
  /** (held out) negatives with a higher score, plus half of those tied. */
  readonly negativesAbove: Float64Array;
  /** (held out) artists of C with a higher score, plus half of the others tied: 0 for the top artist. */
  readonly places: Float64Array;
}

/**
 * Area under the ROC curve: the share of the pairs of a held-out artist and a negative that are in the right order,
 * ties counting half; mean over users, each with equal weight (Rendle et al. 2009, section 4.1.1). 0.5 is chance.
 * implicit's `auc` differs: it is computed from the first k positions alone. A user without negatives does not count.
 *
 * @param users (n) rows in `leftOut` and `test`
 */
export function auc(ranks: HeldOutRanks, users: Int32Array, leftOut: CsrMatrix): UserColumn {
  const { starts, negativesAbove } = ranks;
  const column = userColumn('auc', leftOut.columns, users.length);
  users.forEach((user, i) => {
    const heldOut = starts[i + 1] - starts[i];
    const negatives = candidatesOf(leftOut, user) - heldOut;
    if (negatives === 0) return;
    let above = 0;
    for (let j = starts[i]; j < starts[i + 1]; j++) above += negativesAbove[j];
    column.sums[i] = 1 - above / (heldOut * negatives);
    column.weights[i] = 1;
  });
  return column;
}

/**
 * Expected percentile rank: sum over users and their held-out artists of plays rank, over the sum of plays, where rank
 * is 0 for the first of the C artists and 1 for the last (Hu, Koren, Volinsky 2008, section 6, equation 8). 0.5 is
 * chance. More plays weigh more, both within a user and in the mean.
 *
 * @param users (n) rows in `leftOut` and `test`
 */
export function percentileRank(
  ranks: HeldOutRanks,
  users: Int32Array,
  leftOut: CsrMatrix,
  test: CsrMatrix,
): UserColumn {
  const { starts, places } = ranks;
  const column = userColumn('percentileRank', leftOut.columns, users.length);
  users.forEach((user, i) => {
    const last = candidatesOf(leftOut, user) - 1;
    if (last === 0) return;
    for (let j = starts[i]; j < starts[i + 1]; j++) {
      const plays = test.values[test.indptr[user] + j - starts[i]];
      column.sums[i] += plays * (places[j] / last);
      column.weights[i] += plays;
    }
  });
  return column;
}

function candidatesOf({ columns, indptr }: CsrMatrix, user: number): number {
  return columns - (indptr[user + 1] - indptr[user]);
}
