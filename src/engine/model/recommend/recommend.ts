import type { Ranking } from '../best-rows.js';
import { dotRows } from '../dot.js';
import type { ModelParts } from '../parts.js';
import type { Workings } from '../workings.js';
import { diversify, POOL } from './diversify.js';
import type { Recommendation, RecommendPlan } from './options.js';
import { recommendRows } from './recommend-rows.js';

/**
 * The artists for a user by a plan, in order, with their scores x.y.
 *
 * @param parts the model's, or the same with other users
 * @param user row of the user in `parts`
 */
export function recommendByPlan(
  { artistBounds }: Workings,
  parts: ModelParts,
  user: number,
  plan: RecommendPlan,
): Ranking {
  const { count, divisors, diversity } = plan;
  const ranked = recommendRows(parts, artistBounds, user, diversity > 0 ? POOL * count : count, plan);
  const chosen = diversity > 0 ? diversify(parts, ranked, count, diversity) : ranked;
  return divisors === undefined ? chosen : { rows: chosen.rows, scores: scoresOf(parts, user, chosen.rows) };
}

function scoresOf({ userFactors, artistFactors, factors }: ModelParts, user: number, rows: Int32Array) {
  return Float64Array.from(rows, (row) => dotRows(userFactors, user, artistFactors, row, factors));
}

/** A ranking with the artists' names. */
export function nameArtists({ artists }: ModelParts, { rows, scores }: Ranking): Recommendation[] {
  return Array.from(rows, (row, i) => ({ artist: artists.names[row], score: scores[i] }));
}
