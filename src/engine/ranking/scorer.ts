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

/** Scores artists for one user at a time. */
export interface Scorer {
  /**
   * Fills in the score of each artist; 0 where nothing speaks for or against it.
   *
   * @param user row of the user
   * @param scores (I) overwritten
   */
  scoreInto(user: number, scores: Float64Array): void;
  /**
   * Fills in the scores of some artists, each the same number; others may change, too.
   *
   * @param artists rows of these artists
   */
  scoreSomeInto(user: number, artists: Int32Array, scores: Float64Array): void;
  /** What {@link bestScored} finds in the scores, without looking at artists that have none. */
  best(user: number, count: number, leftOut: ArrayLike<number>): Ranking;
}

/**
 * The scorer that parts stand for. Sums in double precision and in the order of rows, so that every thread gets the
 * same bits. Cost of a user: O(I F) for all scores with factors, O(I) with popularity, O(I + entries met) with
 * a product; of some, O(F) each with factors, else as much as for all; of the best, as much as for all with factors,
 * O(count + left out) with popularity, and no more than the entries met with a product of few.
 */
export function scorerOf(parts: ScorerParts): Scorer {
  switch (parts.kind) {
    case 'factors':
      return factorScorer(parts);
    case 'popularity':
      return popularityScorer(parts.scores);
    case 'product':
      return productScorer(parts.left, parts.right);
  }
}

function factorScorer({ factors, userFactors, artistFactors }: FactorParts): Scorer {
  const scoreInto: Scorer['scoreInto'] = (user, scores) => {
    for (let i = 0; i < scores.length; i++) {
      scores[i] = dotRows(userFactors, user, artistFactors, i, factors);
    }
  };
  return {
    scoreInto,
    scoreSomeInto(user, some, scores) {
      for (const i of some) scores[i] = dotRows(userFactors, user, artistFactors, i, factors);
    },
    best: bestOfAll(scoreInto, artistFactors.length / factors),
  };
}

function popularityScorer(popularity: Float64Array): Scorer {
  let order: Ranking | undefined;
  return {
    scoreInto: (_, scores) => scores.set(popularity),
    scoreSomeInto(_, some, scores) {
      for (const i of some) scores[i] = popularity[i];
    },
    best(_, count, leftOut) {
      order ??= bestScored(popularity, popularity.length, []);
      const skipped = new Set(Array.from(leftOut));
      const places = [];
      for (let place = 0; place < order.rows.length && places.length < count; place++) {
        if (!skipped.has(order.rows[place])) places.push(place);
      }
      const { rows, scores } = order;
      return {
        rows: Int32Array.from(places, (place) => rows[place]),
        scores: Float64Array.from(places, (place) => scores[place]),
      };
    },
  };
}

function productScorer(left: CsrMatrix, right: CsrMatrix): Scorer {
  const scoreInto: Scorer['scoreInto'] = (user, scores) => {
    scores.fill(0);
    addProductRow(left, right, user, scores);
  };
  let best: Scorer['best'] | undefined;
  return {
    scoreInto,
    scoreSomeInto: (user, _, scores) => scoreInto(user, scores),
    best(user, count, leftOut) {
      best ??= bestOfProduct(left, right);
      return best(user, count, leftOut);
    },
  };
}

/** A row that meets less than this share of the columns is quicker looked through by those that it meets. */
const FEW = 1 / 4;

/** The best of one row of the product. All sums are 0 between two calls. */
function bestOfProduct(left: CsrMatrix, right: CsrMatrix): Scorer['best'] {
  const sums = new Float64Array(right.columns);
  // Often not all: EASE knows some thousand artists.
  const used = columnsOf(right);
  const metBy = columnsMet(left, right, FEW * used.length);
  return (user, count, leftOut) => {
    const isFew = entriesMet(left, right, user) < FEW * used.length;
    const candidates = isFew ? metBy(user) : used;
    addProductRow(left, right, user, sums);
    for (let i = 0; i < leftOut.length; i++) sums[leftOut[i]] = 0;
    const best = new BestRows(Math.min(count, right.columns));
    for (let i = 0; i < candidates.length; i++) {
      const column = candidates[i];
      if (sums[column] !== 0) best.offer(column, sums[column]);
      sums[column] = 0;
    }
    return best.finish();
  };
}

/** The columns with entries, rising. */
function columnsOf({ indices, columns }: CsrMatrix): Int32Array {
  const isUsed = new Uint8Array(columns);
  for (let i = 0; i < indices.length; i++) isUsed[indices[i]] = 1;
  return Int32Array.from(isUsed.keys()).filter((column) => isUsed[column] === 1);
}

/** Returns a function that collects the columns that a row of the product meets, at most `most` entries of them. */
function columnsMet(left: CsrMatrix, right: CsrMatrix, most: number): (row: number) => Int32Array {
  const isMet = new Uint8Array(right.columns);
  const met = new Int32Array(Math.ceil(most));
  return (row) => {
    let found = 0;
    for (let i = left.indptr[row]; i < left.indptr[row + 1]; i++) {
      const end = right.indptr[left.indices[i] + 1];
      for (let j = right.indptr[left.indices[i]]; j < end; j++) {
        const column = right.indices[j];
        if (isMet[column]) continue;
        isMet[column] = 1;
        met[found++] = column;
      }
    }
    const columns = met.subarray(0, found);
    for (const column of columns) isMet[column] = 0;
    return columns;
  };
}

/** How many products {@link addProductRow} adds up, at most as many columns as that are met. */
function entriesMet(left: CsrMatrix, right: CsrMatrix, row: number): number {
  let met = 0;
  for (let i = left.indptr[row]; i < left.indptr[row + 1]; i++) {
    met += right.indptr[left.indices[i] + 1] - right.indptr[left.indices[i]];
  }
  return met;
}

/** Scores all artists and keeps the best. */
function bestOfAll(scoreInto: Scorer['scoreInto'], artists: number): Scorer['best'] {
  let scores: Float64Array | undefined;
  return (user, count, leftOut) => {
    scores ??= new Float64Array(artists);
    scoreInto(user, scores);
    return bestScored(scores, count, leftOut);
  };
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
