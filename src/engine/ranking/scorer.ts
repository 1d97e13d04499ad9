import type { CsrMatrix } from '../matrix/csr.js';
import { dotRows } from './products.js';
import { BestRows, type Ranking } from './top-k.js';

// Shapes: users U, artists I, factors F; M is whatever lies between users and artists.

/**
 * All that is needed to score artists for users: plain parts on shared memory, which worker threads read in place.
 *
 * - factors: a score is x.y, of (U x F) `userFactors` and (I x F) `artistFactors`, row-major
 * - popularity: everyone gets the same (I) `scores`
 * - product: scores are the rows of (U x M) `left` times (M x I) `right`
 */
export type ScorerParts =
  | FactorParts
  | { readonly kind: 'popularity'; readonly scores: Float64Array }
  | { readonly kind: 'product'; readonly left: CsrMatrix; readonly right: CsrMatrix };

/** The parts of a factor model. */
export interface FactorParts {
  readonly kind: 'factors';
  readonly factors: number;
  readonly userFactors: Float32Array;
  readonly artistFactors: Float32Array;
}

/** Scores all artists for one user at a time. */
export interface Scorer {
  /**
   * Fills in the score of each artist; 0 where nothing speaks for or against it.
   *
   * @param user row of the user
   * @param scores (I) overwritten
   */
  scoreInto(user: number, scores: Float64Array): void;
}

/**
 * The scorer that parts stand for. Sums in double precision and in the order of rows, so that every thread gets the
 * same bits. Cost of a user: O(I F) with factors, O(I) with popularity, O(I + entries met) with a product.
 */
export function scorerOf(parts: ScorerParts): Scorer {
  switch (parts.kind) {
    case 'factors':
      return {
        scoreInto(user, scores) {
          const { factors, userFactors, artistFactors } = parts;
          for (let i = 0; i < scores.length; i++) {
            scores[i] = dotRows(userFactors, user, artistFactors, i, factors);
          }
        },
      };
    case 'popularity':
      return { scoreInto: (_, scores) => scores.set(parts.scores) };
    case 'product':
      return {
        scoreInto(user, scores) {
          scores.fill(0);
          addProductRow(parts.left, parts.right, user, scores);
        },
      };
  }
}

/** Adds row `row` of `left` times `right` to `sums`, one for each column of `right`. */
function addProductRow(left: CsrMatrix, right: CsrMatrix, row: number, sums: Float64Array): void {
  const { indptr, indices, values } = right;
  for (let i = left.indptr[row]; i < left.indptr[row + 1]; i++) {
    const weight = left.values[i];
    const end = indptr[left.indices[i] + 1];
    for (let j = indptr[left.indices[i]]; j < end; j++) sums[indices[j]] += weight * values[j];
  }
}

/**
 * The best of scored artists, those with a score of 0 left out: nothing is known about these.
 *
 * @param scores (I) as {@link Scorer.scoreInto} fills them
 * @param count how many at most
 * @param leftOut rows of artists that must not come back, rising
 */
export function bestScored(scores: Float64Array, count: number, leftOut: ArrayLike<number>): Ranking {
  const best = new BestRows(Math.min(count, scores.length));
  let next = 0;
  for (let artist = 0; artist < scores.length; artist++) {
    if (next < leftOut.length && leftOut[next] === artist) next++;
    else if (scores[artist] !== 0) best.offer(artist, scores[artist]);
  }
  return best.finish();
}
