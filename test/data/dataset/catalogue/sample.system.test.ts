import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryFolder, entryNamed } from '#listenlab/data/dataset/catalogue/catalogue.js';
import { makeSample } from '#listenlab/data/dataset/catalogue/sample/make-sample.js';
import { genresOf } from '#listenlab/data/dataset/catalogue/sample/tastes.js';
import { PLAYS_360K, PROFILES_360K } from '#listenlab/data/dataset/detect/file-names.js';
import { hashOf } from '#listenlab/util/node/files.js';
import { droppedRows, rowsOf, testFolder } from '../support.js';

const list = readFileSync(new URL('../../../../data/artists.tsv', import.meta.url), 'utf8');

describe('the artist list of the sample', () => {
  it('has 800 to 1,000 artists in about 15 genres, without duplicates', () => {
    const genres = genresOf(list);
    const artists = genres.flatMap((genre) => genre.artists);
    expect(genres.length).toBeGreaterThanOrEqual(14);
    expect(genres.length).toBeLessThanOrEqual(18);
    expect(artists.length).toBeGreaterThanOrEqual(800);
    expect(artists.length).toBeLessThanOrEqual(1000);
    expect(new Set(artists.map((artist) => artist.normalize('NFC').toLowerCase())).size).toBe(artists.length);
    expect(artists).toContain('red hot chili peppers');
    expect(artists).toContain('die Ärzte');
  });

  it('is spelled as in Last.fm 360K: ASCII letters lower case, no stray spaces, composed accents', () => {
    for (const line of list.trimEnd().split('\n')) expect(line).toMatch(/^[^\tA-Z]+\t[^\tA-Z]+$/);
    for (const artist of genresOf(list).flatMap((genre) => genre.artists)) {
      expect(artist).toBe(artist.trim().normalize('NFC'));
    }
  });
});

describe('the built-in sample', () => {
  const { folder, dataDirectory, open, clean } = testFolder();

  /** Makes the sample in a data directory of its own; the text of its plays and of its profiles. */
  async function made(name: string): Promise<readonly string[]> {
    const directory = path.join(folder, name);
    await makeSample(directory);
    const entry = entryFolder(entryNamed('sample'), directory);
    return [PLAYS_360K, PROFILES_360K].map((file) => readFileSync(path.join(entry, file), 'utf8'));
  }

  it('is identical every time', async () => {
    const digest = async (name: string) => hashOf((await made(name)).join(''));
    expect(await digest('again')).toBe(await digest('first'));
  });

  it('follows the format of Last.fm 360K exactly', async () => {
    const [plays, profiles] = await made('format');
    const play = /^[0-9a-f]{40}\t([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?\t[^\t]*\t[1-9]\d*$/;
    const profile = /^[0-9a-f]{40}\t[mf]?\t(-?\d+)?\t[A-Z][^\t]+\t[A-Z][a-z]{2} \d{1,2}, 200[2-9]$/;
    const strays = (text: string, format: RegExp) =>
      text
        .trimEnd()
        .split('\n')
        .filter((line) => !format.test(line));
    expect(strays(plays, play)).toEqual([]);
    expect(strays(profiles, profile)).toEqual([]);
  });

  it('is generated on first use, is marked as simulated, and has flaws to clean', async () => {
    const raw = await open('sample');
    expect([raw.simulated, raw.title, raw.hasProfiles]).toEqual([true, 'Last.fm sample (simulated)', true]);
    const [[rows, users, artists]] = await rowsOf(
      raw,
      'SELECT count(*), count(DISTINCT "user"), count(DISTINCT artist) FROM plays',
    );
    expect(users).toBe(3000);
    expect(artists).toBe(genresOf(list).flatMap((genre) => genre.artists).length);
    const cleaned = await clean(raw);
    const dropped = await droppedRows(cleaned);
    const repeated = 'repeated pair, plays added to the first';
    expect(Object.keys(dropped)).toEqual(['no artist', repeated]);
    for (const [count] of Object.values(dropped)) {
      expect(count).toBeGreaterThanOrEqual(24);
      expect(count).toBeLessThanOrEqual(100);
    }
    const { size } = await cleaned.interactions();
    expect(size + dropped['no artist'][0] + dropped[repeated][0]).toBe(rows);
    expect(await rowsOf(cleaned, 'SELECT reason FROM profile_problems')).toEqual([
      ['age outside 5 to 100, set missing'],
    ]);
    const perUser = 'SELECT count(*) AS artists FROM plays GROUP BY "user"';
    const [[median]] = await rowsOf(cleaned, `SELECT median(artists) FROM (${perUser})`);
    expect(median).toBeGreaterThanOrEqual(30);
    expect(median).toBeLessThanOrEqual(60);
  });

  it('has built-in tastes: listeners of die Ärzte play die toten hosen far more often than others do', async () => {
    const cleaned = await clean(await open('sample'));
    const [[among, overall]] = await rowsOf(
      cleaned,
      `WITH fans AS (SELECT "user" FROM plays WHERE artist = 'die Ärzte'),
        hosen AS (SELECT "user" FROM plays WHERE artist = 'die toten hosen')
      SELECT (SELECT count(*) FROM fans SEMI JOIN hosen USING ("user")) / (SELECT count(*) FROM fans),
        (SELECT count(*) FROM hosen) / (SELECT count(*) FROM users)`,
    );
    expect(among as number).toBeGreaterThan(2 * (overall as number));
  });

  it('is regenerated when one of its files or its note is missing', async () => {
    const folder = path.join(dataDirectory, 'sample');
    const plays = path.join(folder, 'usersha1-artmbid-artname-plays.tsv');
    const original = readFileSync(plays, 'utf8');
    writeFileSync(plays, 'cut off');
    rmSync(path.join(folder, 'README.txt'));
    await open('sample');
    expect(readFileSync(plays, 'utf8')).toBe(original);
    expect(readFileSync(path.join(folder, 'README.txt'), 'utf8')).toMatch(/^Simulated data/);
  });
});
