import { NO_DIFFERENCE } from '../comparison/comparison.js';
import { holm } from '../comparison/holm.js';
import { middleOf } from '../intervals.js';
import { rankSumTests } from './rank-sum.js';
import type { ResampledGroups } from './resample-groups.js';
import { type Grouping, sizesOf } from './user-groups.js';

/** A metric in one group of users, beside all other users. */
export interface GroupQuality {
  /** Of the metric. */
  readonly mean: number;
  /** The bootstrap interval of the mean. */
  readonly low: number;
  readonly high: number;
  /** How far the mean is above that of all other users; NaN without others. */
  readonly difference: number;
  /** The interval of the difference. */
  readonly differenceLow: number;
  readonly differenceHigh: number;
  /** Of the Mann-Whitney test against all others, with Holm's correction for the number of groups; NaN if not tested. */
  readonly pHolm: number;
  /**
   * `higher` or `lower` than all others where `pHolm` is below 1 - confidence and the interval of the difference does not reach 0;
   * `too few` where the group or the others have fewer users than `smallest`.
   */
  readonly verdict: 'higher' | 'lower' | typeof NO_DIFFERENCE | 'too few';
}

const NONE = [Number.NaN, Number.NaN] as const;

/**
 * The mean of a metric in each group, and whether it differs from that of all others.
 *
 * @param values (n) of each user
 * @param draws the same resampled
 */
export function qualityOfGroups(
  values: Float64Array,
  grouping: Grouping,
  draws: ResampledGroups,
  { confidence, smallest }: { confidence: number; smallest: number },
): GroupQuality[] {
  const { groups, places } = grouping;
  const sizes = sizesOf(grouping);
  const isTested = sizes.map((size) => Math.min(size, values.length - size) >= smallest);
  const p = correctedTests(values, grouping, isTested);
  const sums = groups.map(() => 0);
  values.forEach((value, user) => {
    sums[places[user]] += value;
  });
  const all = sums.reduce((total, sum) => total + sum, 0);
  return groups.map((_, g) => {
    const mean = sums[g] / sizes[g];
    const difference = mean - (all - sums[g]) / (values.length - sizes[g]);
    const [low, high] = middleOf(draws.means[g], confidence) ?? NONE;
    const [differenceLow, differenceHigh] = middleOf(draws.differences[g], confidence) ?? NONE;
    const quality = { mean, low, high, difference, differenceLow, differenceHigh, pHolm: p[g] };
    return { ...quality, verdict: isTested[g] ? verdictOf(quality, 1 - confidence) : 'too few' };
  });
}

/** Of two groups one is the others of the other: that is one test. */
function correctedTests(values: Float64Array, { places, groups }: Grouping, isTested: boolean[]): number[] {
  const p = rankSumTests(values, places, groups.length);
  const tested = p.filter((_, g) => isTested[g]);
  const corrected = groups.length === 2 ? tested : holm(tested);
  return isTested.map((is) => (is ? (corrected.shift() as number) : Number.NaN));
}

/** Ranks and means have to agree; without resamples there are ranks only. */
function verdictOf(
  { difference, differenceLow, differenceHigh, pHolm }: Omit<GroupQuality, 'verdict'>,
  level: number,
): GroupQuality['verdict'] {
  if (pHolm >= level || differenceLow * differenceHigh <= 0) return NO_DIFFERENCE;
  return difference > 0 ? 'higher' : 'lower';
}
