import type { Ranking } from '../best-rows.js';
import { dotRows } from '../dot.js';
import type { ModelParts } from '../parts.js';
import { cannotBeat, type RowBounds, rowBounds } from '../row-bounds.js';
import { topK } from '../top-k.js';
import { damp, undamp } from './damp.js';
import type { RecommendPlan } from './options.js';

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
export function recommendRows(
  parts: ModelParts,
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
