import type { CsrMatrix } from '../matrix/csr.js';
import type { IdMap } from '../matrix/id-map.js';
import { cannotBeat, dotRows, type RowBounds, rowBounds, rowNorm } from './products.js';
import { type Ranking, topK } from './top-k.js';

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
 * @param parts the model's, or the same with other users
 * @param user row of the user in `parts`
 */
export function recommendByPlan(
  artistBounds: RowBounds,
  parts: Factorization,
  user: number,
  plan: RecommendPlan,
): Ranking {
  const { count, divisors, diversity } = plan;
  const ranked = recommendRows(parts, artistBounds, user, diversity > 0 ? POOL * count : count, plan);
  const chosen = diversity > 0 ? diversify(parts, ranked, count, diversity) : ranked;
  return divisors === undefined ? chosen : { rows: chosen.rows, scores: scoresOf(parts, user, chosen.rows) };
}

/**
 * The artists whose vectors y give the highest scores x.y with a user's vector x; those the plan allows, by damped
 * scores, where it says so.
 *
 * A user whose vector is zero, as that of a user without plays is, has nothing to go by: no rows.
 *
 * @param artistBounds of the artists' vectors
 * @param user row of the user
 * @param count how many artists to return
 * @returns rows with damped scores
 * Cost: one pass over all artists; of most, only the length or half the vector is looked at.
 */
function recommendRows(
  parts: Factorization,
  artistBounds: RowBounds,
  user: number,
  count: number,
  plan: RecommendPlan,
): Ranking {
  const { userFactors, artistFactors, factors, plays } = parts;
  const x = userFactors.subarray(user * factors, (user + 1) * factors);
  if (x.every((value) => value === 0)) return { rows: new Int32Array(), scores: new Float64Array() };

  const bounds = rowBounds(x, factors);
  // Both the rows topK asks for and the columns of a CSR row rise, so one cursor finds what was played.
  let played = plan.includePlayed ? plays.indptr[user + 1] : plays.indptr[user];
  const plain = (artist: number, toBeat: number) => {
    if (played < plays.indptr[user + 1] && plays.indices[played] === artist) {
      played++;
      return undefined;
    }
    if (cannotBeat(bounds, artistBounds, artist, toBeat)) return undefined;
    return dotRows(x, 0, artistFactors, artist, factors);
  };
  return topK(parts.artists.size, count, scoredByPlan(plain, plan));
}

/** Scores a row, or leaves it out; see topK. */
type Scoring = (artist: number, toBeat: number) => number | undefined;

/** A scoring of its own, since looking at the plan for each artist makes plain recommending a fifth slower. */
function scoredByPlan(plain: Scoring, { allowed, divisors }: RecommendPlan): Scoring {
  if (allowed === undefined && divisors === undefined) return plain;
  return (artist, toBeat) => {
    const divisor = divisors === undefined ? 1 : divisors[artist];
    // First, because it counts what was played.
    const score = plain(artist, undamp(toBeat, divisor));
    if (score === undefined || allowed?.[artist] === 0) return undefined;
    return damp(score, divisor);
  };
}

/**
 * A score made less for a popular artist, by a divisor of 1 or more. Below 0, less is further from 0. With a
 * divisor of 1 it is the score, bit for bit.
 */
function damp(score: number, divisor: number): number {
  return score > 0 ? score / divisor : score * divisor;
}

/** The score that {@link damp} makes this, up to rounding. */
function undamp(damped: number, divisor: number): number {
  return damped > 0 ? damped * divisor : damped / divisor;
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
