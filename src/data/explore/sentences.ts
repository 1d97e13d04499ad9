import { escapeMarkdown } from '../../util/escape.js';
import { formatCount, formatPlural, percent } from '../../util/format.js';
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
  const [least, most, middle] = [columns.least[0], columns.most[0], columns.middle[0]].map(Number);
  if (least === most) return `Every play count is ${formatCount(most)}.`;
  return `Play counts run from ${formatCount(least)} to ${formatCount(most)}; half of them are ${formatCount(middle)} or less.`;
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
  const few =
    top === 1
      ? 'The artist with the most listeners makes'
      : `The ${formatCount(top)} with the most listeners make`;
  const reach =
    most === users
      ? 'An artist is played by every listener'
      : `No artist is played by more than ${percent(most / users)} of the listeners`;
  const half =
    artists === 1
      ? ''
      : `, and half of the ${formatCount(artists)} artists have ${formatPlural(middle, 'listener')}${middle === 1 ? ' only' : ' or fewer'}`;
  return `${reach}${half}. ${few} up ${percent(shares['share of listeners'][row])} of all listener-artist pairs.`;
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
  if (least === most) {
    const each = all === 1 ? 'The one listener has' : `Each of the ${formatCount(all)} listeners has`;
    return `${each} ${formatPlural(most, 'artist')}.`;
  }
  const { columns } = await dataset.query('SELECT count(*) AS artists FROM artists');
  const isAll = most === Number(columns.artists[0]);
  if (!isAll && all >= WALL_USERS && atMost >= WALL_SHARE * all) {
    return (
      `${formatCount(atMost)} of ${formatCount(all)} listeners have exactly ${formatCount(most)} artists and nobody has ` +
      'more: the chart ends in a wall, most likely because the lists were cut there.'
    );
  }
  return `Listeners have from ${formatCount(least)} to ${formatCount(most)} artists, half of them ${formatCount(middleOf(artists, users))} or fewer.`;
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
  if (artist.length === 0)
    return 'Nobody has a first choice: for every listener, several artists tie for the most plays.';
  const [most] = users;
  const first = artist.filter((_, row) => users[row] === most);
  const listeners = formatPlural(most, 'listener');
  if (first.length > MOST_NAMED) {
    return `More than ${MOST_NAMED} artists tie for the most first choices, ${listeners} each.`;
  }
  const names = first.map((name) => `**${escapeMarkdown(name)}**`);
  if (names.length === 1)
    return `${names[0]} is the first choice of ${listeners}, more than any other artist.`;
  const listed = `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
  return `${listed} tie: each is the first choice of ${listeners}, more than any other artist.`;
}
