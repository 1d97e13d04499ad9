import { dotRows } from './dot.js';
import { cannotBeat, type RowBounds } from './row-bounds.js';
import { type Ranking, topK } from './top-k.js';

/**
 * The rows whose vectors point most nearly the same way as one row's, by the cosine of the angle
 * between them, the row itself first with exactly 1.
 *
 * A zero vector has no direction: it is similar to nothing but itself.
 *
 * @param bounds of the vectors
 * @param row the row to compare with
 * @param count how many to return, the row itself among them
 * Cost: one pass over all vectors, over the first half of most.
 */
export function similarRows(bounds: RowBounds, row: number, count: number): Ranking {
  const { vectors, norms, factors } = bounds;
  const others = topK(norms.length, count - 1, (other, toBeat) => {
    const lengths = norms[row] * norms[other];
    if (other === row || lengths === 0) return undefined;
    if (cannotBeat(bounds, row, bounds, other, toBeat * lengths)) return undefined;
    const cosine = dotRows(vectors, row, vectors, other, factors) / lengths;
    // Rounding takes vectors of one direction a hair beyond 1, which no cosine is.
    return Math.max(-1, Math.min(1, cosine));
  });
  const rows = new Int32Array(others.rows.length + 1);
  rows[0] = row;
  rows.set(others.rows, 1);
  const scores = new Float64Array(others.scores.length + 1);
  scores[0] = 1;
  scores.set(others.scores, 1);
  return { rows, scores };
}
