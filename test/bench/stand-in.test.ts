import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAYS_360K, PROFILES_360K } from '#listenlab/data/dataset/detect/file-names.js';
import { seededRandom } from '#listenlab/util/random.js';
import { weightedDraw } from './stand-in/alias.js';
import { drawCatalogue, GENRES } from './stand-in/catalogue.js';
import { listeners } from './stand-in/listening.js';
import { artistsFor, type StandInCounts, writeStandIn } from './stand-in/write.js';

const USERS = 2500;

describe('a small stand-in', () => {
  let folder: string;
  let counts: StandInCounts;
  let rows: string[][];
  let profiles: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stand-in-'));
    counts = await writeStandIn(path.join(folder, 'a'), USERS);
    const text = await readFile(path.join(folder, 'a', PLAYS_360K), 'utf8');
    rows = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    profiles = await readFile(path.join(folder, 'a', PROFILES_360K), 'utf8');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('has the format of Last.fm 360K', () => {
    const mbid = '([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?';
    const line = new RegExp(`^[0-9a-f]{40}\t${mbid}\t(\\S|\\S[^\t]*\\S)?\t[1-9][0-9]*$`);
    expect(rows.map((cells) => cells.join('\t')).filter((text) => !line.test(text))).toEqual([]);
  });

  it('has the stated counts, users in order and every artist', () => {
    const users = [...new Set(rows.map(([user]) => user))];
    const groups = rows.filter(([user], i) => user !== rows[i - 1]?.[0]);
    expect(groups.map(([user]) => user)).toEqual([...users].sort());
    const named = rows.filter(([, , artist]) => artist !== '');
    const pairs = new Set(named.map(([user, , artist]) => `${user}\t${artist}`));
    expect({
      users: users.length,
      artists: new Set(named.map(([, , artist]) => artist)).size,
      rows: rows.length,
      withoutArtist: rows.length - named.length,
      repeated: named.length - pairs.size,
    }).toEqual(counts);
    expect(counts).toMatchObject({ users: USERS, artists: artistsFor(USERS), withoutArtist: 1 });
    expect(counts.repeated).toBeGreaterThan(0);
    expect(counts.rows / USERS).toBeGreaterThan(45);
    expect(counts.rows / USERS).toBeLessThan(55);
  });

  it('has names that break careless readers', () => {
    const names = new Set(rows.map(([, , artist]) => artist));
    for (const name of ['NA', 'nan', '"unpaired', '<b>bold</b>', '=1+1', '311'])
      expect(names).toContain(name);
    expect([...names].some((name) => /[^\0-\x7f]/.test(name))).toBe(true);
    expect(rows.some(([, mbid]) => mbid === '')).toBe(true);
  });

  it('includes each artist of the notebooks as a first choice', () => {
    const first = rows.filter(([user], i) => user !== rows[i - 1]?.[0]).map(([, , artist]) => artist);
    expect(first.slice(0, 2)).toEqual(['die Ärzte', 'red hot chili peppers']);
  });

  it('has a profile for each user, with the pitfalls of the real file', () => {
    expect(profiles.endsWith('\n')).toBe(false);
    const cells = profiles.split('\n').map((line) => line.split('\t'));
    expect(cells.map(([user]) => user)).toEqual([...new Set(rows.map(([user]) => user))]);
    expect(cells.every((line) => line.length === 5)).toBe(true);
    expect(cells.some(([, gender]) => gender === '')).toBe(true);
    expect(cells.some(([, , age]) => age === '')).toBe(true);
    expect(cells.some(([, , age]) => Number(age) < 0 || Number(age) > 100)).toBe(true);
  });

  it('is reproducible byte for byte', async () => {
    await writeStandIn(path.join(folder, 'b'), USERS);
    for (const name of [PLAYS_360K, PROFILES_360K]) {
      const [a, b] = await Promise.all(['a', 'b'].map((made) => readFile(path.join(folder, made, name))));
      expect(a.equals(b)).toBe(true);
    }
  });
});

describe('simulated listening', () => {
  const catalogue = drawCatalogue(seededRandom(1), 3000);
  const next = listeners(seededRandom(2), catalogue);
  const lists = Array.from({ length: 4000 }, () => {
    const { artists, plays, count } = next();
    return { artists: [...artists.subarray(0, count)], plays: [...plays.subarray(0, count)] };
  });

  it('lists different artists, most played first, at most 60', () => {
    for (const { artists, plays } of lists) {
      expect(new Set(artists).size).toBe(artists.length);
      expect(plays).toEqual([...plays].sort((a, b) => b - a));
      expect(artists.length).toBeLessThanOrEqual(60);
    }
  });

  it('is concentrated on a few genres, so that listeners of one artist play others of its genre', () => {
    const share = (genre: number, artists: readonly number[]) =>
      artists.filter((artist) => catalogue.genres[artist] === genre).length / artists.length;
    for (let genre = 0; genre < GENRES; genre++) {
      // A user is a fan when a genre's artist outside the mainstream is on their list.
      const rare = catalogue.genres.findIndex((other, artist) => other === genre && artist > 300);
      const fans = lists.filter(({ artists }) => artists.includes(rare));
      const mean = (group: typeof lists) =>
        group.reduce((sum, { artists }) => sum + share(genre, artists), 0) / group.length;
      expect(mean(fans)).toBeGreaterThan(1.5 * mean(lists));
    }
  });
});

it('draws in proportion to weights', () => {
  const weights = [5, 0, 1, 3, 1];
  const draw = weightedDraw(weights);
  const random = seededRandom(3);
  const counts = weights.map(() => 0);
  for (let i = 0; i < 100_000; i++) counts[draw(random)]++;
  // Four standard deviations of a binomial count of 100,000 draws are below 640.
  counts.forEach((count, i) => {
    expect(Math.abs(count - weights[i] * 10_000)).toBeLessThan(640);
  });
  expect(counts[1]).toBe(0);
});
