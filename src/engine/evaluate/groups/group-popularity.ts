import type { Evaluation } from '../evaluation.js';
import { middleOf } from '../intervals.js';
import { popularityBias } from '../metrics/catalogue-metrics.js';
import { judgedLists, sumOfSplits, type UserSums } from './judged-lists.js';
import type { ResampledGroups } from './resample-groups.js';
import type { Grouping } from './user-groups.js';

/** How popular the lists of one group of users are, beside what it knows. */
export interface GroupPopularity {
  /** Share of the training users who listen to an artist that the group knows, on average. */
  readonly profilePopularity: number;
  /** The same of the artists that it is recommended. */
  readonly listPopularity: number;
  /**
   * How much more popular lists are than profiles, as a share of the latter: the popularity lift of Abdollahpouri and
   * others, "The connection between popularity bias, calibration, and fairness in recommendation", 2020, section 4.
   */
  readonly lift: number;
  /** Its interval. */
  readonly liftLow: number;
  readonly liftHigh: number;
}

/** The popularity of each user's lists and profile. */
export interface UserPopularity {
  readonly profile: UserSums;
  readonly list: UserSums;
  readonly lift: UserSums;
}

/** @param k how much of each list counts */
export function popularityOfUsers(evaluation: Evaluation, k: number): UserPopularity {
  const biases = new Map(
    judgedLists(evaluation).map((judged) => {
      const { lists, users, split } = judged;
      return [judged, popularityBias(lists, users, split.train.byUser, split.known.byUser, k)];
    }),
  );
  const sumOf = (value: (bias: UserSums) => UserSums) =>
    sumOfSplits(evaluation, (judged) => value(biases.get(judged) as UserSums));
  const counted = (weights: Float64Array) => weights.map((weight) => (weight > 0 ? 1 : 0));
  return {
    profile: sumOf(({ weights }) => ({ sums: weights, weights: counted(weights) })),
    list: sumOf(({ sums, weights }) => ({
      sums: sums.map((sum, user) => sum + weights[user]),
      weights: counted(weights),
    })),
    lift: sumOf((bias) => bias),
  };
}

/** @param draws of the lift */
export function popularityOfGroups(
  { profile, list, lift }: UserPopularity,
  grouping: Grouping,
  draws: ResampledGroups,
  confidence: number,
): GroupPopularity[] {
  const [profiles, lists, lifts] = [profile, list, lift].map((sums) => meansOf(sums, grouping));
  return grouping.groups.map((_, g) => {
    const [liftLow, liftHigh] = middleOf(draws.means[g], confidence) ?? [Number.NaN, Number.NaN];
    return { profilePopularity: profiles[g], listPopularity: lists[g], lift: lifts[g], liftLow, liftHigh };
  });
}

function meansOf({ sums, weights }: UserSums, { groups, places }: Grouping): number[] {
  const [sum, weight] = [groups.map(() => 0), groups.map(() => 0)];
  places.forEach((g, user) => {
    sum[g] += sums[user];
    weight[g] += weights[user];
  });
  return sum.map((total, g) => total / weight[g]);
}
