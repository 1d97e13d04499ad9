import { DESCRIPTION_WORDS as WORDS } from '../../util/description-words.js';
import { escapeMarkdown } from '../../util/escape.js';
import { fill } from '../../util/fill.js';
import { fillCounted, formatCount, percent } from '../../util/format.js';
import type { Dataset } from '../dataset/dataset.js';
import { columnsOf } from '../frame/frame.js';
import { needCleaned } from './ask.js';
import * as explore from './index.js';

/**
 * How far play counts reach, as a sentence in Markdown.
 *
 * @example showMarkdown(await describe.playCounts(dataset)) // Play counts run from 1 to 352,698; half of them are 260 or less.
 * @throws InputError before cleaning
 */
export async function playCounts(dataset: Dataset): Promise<string> {
  needCleaned(dataset, 'describe.playCounts');
  const { columns } = await dataset.query(
    'SELECT min(plays) AS least, max(plays) AS most, quantile_disc(plays, 0.5) AS middle FROM entries',
  );
  const [least, most, middle] = [columns.least[0], columns.most[0], columns.middle[0]].map((count) =>
    formatCount(Number(count)),
  );
  return least === most
    ? fill(WORDS.everyPlayCount, { plays: most })
    : fill(WORDS.playCountsRun, { least, most, middle });
}

/**
 * How unevenly listeners are spread over artists, as sentences in Markdown.
 *
 * @example showMarkdown(await describe.tail(dataset))
 * @throws InputError before cleaning
 */
export async function tail(dataset: Dataset): Promise<string> {
  needCleaned(dataset, 'describe.tail');
  const { columns } = await dataset.query(
    `SELECT max(listeners) AS most, quantile_disc(listeners, 0.5) AS middle, count(*) AS artists,
      (SELECT count(*) FROM users) AS users
    FROM (SELECT count(*) AS listeners FROM entries GROUP BY artist_index)`,
  );
  const [most, middle, artists, users] = ['most', 'middle', 'artists', 'users'].map((name) =>
    Number(columns[name][0]),
  );
  const shares = columnsOf(await explore.popularityShares(dataset));
  const row = shares.percent.indexOf(1);
  const top = shares.artists[row];
  const few = fillCounted(WORDS.madeUpByTop, top, {
    percentage: percent(shares['share of listeners'][row]),
  });
  const toAll = most === users;
  const values = { percentage: percent(most / users), artists: formatCount(artists) };
  const reach =
    artists === 1
      ? fill(toAll ? WORDS.playedByAll : WORDS.playedBySome, values)
      : fillCounted(toAll ? WORDS.playedByAllAndHalf : WORDS.playedBySomeAndHalf, middle, values);
  return `${reach} ${few}`;
}

/** When at least this share of the listeners has the greatest length, lists were probably cut there. */
const WALL_SHARE = 0.2;
/** With fewer listeners, nothing is concluded. */
const WALL_USERS = 20;

/**
 * How many artists listeners have, as a sentence in Markdown: where their lists were cut at one length, which one.
 *
 * @example showMarkdown(await describe.listLengths(dataset)) // 1,865 of 1,892 listeners have exactly 50 artists, ...
 * @throws InputError before cleaning
 */
export async function listLengths(dataset: Dataset): Promise<string> {
  const { artists, users } = columnsOf(await explore.artistsPerUser(dataset));
  const all = users.reduce((sum, count) => sum + count, 0);
  const [least, most] = [artists[0], artists[artists.length - 1]];
  const atMost = users[users.length - 1];
  const listeners = formatCount(all);
  if (least === most) return fillCounted(all === 1 ? WORDS.listOfOne : WORDS.listOfEach, most, { listeners });
  const { columns } = await dataset.query('SELECT count(*) AS artists FROM artists');
  const isAll = most === Number(columns.artists[0]);
  if (!isAll && all >= WALL_USERS && atMost >= WALL_SHARE * all) {
    return fill(WORDS.listsCut, { atMost: formatCount(atMost), listeners, artists: formatCount(most) });
  }
  const middle = formatCount(middleOf(artists, users));
  return fill(WORDS.listsFromTo, { least: formatCount(least), most: formatCount(most), middle });
}

/** The median of a rising histogram. */
function middleOf(values: readonly number[], counts: readonly number[]): number {
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  let sum = 0;
  const row = counts.findIndex((count) => {
    sum += count;
    return sum >= half;
  });
  return values[row];
}

/** When more artists than this tie, they are not named. */
const MOST_NAMED = 5;

/**
 * Which artist is the first choice of the most listeners, as a sentence in Markdown; all of them, where several are.
 *
 * @example showMarkdown(await describe.firstChoices(dataset)) // **Britney Spears** is the first choice of 98 listeners, ...
 * @throws InputError before cleaning
 */
export async function firstChoices(dataset: Dataset): Promise<string> {
  const { artist, users } = columnsOf(await explore.firstChoices(dataset, { count: MOST_NAMED + 1 }));
  if (artist.length === 0) return WORDS.noFirstChoice;
  const [most] = users;
  const first = artist.filter((_, row) => users[row] === most);
  if (first.length > MOST_NAMED) return fillCounted(WORDS.manyFirstChoices, most, { most: MOST_NAMED });
  const names = first.map(escapeMarkdown);
  const last = { artist: names[names.length - 1] };
  if (names.length === 1) return fillCounted(WORDS.firstChoice, most, last);
  return fillCounted(WORDS.firstChoices, most, { names: names.slice(0, -1).join('**, **'), ...last });
}
