import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  artistsPerUser,
  listenersPerArtist,
  playsDistribution,
} from '#listenlab/data/explore/distributions.js';
import { head, summary } from '#listenlab/data/explore/overview.js';
import {
  agesAndGenders,
  listenersByCountry,
  profileSummary,
  signupsByMonth,
} from '#listenlab/data/explore/profiles.js';
import {
  firstChoices,
  listenersOf,
  listenersWithFirstChoice,
  rankByPlays,
  topArtists,
  userHistory,
} from '#listenlab/data/explore/rankings.js';
import { columnsOf } from '#listenlab/data/frame/frame.js';
import { sharedFile } from '../../support/shared.js';
import { byBytes, Desk, OPENING_MS, type Opened, type Play } from './support.js';

const lastfm2k = sharedFile('data/lastfm-2k');
const as360k = sharedFile('data/lastfm-360k/hetrec-as-360k.tsv');
const profileFile = sharedFile('data/lastfm-360k/usersha1-profile-1000.tsv');

/** The lines of a published file, split at tabs, without any of listenlab's code. */
function cells(file: string): string[][] {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  return lines.filter((line) => line !== '').map((line) => line.split('\t'));
}

function readLastfm2k(folder: string): Play[] {
  const names = new Map(cells(path.join(folder, 'artists.dat')).map(([id, name]) => [id, name]));
  const [, ...rows] = cells(path.join(folder, 'user_artists.dat'));
  return rows.map(([user, id, plays]) => ({ user, artist: names.get(id) as string, plays: Number(plays) }));
}

function groups(rows: Play[], key: (row: Play) => string): Map<string, Play[]> {
  const found = new Map<string, Play[]>();
  for (const row of rows) {
    const group = found.get(key(row));
    if (group) group.push(row);
    else found.set(key(row), [row]);
  }
  return found;
}

describe.skipIf(!lastfm2k)('HetRec Last.fm 2K', () => {
  let desk: Desk;
  let opened: Opened;
  let rows: Play[];

  beforeAll(async () => {
    desk = await Desk.make();
    opened = await desk.open(lastfm2k as string);
    rows = readLastfm2k(lastfm2k as string);
  }, OPENING_MS);

  afterAll(() => desk.close());

  it('has the published numbers, before and after cleaning', async () => {
    const expected = { rows: [92_834], users: [1892], artists: [17_632], 'rows without an artist': [0] };
    expect(columnsOf(await summary(opened.raw))).toEqual(expected);
    expect(columnsOf(await summary(opened.dataset))).toEqual(expected);
  });

  it('starts like the file', async () => {
    expect((await head(opened.raw)).values).toEqual(rows.slice(0, 5).map(Object.values));
  });

  it('has the top artists of the file by listeners and by plays', async () => {
    const artists = new Map<string, { artist: string; listeners: number; plays: number }>();
    for (const { artist, plays } of rows) {
      const sum = artists.get(artist) ?? { artist, listeners: 0, plays: 0 };
      artists.set(artist, { artist, listeners: sum.listeners + 1, plays: sum.plays + plays });
    }
    for (const by of ['listeners', 'plays'] as const) {
      const expected = [...artists.values()].sort((a, b) => b[by] - a[by] || byBytes(a.artist, b.artist));
      const top = await topArtists(opened.dataset, { by, count: 200 });
      expect(top.values).toEqual(expected.slice(0, 200).map(Object.values));
    }
    const top = columnsOf(await topArtists(opened.dataset, { count: 3 }));
    expect(top.artist).toEqual(['Lady Gaga', 'Britney Spears', 'Rihanna']);
    expect(top.listeners).toEqual([611, 522, 484]);
  });

  it('has all first choices of the file', async () => {
    const lists = groups(rows, ({ user }) => user);
    const first = [...lists.values()].flatMap((list) => {
      const most = Math.max(...list.map(({ plays }) => plays));
      const tops = list.filter(({ plays }) => plays === most);
      return tops.length === 1 ? tops : [];
    });
    const choices = groups(first, ({ artist }) => artist);
    const expected = [...choices].map(([artist, list]) => [artist, list.length] as const);
    expected.sort(([a, n], [b, m]) => m - n || byBytes(a, b));
    expect((await firstChoices(opened.dataset, { count: 2000 })).values).toEqual(expected);

    const chosen = await listenersWithFirstChoice(opened.dataset, 'red hot chili peppers', { count: 100 });
    const peppers = choices.get('Red Hot Chili Peppers') as Play[];
    expect(chosen.values).toEqual(peppers.sort((a, b) => byBytes(a.user, b.user)).map(Object.values));
  });

  it('has the list and ranks of one user and the rows of one artist', async () => {
    const own = rows.filter(({ user }) => user === '2');
    const list = columnsOf(await userHistory(opened.dataset, '2'));
    expect(list.plays).toEqual(own.map(({ plays }) => plays).sort((a, b) => b - a));
    expect(new Set(list.artist)).toEqual(new Set(own.map(({ artist }) => artist)));
    expect(list.rank.reduce((sum, rank) => sum + rank, 0)).toBe((50 * 51) / 2);
    expect(columnsOf(await rankByPlays(opened.dataset, { user: '2' })).rank).toEqual(list.rank);

    const band = rows.filter(({ artist }) => artist === '311').sort((a, b) => byBytes(a.user, b.user));
    const listeners = await listenersOf(opened.dataset, '311', { count: 1000 });
    expect(listeners.values).toEqual(band.map(Object.values));
  });

  it('has distributions that add up to the file', async () => {
    const bins = columnsOf(await playsDistribution(opened.dataset));
    expect(bins.rows.reduce((sum, count) => sum + count)).toBe(92_834);
    expect([bins.from[0], bins.to.at(-1)]).toEqual([1, 2 ** 19]);
    const lists = columnsOf(await artistsPerUser(opened.dataset));
    expect(lists.artists.at(-1)).toBe(50);
    expect(lists.users.reduce((sum, count) => sum + count)).toBe(1892);
    const tail = columnsOf(await listenersPerArtist(opened.dataset));
    expect([tail.listeners.at(-1), tail.artists.at(-1)]).toEqual([611, 1]);
    expect(tail.artists.reduce((sum, count) => sum + count)).toBe(17_632);
  });
});

