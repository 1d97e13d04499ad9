import type { Ranking } from '../best-rows.js';
import { dotRows, rowNorm } from '../dot.js';
import type { ModelParts } from '../parts.js';

/** How many artists are ranked for each one that is chosen from them. */
export const POOL = 10;

/**
 * Chooses some of ranked artists one by one, by maximal marginal relevance: liked, and unlike those already
 * chosen. See RecommendOptions for the formula and its source; equal values in the order of the ranking.
 *
 * @param ranked best first
 * @param diversity 0 to 1
 * @returns rows in the order chosen, with the scores of the ranking
 * Cost: a cosine for each artist ranked and each chosen.
 */
export function diversify(
  { artistFactors, factors }: ModelParts,
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
