import type { Evaluation, JudgedLists } from '../evaluation.js';
import { listAt } from '../metrics/accuracy-metrics.js';
import { judgedLists, placesOfUsers } from './judged-lists.js';
import { type Grouping, sizesOf } from './user-groups.js';

/** How many different artists the lists of one group have. */
export interface GroupCoverage {
  /** Share of all artists that are in any list of the group: the more users, the more. */
  readonly coverage: number;
  /** The same of as many lists as the smallest tested group has: to compare groups of different sizes. */
  readonly comparableCoverage: number;
}

/**
 * The catalogue coverage of each group's lists. More listeners are recommended more artists, so that it is also given for
 * a random choice of as many lists as the smallest tested group has, in expectation: Hurlbert, "The nonconcept of species
 * diversity", 1971, known as rarefaction. The mean over the splits.
 *
 * @param k how much of each list counts
 * @param smallest groups with fewer users have no comparable coverage
 * Cost: O(users k + artists groups).
 */
export function coverageOfGroups(
  evaluation: Evaluation,
  grouping: Grouping,
  { k, smallest }: { k: number; smallest: number },
): GroupCoverage[] {
  const places = placesOfUsers(evaluation);
  const splits = judgedLists(evaluation).map((judged, s) => {
    const groupOf = { ...grouping, places: places[s].map((user) => grouping.places[user]) };
    const chosen = Math.min(...sizesOf(groupOf).filter((size) => size >= smallest));
    return grouping.groups.map((_, g) => coverageOf(judged, k, groupOf.places, g, chosen));
  });
  const meanOf = (value: (coverage: GroupCoverage) => number, g: number) =>
    splits.reduce((sum, groups) => sum + value(groups[g]), 0) / splits.length;
  return grouping.groups.map((_, g) => ({
    coverage: meanOf(({ coverage }) => coverage, g),
    comparableCoverage: meanOf(({ comparableCoverage }) => comparableCoverage, g),
  }));
}

/** @param groupOf (n) the group of each judged user */
function coverageOf(
  { lists, split }: JudgedLists,
  k: number,
  groupOf: Int32Array,
  group: number,
  chosen: number,
): GroupCoverage {
  const artists = split.train.artists.size;
  const counts = new Int32Array(artists);
  let size = 0;
  groupOf.forEach((of, i) => {
    if (of !== group) return;
    size++;
    for (const artist of listAt(lists, i).subarray(0, k)) counts[artist]++;
  });
  const found = counts.filter((count) => count > 0);
  const expected = found.reduce((sum, count) => sum + 1 - chanceOfNone(size, count, chosen), 0);
  return {
    coverage: found.length / artists,
    comparableCoverage: size < chosen ? Number.NaN : expected / artists,
  };
}

/** The chance that a choice of `chosen` of `size` lists has none of the `count` lists with an artist. */
function chanceOfNone(size: number, count: number, chosen: number): number {
  let chance = 1;
  for (let i = 0; i < count && chance > 0; i++) chance *= Math.max(0, size - chosen - i) / (size - i);
  return chance;
}
