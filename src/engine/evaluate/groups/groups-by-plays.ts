import { CHART_WORDS } from '../../../util/chart-words.js';
import { fillCounted } from '../../../util/format.js';
import { countByColumn } from '../../matrix/csr.js';
import type { Evaluation, JudgedLists } from '../evaluation.js';
import { knownArtists, sumOfSplits, type UserSums } from './judged-lists.js';
import { cutsInThirds } from './thirds.js';
import type { Group, Grouping } from './user-groups.js';

/** What the known plays of a user say of them: how many artists, or how well known these are. */
export type PlaysGrouping = 'activity' | 'mainstream';

/** How users are grouped by their plays. */
interface Measure {
  readonly measure: (judged: JudgedLists) => UserSums;
  /** The names of one, two and three groups. */
  readonly words: readonly (readonly string[])[];
  /** A value as names have it, to some significant digits. */
  readonly rounded: (value: number, digits: number) => number;
}

const { fewArtists, someArtists, manyArtists, rareTaste, mixedTaste, popularTaste } = CHART_WORDS;

const MEASURES: Readonly<Record<PlaysGrouping, Measure>> = {
  activity: {
    measure: artistsKnown,
    words: [[CHART_WORDS.allAlike], [fewArtists, manyArtists], [fewArtists, someArtists, manyArtists]],
    // One decimal for the first three digits: numbers of artists are whole, but for means over splits.
    rounded: (value, digits) => Number(value.toFixed(digits - 2)),
  },
  mainstream: {
    measure: sharesOfListeners,
    words: [[CHART_WORDS.tasteAlike], [rareTaste, popularTaste], [rareTaste, mixedTaste, popularTaste]],
    rounded: (value, digits) => Number((100 * value).toPrecision(digits)),
  },
};

/** Users are told apart by so many digits, so that the names of groups are short and tell exactly whom they hold. */
const DIGITS = 3;

/** Where all are alike to {@link DIGITS}, more are taken, but not those in which equal values differ by rounding. */
const MOST_DIGITS = 12;

/**
 * Groups users by what they are known to play: with `activity` by the number of their artists, with `mainstream` by the
 * mean share of all training users who play these. Three groups of about equal size; users with values that are equal, to
 * three digits, are in one, so that there may be fewer, see {@link cutsInThirds}. Of pooled evaluations a user's number
 * of artists is the mean over the splits.
 *
 * @returns groups from the lowest values to the highest, which their names give
 */
export function groupByPlays(evaluation: Evaluation, by: PlaysGrouping): Grouping {
  const { measure, words, rounded } = MEASURES[by];
  const { sums, weights } = sumOfSplits(evaluation, measure);
  const values = toldApart(
    sums.map((sum, user) => sum / weights[user]),
    rounded,
  );
  const rising = values.slice().sort();
  const starts = [0, ...cutsInThirds(rising)];
  const lowest = starts.map((start) => rising[start]);
  const groups = lowest.map((from, g): Group => {
    const to = rising[(starts[g + 1] ?? rising.length) - 1];
    const name = fillCounted(words[starts.length - 1][g], from === to ? 1 : 2, { from, to });
    return { name, kind: 'plays' };
  });
  const groupOf = (value: number) => lowest.filter((from) => value >= from).length - 1;
  return { groups, places: Int32Array.from(values, groupOf) };
}

/** Values to as many digits as it takes for any two of them to differ, if any do. */
function toldApart(values: Float64Array, rounded: Measure['rounded'], digits = DIGITS): Float64Array {
  const written = values.map((value) => rounded(value, digits));
  const differ = written.some((value) => value !== written[0]);
  return differ || digits === MOST_DIGITS ? written : toldApart(values, rounded, digits + 1);
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
