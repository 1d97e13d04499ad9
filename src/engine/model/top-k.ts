import { BestRows, type Ranking } from './best-rows.js';

/**
 * The k highest scores, exactly.
 *
 * @param count rows to score, 0 to count - 1
 * @param k how many to keep; fewer come back when fewer are left
 * @param score the score of a row, or `undefined` to leave the row out; called once a row, rows rising. Scores
 * up to `toBeat` change nothing: once k are found it is the worst of them
 * Cost: `count` calls of `score` and O(count log k) at the worst.
 */
export function topK(
  count: number,
  k: number,
  score: (row: number, toBeat: number) => number | undefined,
): Ranking {
  const best = new BestRows(Math.min(k, count));
  for (let row = 0; row < count; row++) {
    const value = score(row, best.toBeat);
    if (value !== undefined) best.offer(row, value);
  }
  return best.finish();
}
