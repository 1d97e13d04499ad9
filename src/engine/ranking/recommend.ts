import type { CsrMatrix } from '../matrix/csr.js';
import type { IdMap } from '../matrix/id-map.js';
import type { Catalogue } from './catalogue.js';
import { dotRows, rowNorm } from './products.js';
import { rankRows } from './rank-rows.js';
import type { Ranking } from './top-k.js';

/** Users and artists as vectors of factors, whose products are scores. Shapes: users U, artists I, factors F. */
export interface Factorization {
  /** (U) names of the users. */
  readonly users: IdMap;
  /** (I) names of the artists. */
  readonly artists: IdMap;
  /** F, latent dimensions. */
  readonly factors: number;
  /** (U x F) row-major. */
  readonly userFactors: Float32Array;
  /** (I x F) row-major. */
  readonly artistFactors: Float32Array;
  /** (U x I) what was played, to leave it out of recommendations. */
  readonly plays: CsrMatrix;
}

/** Checked options, with names turned into rows. Shapes: artists I. */
export interface RecommendPlan {
  readonly count: number;
  readonly includePlayed: boolean;
  /** (I) 0 for artists that must not come back; undefined where all may */
  readonly allowed?: Uint8Array;
  /** (I) what scores are divided by for the order; undefined where nothing is */
  readonly divisors?: Float64Array;
  readonly diversity: number;
}

/**
 * The artists for a user by a plan, in order, with their scores x.y.
 *
 * A user whose vector is zero, as that of a user without plays is, has nothing to go by: no rows.
 *
 * @param artists of the artists' vectors
 * @param parts the model's, or the same with other users
 * @param user row of the user in `parts`
 */
export function recommendByPlan(
  artists: Catalogue,
  parts: Factorization,
  user: number,
  { count, includePlayed, allowed, divisors, diversity }: RecommendPlan,
): Ranking {
  const { userFactors, factors, plays } = parts;
  const ranked = rankRows(artists, {
    vector: userFactors.subarray(user * factors, (user + 1) * factors),
    by: 'product',
    count: diversity > 0 ? POOL * count : count,
    leftOut: includePlayed ? [] : plays.indices.subarray(plays.indptr[user], plays.indptr[user + 1]),
    allowed,
    divisors,
  });
  const chosen = diversity > 0 ? diversify(parts, ranked, count, diversity) : ranked;
  return divisors === undefined ? chosen : { rows: chosen.rows, scores: scoresOf(parts, user, chosen.rows) };
}

/** How many artists are ranked for each one that is chosen from them. */
const POOL = 10;

/**
 * Chooses some of ranked artists one by one, by maximal marginal relevance: liked, and unlike those already
 * chosen. See RecommendOptions for the formula and its source; equal values in the order of the ranking.
 *
 * @param ranked best first
 * @param diversity 0 to 1
 * @returns rows in the order chosen, with the scores of the ranking
 * Cost: a cosine for each artist ranked and each chosen.
 */
function diversify(
  { artistFactors, factors }: Factorization,
  { rows, scores }: Ranking,
  count: number,
  diversity: number,
): Ranking {
  const range = scores[0] - scores[scores.length - 1];
  const relevance = scores.map((score) => (range > 0 ? (score - scores[scores.length - 1]) / range : 1));
  const norms = Float64Array.from(rows, (row) => rowNorm(artistFactors, row, factors));
  const cosine = (a: number, b: number) => {
    const lengths = norms[a] * norms[b];
    return lengths > 0 ? dotRows(artistFactors, rows[a], artistFactors, rows[b], factors) / lengths : 0;
  };
  const nearest = new Float64Array(rows.length).fill(Number.NEGATIVE_INFINITY);
  const left = Array.from(rows.keys());
  const chosen: number[] = [];
  while (chosen.length < count && left.length > 0) {
    const value = (i: number) =>
      (1 - diversity) * relevance[i] - (chosen.length > 0 ? diversity * nearest[i] : 0);
    const place = left.reduce((best, i, at) => (value(i) > value(left[best]) ? at : best), 0);
    const [next] = left.splice(place, 1);
    chosen.push(next);
    for (const i of left) nearest[i] = Math.max(nearest[i], cosine(i, next));
  }
  return {
    rows: Int32Array.from(chosen, (i) => rows[i]),
    scores: Float64Array.from(chosen, (i) => scores[i]),
  };
}

function scoresOf({ userFactors, artistFactors, factors }: Factorization, user: number, rows: Int32Array) {
  return Float64Array.from(rows, (row) => dotRows(userFactors, user, artistFactors, row, factors));
}
