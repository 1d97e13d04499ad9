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
  /** A value as names have it; more digits tell more values apart. */
  readonly write: (value: number, digits: number) => string;
}

const { fewArtists, someArtists, manyArtists, rareTaste, mixedTaste, popularTaste } = CHART_WORDS;

const MEASURES: Readonly<Record<PlaysGrouping, Measure>> = {
  activity: {
    measure: artistsKnown,
    words: [[CHART_WORDS.allAlike], [fewArtists, manyArtists], [fewArtists, someArtists, manyArtists]],
    write: (value, digits) => String(Number(value.toFixed(digits))),
  },
  mainstream: {
    measure: sharesOfListeners,
    words: [[CHART_WORDS.tasteAlike], [rareTaste, popularTaste], [rareTaste, mixedTaste, popularTaste]],
    write: (value, digits) => String(Number((100 * value).toPrecision(digits + 1))),
  },
};

/** Values are told apart to this many decimals: what rounding leaves of equal ones would break their ties. */
const DECIMALS = 1e12;

/**
 * Groups users by what they are known to play: with `activity` by the number of their artists, with `mainstream` by the
 * mean share of all training users who play these. Three groups of about equal size; users with equal values are in one,
 * so that there may be fewer, see {@link cutsInThirds}. Of pooled evaluations a user's number of artists is the mean over
 * the splits.
 *
 * @returns groups from the lowest values to the highest, which their names give
 */
export function groupByPlays(evaluation: Evaluation, by: PlaysGrouping): Grouping {
  const { measure, words, write } = MEASURES[by];
  const { sums, weights } = sumOfSplits(evaluation, measure);
  const values = sums.map((sum, user) => Math.round((sum / weights[user]) * DECIMALS) / DECIMALS);
  const rising = values.slice().sort();
  const starts = [0, ...cutsInThirds(rising)];
  const ranges = starts.map((start, g) => [rising[start], rising[(starts[g + 1] ?? rising.length) - 1]]);
  const named = words[starts.length - 1];
  const groups = writeRanges(ranges, write).map(([from, to], g): Group => {
    const values = from === to ? 1 : 2;
    return { name: fillCounted(named[g], values, { from, to }), kind: 'plays' };
  });
  const lowest = ranges.slice(1).map(([from]) => from);
  return {
    groups,
    places: Int32Array.from(values, (value) => lowest.filter((from) => value >= from).length),
  };
}

/** Where ranges begin and end, with as many digits as it takes for none to begin where another one ends. */
function writeRanges(ranges: readonly number[][], write: Measure['write'], digits = 1): string[][] {
  const written = ranges.map((range) => range.map((value) => write(value, digits)));
  const touch = written.slice(1).some(([from], g) => from === written[g][1]);
  return touch ? writeRanges(ranges, write, digits + 1) : written;
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
