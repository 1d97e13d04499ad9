import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  artistsPerUser,
  listenersPerArtist,
  playsDistribution,
  popularityShares,
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
import { Desk, OPENING_MS, type Opened } from './support.js';

// anna's top artist is kent; bert has a tie at the top; cleo plays only muse; dora's row has no artist.
const ROWS = [
  { user: 'bert', artist: 'kent', plays: 8 },
  { user: 'bert', artist: '311', plays: 8 },
  { user: 'anna', artist: 'muse', plays: 7 },
  { user: 'anna', artist: 'kent', plays: 9 },
  { user: 'anna', artist: '311', plays: 7 },
  { user: 'anna', artist: 'abba', plays: 2 },
  { user: 'cleo', artist: 'muse', plays: 64 },
  { user: 'dora', artist: '', plays: 5 },
];

const PROFILES = [
  'anna\tf\t30\tSweden\tFeb 1, 2007',
  'bert\tm\t30\tSweden\tFeb 20, 2007',
  'cleo\tf\t\tNorway\tDec 31, 2005',
  'dora\t\t-1337\t\t',
].join('\n');

describe('a table small enough to check by hand', () => {
  let desk: Desk;
  let small: Opened;

  beforeAll(async () => {
    desk = await Desk.make();
    small = await desk.tsv(ROWS, PROFILES);
  }, OPENING_MS);

  afterAll(() => desk.close());

  it('head: the first rows of the file before cleaning, of the first users after', async () => {
    expect((await head(small.raw, { count: 2 })).values).toEqual([
      ['bert', 'kent', 8],
      ['bert', '311', 8],
    ]);
    expect((await head(small.raw, { count: 10 })).values.at(-1)).toEqual(['dora', null, 5]);
    expect((await head(small.dataset)).values).toEqual([
      ['anna', 'kent', 9],
      ['anna', '311', 7],
      ['anna', 'muse', 7],
      ['anna', 'abba', 2],
      ['bert', '311', 8],
    ]);
  });

  it('summary: dora, who has no artist, is missing after cleaning', async () => {
    const expected = { rows: [8], users: [4], artists: [4], 'rows without an artist': [1] };
    expect(columnsOf(await summary(small.raw))).toEqual(expected);
    const cleaned = { rows: [7], users: [3], artists: [4], 'rows without an artist': [0] };
    expect(columnsOf(await summary(small.dataset))).toEqual(cleaned);
  });

  it('rankByPlays: tied artists share their mean rank', async () => {
    expect((await rankByPlays(small.dataset)).values).toEqual([
      ['anna', 'kent', 9, 1],
      ['anna', '311', 7, 2.5],
      ['anna', 'muse', 7, 2.5],
      ['anna', 'abba', 2, 4],
      ['bert', '311', 8, 1.5],
      ['bert', 'kent', 8, 1.5],
      ['cleo', 'muse', 64, 1],
    ]);
  });

  it('rankByPlays: one user, a few rows', async () => {
    expect((await rankByPlays(small.dataset, { user: 'Bert' })).values).toEqual([
      ['bert', '311', 8, 1.5],
      ['bert', 'kent', 8, 1.5],
    ]);
    const two = await rankByPlays(small.dataset, { count: 2 });
    expect(columnsOf(two).rank).toEqual([1, 2.5]);
  });

  it('userHistory: the whole list', async () => {
    expect(columnsOf(await userHistory(small.dataset, 'anna'))).toEqual({
      artist: ['kent', '311', 'muse', 'abba'],
      plays: [9, 7, 7, 2],
      rank: [1, 2.5, 2.5, 4],
    });
  });

  it('firstChoices: bert, with a tie at the top, has none', async () => {
    expect((await firstChoices(small.dataset)).values).toEqual([
      ['kent', 1],
      ['muse', 1],
    ]);
    expect((await firstChoices(small.dataset, { count: 1 })).values).toEqual([['kent', 1]]);
  });

  it('listenersWithFirstChoice: users and plays, none for an artist never first', async () => {
    const kent = await listenersWithFirstChoice(small.dataset, 'Kent');
    expect(columnsOf(kent)).toEqual({ user: ['anna'], artist: ['kent'], plays: [9] });
    const nobody = await listenersWithFirstChoice(small.dataset, '311');
    expect(columnsOf(nobody)).toEqual({ user: [], artist: [], plays: [] });
  });

  it('listenersOf: all listeners, or the first few', async () => {
    expect((await listenersOf(small.dataset, 'muse')).values).toEqual([
      ['anna', 'muse', 7],
      ['cleo', 'muse', 64],
    ]);
    expect((await listenersOf(small.dataset, 'muse', { count: 1 })).shape).toEqual([1, 3]);
  });

  it('topArtists: ties are ordered by name', async () => {
    expect((await topArtists(small.dataset)).values).toEqual([
      ['311', 2, 15],
      ['kent', 2, 17],
      ['muse', 2, 71],
      ['abba', 1, 2],
    ]);
    expect((await topArtists(small.dataset, { by: 'plays', count: 2 })).values).toEqual([
      ['muse', 2, 71],
      ['kent', 2, 17],
    ]);
    expect((await topArtists(small.dataset)).dtypes).toEqual(['string', 'int32', 'int32']);
  });

  it('playsDistribution: doubling bins, including empty ones', async () => {
    expect((await playsDistribution(small.dataset)).values).toEqual([
      [2, 4, 1],
      [4, 8, 2],
      [8, 16, 3],
      [16, 32, 0],
      [32, 64, 0],
      [64, 128, 1],
    ]);
  });

  it('artistsPerUser and listenersPerArtist: counts of list lengths', async () => {
    const lists = columnsOf(await artistsPerUser(small.dataset));
    expect(lists).toEqual({ artists: [1, 2, 4], users: [1, 1, 1] });
    const listeners = columnsOf(await listenersPerArtist(small.dataset));
    expect(listeners).toEqual({ listeners: [1, 2], artists: [1, 3] });
  });

  it('popularityShares: one of four artists is the top 20 percent', async () => {
    const { percent, artists, ...shares } = columnsOf(await popularityShares(small.dataset));
    expect(percent).toEqual([0.1, 1, 5, 10, 20, 50, 100]);
    expect(artists).toEqual([1, 1, 1, 1, 1, 2, 4]);
    expect(shares['share of listeners'].slice(-3)).toEqual([2 / 7, 4 / 7, 1]);
    expect(shares['share of plays'].slice(-3)).toEqual([15 / 105, 32 / 105, 1]);
  });

  it('profileSummary: known, missing and typical values per field', async () => {
    expect((await profileSummary(small.raw)).values).toEqual([
      ['gender', 3, 1, 2, 'f', null, null],
      ['age', 2, 2, 1, '30', '30', '30'],
      ['country', 3, 1, 2, 'Sweden', null, null],
      ['signup', 3, 1, 3, '2007-02-01', '2005-12-31', '2007-02-20'],
    ]);
  });

  it('agesAndGenders, listenersByCountry, signupsByMonth: counts per group', async () => {
    expect(columnsOf(await agesAndGenders(small.dataset))).toEqual({
      age: [30, 30, null, null],
      gender: ['f', 'm', 'f', null],
      users: [1, 1, 1, 1],
    });
    const countries = columnsOf(await listenersByCountry(small.dataset));
    expect(countries).toEqual({ country: ['Sweden', 'Norway'], users: [2, 1] });
    const months = columnsOf(await signupsByMonth(small.dataset));
    expect(months).toEqual({ month: ['2005-12', '2007-02'], users: [1, 2] });
  });

  it('repeated pairs are summed before ranking', async () => {
    const twice = await desk.tsv([
      { user: 'anna', artist: 'kent', plays: 3 },
      { user: 'anna', artist: 'muse', plays: 5 },
      { user: 'anna', artist: 'kent', plays: 4 },
    ]);
    expect((await userHistory(twice.dataset, 'anna')).values).toEqual([
      ['kent', 7, 1],
      ['muse', 5, 2],
    ]);
  });

  it('a dataset that cleaning leaves empty gives empty answers', async () => {
    const { dataset } = await desk.tsv([{ user: 'dora', artist: '', plays: 5 }], '\n');
    const answers = [
      head(dataset),
      rankByPlays(dataset),
      firstChoices(dataset),
      topArtists(dataset),
      playsDistribution(dataset),
      artistsPerUser(dataset),
      listenersPerArtist(dataset),
      popularityShares(dataset),
      agesAndGenders(dataset),
      listenersByCountry(dataset),
      signupsByMonth(dataset),
    ];
    for (const answer of await Promise.all(answers)) expect(answer.shape[0]).toBe(0);
    expect((await summary(dataset)).values).toEqual([[0, 0, 0, 0]]);
    expect(columnsOf(await profileSummary(dataset)).known).toEqual([0, 0, 0, 0]);
    await expect(userHistory(dataset, 'dora')).rejects.toThrow("no user 'dora'; there are none in the data");
  });

  it('a list longer than a frame is truncated, not refused', async () => {
    const rows = Array.from({ length: 100_001 }, (_, i) => ({
      user: 'all',
      artist: `band ${i}`,
      plays: i + 1,
    }));
    const { dataset } = await desk.tsv(rows);
    const list = await userHistory(dataset, 'all');
    expect(list.shape).toEqual([100_000, 3]);
    expect(list.values[0]).toEqual(['band 100000', 100_001, 1]);
  });
});
