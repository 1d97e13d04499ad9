import type { Ranking } from '../best-rows.js';
import { dotRows } from '../dot.js';
import type { ModelParts } from '../parts.js';
import { cannotBeat, type RowBounds, rowBounds } from '../row-bounds.js';
import { topK } from '../top-k.js';
import { damp, undamp } from './damp.js';
import type { RecommendPlan } from './options.js';

/**
 * The allowed artists whose vectors y give the highest scores x.y, damped where the plan says so, with a user's
 * vector x.
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
  { includePlayed, allowed, divisors }: RecommendPlan,
): Ranking {
  const { userFactors, artistFactors, factors, plays } = parts;
  const x = userFactors.subarray(user * factors, (user + 1) * factors);
  if (x.every((value) => value === 0)) return { rows: new Int32Array(), scores: new Float64Array() };

  const bounds = rowBounds(x, factors);
  // Both the rows topK asks for and the columns of a CSR row rise, so one cursor finds what was played.
  let played = includePlayed ? plays.indptr[user + 1] : plays.indptr[user];
  return topK(parts.artists.size, count, (artist, toBeat) => {
    if (played < plays.indptr[user + 1] && plays.indices[played] === artist) {
      played++;
      return undefined;
    }
    if (allowed !== undefined && allowed[artist] === 0) return undefined;
    const divisor = divisors === undefined ? 1 : divisors[artist];
    if (cannotBeat(bounds, artistBounds, artist, undamp(toBeat, divisor))) return undefined;
    return damp(dotRows(x, 0, artistFactors, artist, factors), divisor);
  });
}
