import type { Catalogue, Query } from './catalogue.js';
import { dotRows, rowNorm } from './products.js';
import { BestRows, type Ranking } from './top-k.js';

// Shapes: rows R, factors F.

/** Which rows to find for a vector. */
export interface Question extends Omit<Query, 'norm'> {
  /** How many, at most. */
  readonly count: number;
  /** Rows that must not come back, rising. Default none. */
  readonly leftOut?: ArrayLike<number>;
  /** (R) 0 for rows that must not come back; undefined where all may */
  readonly allowed?: Uint8Array;
}

/**
 * The rows with the highest scores, exactly; of equal scores the lower row first. A vector of zeros, or one that is not
 * finite, has nothing to go by: no rows.
 *
 * @returns rows with scores in float64, divided where the question says so
 * Cost: one pass over the int8 copies of all rows, which the first answers make; the few hundred rows that may be
 * among the best are scored.
 */
export function rankRows(catalogue: Catalogue, question: Question): Ranking {
  const { vector, by, count, leftOut = [], allowed, divisors } = question;
  const { vectors, factors } = catalogue;
  const best = new BestRows(Math.min(count, catalogue.rows));
  const norm = rowNorm(vector, 0, factors);
  if (!(norm > 0 && norm < Number.POSITIVE_INFINITY)) return best.finish();
  // Both the rows found and those left out rise.
  let next = 0;
  const toBeat = () => best.toBeat;
  catalogue.scan({ vector, norm, by, divisors }, toBeat, (row) => {
    while (leftOut[next] < row) next++;
    if (leftOut[next] === row || allowed?.[row] === 0) return;
    const product = dotRows(vector, 0, vectors, row, factors);
    const score = by === 'product' ? product : cosineOf(product, norm * rowNorm(vectors, row, factors));
    if (Number.isNaN(score)) return;
    best.offer(row, divisors === undefined ? score : damp(score, divisors[row]));
  });
  return best.finish();
}

/** Rounding takes vectors of one direction a hair beyond 1, which no cosine is. */
function cosineOf(product: number, lengths: number): number {
  return Math.max(-1, Math.min(1, product / lengths));
}

/** A score made less by a divisor of 1 or more. Below 0, less is further from 0. */
function damp(score: number, divisor: number): number {
  return score > 0 ? score / divisor : score * divisor;
}

/**
 * The rows whose vectors point most nearly the same way as one row's, by the cosine of the angle
 * between them, the row itself first with exactly 1.
 *
 * A vector of zeros has no direction, nor has one that is not finite: it is similar to nothing but itself.
 *
 * @param row the row to compare with
 * @param count how many to return, the row itself among them
 * Cost: as {@link rankRows}.
 */
export function similarRows(catalogue: Catalogue, row: number, count: number): Ranking {
  const { vectors, factors } = catalogue;
  const vector = vectors.subarray(row * factors, (row + 1) * factors);
  const others = rankRows(catalogue, { vector, by: 'cosine', count: count - 1, leftOut: [row] });
  const rows = new Int32Array(others.rows.length + 1);
  rows[0] = row;
  rows.set(others.rows, 1);
  const scores = new Float64Array(rows.length);
  scores[0] = 1;
  scores.set(others.scores, 1);
  return { rows, scores };
}
