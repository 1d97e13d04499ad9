import type { CsrMatrix } from '../matrix/csr.js';
import type { IdMap } from '../matrix/id-map.js';
import type { Catalogue } from './catalogue.js';
import { dotRows } from './products.js';
import { rankRows } from './rank-rows.js';
import { POOL, type RerankPlan, rerank } from './rerank.js';
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
export interface RecommendPlan extends RerankPlan {
  readonly count: number;
  readonly includePlayed: boolean;
  /** (I) 0 for artists that must not come back; undefined where all may */
  readonly allowed?: Uint8Array;
  /** (I) what scores are divided by for the order; undefined where nothing is */
  readonly divisors?: Float64Array;
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
  plan: RecommendPlan,
): Ranking {
  const { count, includePlayed, allowed, divisors, diversity, calibration } = plan;
  const { userFactors, factors, plays } = parts;
  const played = plays.indices.subarray(plays.indptr[user], plays.indptr[user + 1]);
  const isReranked = diversity > 0 || calibration !== undefined;
  const ranked = rankRows(artists, {
    vector: userFactors.subarray(user * factors, (user + 1) * factors),
    by: 'product',
    count: isReranked ? POOL * count : count,
    leftOut: includePlayed ? [] : played,
    allowed,
    divisors,
  });
  const chosen = isReranked ? rerank(parts, ranked, count, played, plan) : ranked;
  return divisors === undefined ? chosen : { rows: chosen.rows, scores: scoresOf(parts, user, chosen.rows) };
}

function scoresOf({ userFactors, artistFactors, factors }: Factorization, user: number, rows: Int32Array) {
  return Float64Array.from(rows, (row) => dotRows(userFactors, user, artistFactors, row, factors));
}
