import { dotRows, rowNorm } from './products.js';
import type { QuantisedRows } from './quantised-rows.js';
import { BestRows, type Ranking } from './top-k.js';

/** The length that the query is stretched to: int16 holds it. */
const QUERY_LENGTH = 32767;

/** What rounding moves a whole number by, at most, and a hair for the float32 arithmetic before it. */
const ROUNDING = 0.501;

/** What float32 arithmetic takes from a bound of a cosine, at most, for each factor; several times over. */
const FLOAT32_LOSS = 2e-6;

/**
 * The rows whose vectors point most nearly the same way as one row's, by the cosine of the angle
 * between them, the row itself first with exactly 1.
 *
 * A vector of zeros has no direction, nor has one that is not finite: it is similar to nothing but itself.
 *
 * @param row the row to compare with
 * @param count how many to return, the row itself among them
 * Cost: one pass over the int8 copies of all rows, in WebAssembly, which the first answers make; the few hundred
 * rows that may be among the best are compared in float64.
 */
export function similarRows(quantised: QuantisedRows, row: number, count: number): Ranking {
  const others = new BestRows(Math.min(count, quantised.rows) - 1);
  compareRows(quantised, quantised.vectors, row, row, others);
  const found = others.finish();
  const rows = new Int32Array(found.rows.length + 1);
  rows[0] = row;
  rows.set(found.rows, 1);
  const scores = new Float64Array(found.scores.length + 1);
  scores[0] = 1;
  scores.set(found.scores, 1);
  return { rows, scores };
}

/**
 * The rows whose vectors point most nearly the same way as a vector that is none of them.
 *
 * @param vector (F)
 * @param count how many to return
 * Cost: as {@link similarRows}.
 */
export function similarToVector(quantised: QuantisedRows, vector: Float32Array, count: number): Ranking {
  const best = new BestRows(Math.min(count, quantised.rows));
  compareRows(quantised, vector, 0, -1, best);
  return best.finish();
}

/**
 * Offers every row that may be among the best; none when the asked vector has no direction.
 *
 * With s a row stretched, r its int8 copy, Q the row asked about stretched and q its int16 one,
 * s.Q = r.q + (s - r).Q + r.(Q - q). Rounding moves a vector by at most `moved`, so by Cauchy and Schwarz
 * cosine |s| |Q| <= r.q + moved |Q| + (|s| + moved) moved.
 *
 * @param asked (rows x F) row-major; `row` of it is compared with
 * @param itself the row not to offer, or -1
 */
function compareRows(
  quantised: QuantisedRows,
  asked: Float32Array,
  row: number,
  itself: number,
  best: BestRows,
): void {
  const { vectors, factors, query } = quantised;
  const norm = rowNorm(asked, row, factors);
  if (!(norm > 0 && norm < Number.POSITIVE_INFINITY)) return;
  for (let f = 0; f < factors; f++) {
    query[f] = Math.round((asked[row * factors + f] / norm) * QUERY_LENGTH);
  }
  const moved = ROUNDING * Math.sqrt(factors);
  const doubt = Math.ceil(moved * QUERY_LENGTH + moved * moved);
  const floor = () => (best.toBeat - FLOAT32_LOSS * factors) * QUERY_LENGTH - moved;
  quantised.scan(doubt, floor, (other) => {
    if (other === itself) return;
    const lengths = norm * rowNorm(vectors, other, factors);
    const cosine = dotRows(asked, row, vectors, other, factors) / lengths;
    // Rounding takes vectors of one direction a hair beyond 1, which no cosine is.
    best.offer(other, Math.max(-1, Math.min(1, cosine)));
  });
}