describe.skipIf(!as360k)('the same plays in the Last.fm 360K format', () => {
  it('has the published numbers and lower-case names', async () => {
    const desk = await Desk.make();
    try {
      const { raw, dataset } = await desk.open(as360k as string);
      const expected = { rows: [92_834], users: [1892], artists: [17_632], 'rows without an artist': [0] };
      expect(columnsOf(await summary(raw))).toEqual(expected);
      const top = columnsOf(await topArtists(dataset, { count: 2 }));
      expect(top).toMatchObject({ artist: ['lady gaga', 'britney spears'], listeners: [611, 522] });
    } finally {
      await desk.close();
    }
  });
});

describe.skipIf(!profileFile)('the first 1,000 profiles of Last.fm 360K', () => {
  let desk: Desk;
  let opened: Opened;
  let rows: string[][];

  beforeAll(async () => {
    desk = await Desk.make();
    rows = cells(profileFile as string);
    opened = await desk.open(await desk.write('tsv', `${rows[0][0]}\t\tkent\t1\n`), profileFile as string);
  }, OPENING_MS);

  afterAll(() => desk.close());

  it('are summarized as published', async () => {
    const { field, known, missing, different } = columnsOf(await profileSummary(opened.dataset));
    expect(field).toEqual(['gender', 'age', 'country', 'signup']);
    expect(missing[0]).toBe(100);
    const impossible = rows.filter(
      ([, , age]) => age !== '' && (Number(age) < 5 || Number(age) > 100),
    ).length;
    expect(impossible).toBeGreaterThan(0);
    expect(missing[1]).toBe(222 + impossible);
    expect(different[2]).toBe(71);
    expect(known.map((count, i) => count + missing[i])).toEqual([1000, 1000, 1000, 1000]);
  });

  it('are counted by age and gender, country and month', async () => {
    const ages = columnsOf(await agesAndGenders(opened.dataset));
    expect(ages.users.reduce((sum, count) => sum + count)).toBe(1000);
    const women22 = rows.filter(([, gender, age]) => gender === 'f' && age === '22').length;
    expect(ages.users[ages.age.findIndex((age, i) => age === 22 && ages.gender[i] === 'f')]).toBe(women22);

    const countries = columnsOf(await listenersByCountry(opened.raw));
    expect(countries.country.length).toBe(71);
    countries.country.forEach((country, i) => {
      expect(countries.users[i]).toBe(rows.filter((row) => row[3] === country).length);
    });

    const months = columnsOf(await signupsByMonth(opened.dataset));
    const february2007 = rows.filter(([, , , , date]) => /^Feb \d+, 2007$/.test(date)).length;
    expect(months.users[months.month.indexOf('2007-02')]).toBe(february2007);
    expect(months.month).toEqual([...months.month].sort());
  });
});
