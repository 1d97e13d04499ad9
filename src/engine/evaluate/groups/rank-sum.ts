import { twoSidedTail } from '../comparison/normal.js';

/** What the rank-sum test finds of one group. */
export interface RankSum {
  /** Two-sided; 1 where the group has none or all of the users, or all values are equal. */
  readonly p: number;
  /**
   * The chance that a user of the group has a higher value than one of the others, equal values counted half (Mann and
   * Whitney's U as a share of the pairs): above one half where the group ranks higher; NaN where there are no pairs.
   */
  readonly chanceAbove: number;
}

/**
 * The Mann-Whitney test (rank-sum test) of each group against all others: how often chance alone would rank its values
 * so far above or below theirs. Two-sided, from the normal distribution, corrected for ties and by half a rank (Mann and
 * Whitney 1947; Lehmann, "Nonparametrics", 1975, section 1.4): scipy's `mannwhitneyu(a, b, method='asymptotic')`.
 *
 * @param values (n) one of each user
 * @param places (n) the group of each user
 * @param groups how many there are
 * @returns one for each group
 * Cost: that of sorting the values once.
 */
export function rankSumTests(values: Float64Array, places: Int32Array, groups: number): RankSum[] {
  const all = values.length;
  const order = Uint32Array.from(values, (_, user) => user).sort((a, b) => values[a] - values[b]);
  const rankSums = new Float64Array(groups);
  const sizes = new Float64Array(groups);
  let ties = 0;
  for (let from = 0; from < all; ) {
    let to = from;
    while (to < all && values[order[to]] === values[order[from]]) to++;
    const tied = to - from;
    ties += tied ** 3 - tied;
    // Ranks from 1; those of equal values share their mean.
    for (const user of order.subarray(from, to)) {
      rankSums[places[user]] += (from + 1 + to) / 2;
      sizes[places[user]]++;
    }
    from = to;
  }
  return Array.from(sizes, (size, group) => {
    const pairs = size * (all - size);
    const apart = Math.abs(rankSums[group] - (size * (all + 1)) / 2);
    const variance = (pairs / 12) * (all + 1 - ties / (all * (all - 1)));
    const p = pairs > 0 && variance > 0 ? twoSidedTail(Math.max(0, apart - 0.5) / Math.sqrt(variance)) : 1;
    return { p, chanceAbove: (rankSums[group] - (size * (size + 1)) / 2) / pairs };
  });
}
