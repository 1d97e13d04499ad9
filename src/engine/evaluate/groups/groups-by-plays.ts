import { CHART_WORDS } from '../../../util/chart-words.js';
import { fill } from '../../../util/fill.js';
import { countByColumn } from '../../matrix/csr.js';
import type { Evaluation, JudgedLists } from '../evaluation.js';
import { knownArtists, sumOfSplits, type UserSums } from './judged-lists.js';
import type { Group, Grouping } from './user-groups.js';

/** What the known plays of a user say of them: how many artists, or how well known these are. */
export type PlaysGrouping = 'activity' | 'mainstream';

const WORDS = {
  activity: [CHART_WORDS.fewArtists, CHART_WORDS.someArtists, CHART_WORDS.manyArtists],
  mainstream: [CHART_WORDS.rareTaste, CHART_WORDS.mixedTaste, CHART_WORDS.popularTaste],
} as const;

/** Of two groups, the words of the outer two. */
const PAIR = [0, 2];

/**
 * Groups users by what they are known to play: with `activity` by the number of their artists, with `mainstream` by the
 * mean share of all training users who play these. Three groups of about equal size; users with equal values are in one,
 * so that there may be fewer. Of pooled evaluations a user's number of artists is the mean over the splits.
 */
export function groupByPlays(evaluation: Evaluation, by: PlaysGrouping): Grouping {
  const { sums, weights } = sumOfSplits(evaluation, by === 'activity' ? artistsKnown : sharesOfListeners);
  const values = sums.map((sum, user) => sum / weights[user]);
  const rising = values.slice().sort();
  const borders = [1, 2].map((third) => rising[Math.floor((third * rising.length) / 3)]);
  const thirdOf = (value: number) => borders.filter((border) => value >= border).length;
  const found = [0, 1, 2].filter((third) => rising.some((value) => thirdOf(value) === third));
  const write = (value: number) =>
    by === 'activity' ? String(Number(value.toFixed(1))) : String(Number((100 * value).toPrecision(2)));
  const groups = found.map((third): Group => {
    const own = rising.filter((value) => thirdOf(value) === third);
    const [from, to] = [write(own[0]), write(own[own.length - 1])];
    const word =
      found.length === 1
        ? CHART_WORDS.allAlike
        : WORDS[by][found.length === 2 ? PAIR[found.indexOf(third)] : third];
    return { name: fill(word, { from, to }), kind: 'plays' };
  });
  return { groups, places: Int32Array.from(values, (value) => found.indexOf(thirdOf(value))) };
}

function artistsKnown(judged: JudgedLists): UserSums {
  const sums = Float64Array.from(judged.users, (_, i) => knownArtists(judged, i).length);
  return { sums, weights: sums.map(() => 1) };
}

function sharesOfListeners(judged: JudgedLists): UserSums {
  const { train } = judged.split;
  const listeners = countByColumn(train.byUser);
  const sums = Float64Array.from(judged.users, (_, i) => {
    const known = knownArtists(judged, i);
    const sum = known.reduce((total, artist) => total + listeners[artist], 0);
    return known.length > 0 ? sum / known.length / train.users.size : 0;
  });
  return { sums, weights: sums.map(() => 1) };
}
