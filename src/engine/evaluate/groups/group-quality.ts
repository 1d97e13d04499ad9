import { NO_DIFFERENCE } from '../comparison/comparison.js';
import { holm } from '../comparison/holm.js';
import { middleOf } from '../intervals.js';
import { type RankSum, rankSumTests } from './rank-sum.js';
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
   * The chance that a user of the group has a higher value than one of the others, equal values counted half; NaN without
   * others.
   */
  readonly chanceAbove: number;
  /**
   * How the group stands to all others. `higher` and `lower`: the interval of the difference is away from 0, and so say the
   * ranks, with `pHolm` at most 1 - confidence. `higher mean` and `lower mean`: so says the interval alone, the ranks show
   * nothing or the opposite. `higher ranks` and `lower ranks`: so say the ranks alone, the interval reaches 0 or there is
   * none. `perhaps by chance`: both agree, but of so many groups one may be so far away by chance. `too few`: the group or
   * the others have fewer users than `smallest`.
   */
  readonly verdict:
    | 'higher'
    | 'lower'
    | 'higher mean'
    | 'lower mean'
    | 'higher ranks'
    | 'lower ranks'
    | 'perhaps by chance'
    | typeof NO_DIFFERENCE
    | 'too few';
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
  const tests = rankSumTests(values, places, groups.length);
  const corrected = correctedForGroups(tests, isTested);
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
    const found = { mean, low, high, difference, differenceLow, differenceHigh, pHolm: corrected[g] };
    const { p, chanceAbove } = tests[g];
    const said = { ofMean: sideOf(differenceLow, differenceHigh), ofRanks: Math.sign(chanceAbove - 0.5) };
    const verdict = isTested[g]
      ? verdictOf(said, { isShown: found.pHolm <= 1 - confidence, isShownAlone: p <= 1 - confidence })
      : 'too few';
    return { ...found, chanceAbove, verdict };
  });
}

/** Of two groups one is the others of the other: that is one test. */
function correctedForGroups(tests: readonly RankSum[], isTested: readonly boolean[]): number[] {
  const tested = tests.filter((_, g) => isTested[g]).map(({ p }) => p);
  const corrected = tests.length === 2 ? tested : holm(tested);
  return isTested.map((is) => (is ? (corrected.shift() as number) : Number.NaN));
}

/** 1 above 0, -1 below it; 0 for an interval that reaches it, and for none. */
function sideOf(low: number, high: number): number {
  return low > 0 ? 1 : high < 0 ? -1 : 0;
}

/**
 * @param sides on which side of all others the group is by its mean, or 0, and by its ranks
 * @param tested whether the ranks are more than chance, for all groups together and for this one alone
 */
function verdictOf(
  { ofMean, ofRanks }: { ofMean: number; ofRanks: number },
  { isShown, isShownAlone }: { isShown: boolean; isShownAlone: boolean },
): GroupQuality['verdict'] {
  if (ofMean === 0) return isShown ? (ofRanks > 0 ? 'higher ranks' : 'lower ranks') : NO_DIFFERENCE;
  if (ofMean === ofRanks && isShown) return ofMean > 0 ? 'higher' : 'lower';
  if (ofMean === ofRanks && isShownAlone) return 'perhaps by chance';
  return ofMean > 0 ? 'higher mean' : 'lower mean';
}
