import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '#listenlab/data/dataset/catalogue/catalogue.js';
import { sharedFile } from '../../../support/shared.js';
import { rowsOf, testFolder } from '../support.js';

const hetrec = sharedFile('data/lastfm-2k');
const as360K = sharedFile('data/lastfm-360k/hetrec-as-360k.tsv');
const excerpt = sharedFile('data/lastfm-360k/excerpt-22-rows.tsv');
const profiles = sharedFile('data/lastfm-360k/usersha1-profile-1000.tsv');
const COUNTS =
  'SELECT count(*), count(DISTINCT "user"), count(DISTINCT artist), min(plays), max(plays) FROM plays';

describe.skipIf(!hetrec || !as360K || !excerpt || !profiles)('real listening data', () => {
  const { open, clean } = testFolder();

  it.each([
    ['the folder of HetRec', () => hetrec as string],
    ['its user_artists.dat', () => path.join(hetrec as string, 'user_artists.dat')],
    ['the same rows in the 360K format', () => as360K as string],
  ])('has its published counts in %s, raw, cleaned and as a matrix', async (_, file) => {
    const raw = await open(file());
    expect(await rowsOf(raw, COUNTS)).toEqual([[92_834, 1892, 17_632, 1, 352_698]]);
    const cleaned = await clean(raw);
    expect(await rowsOf(cleaned, COUNTS)).toEqual([[92_834, 1892, 17_632, 1, 352_698]]);
    expect(await rowsOf(cleaned, 'SELECT sum(rows) FROM dropped')).toEqual([[0]]);
    const interactions = await cleaned.interactions();
    expect([interactions.users.size, interactions.artists.size, interactions.size]).toEqual([
      1892, 17_632, 92_834,
    ]);
    const { indptr } = interactions.byUser;
    expect(Math.max(...indptr.slice(1).map((end, user) => end - indptr[user]))).toBe(50);
  });

  it('keeps names with quotes, commas, digits and other alphabets unchanged', async () => {
    const cleaned = await clean(await open(hetrec as string));
    const published = readFileSync(path.join(hetrec as string, 'artists.dat'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t')[1]);
    const found = (await cleaned.query('SELECT artist FROM artists')).columns.artist as string[];
    expect([...found].sort()).toEqual(published.sort());
    expect(found.filter((name) => name.includes('"'))).toHaveLength(16);
    expect(found.filter((name) => name.includes(','))).toHaveLength(118);
    expect(found).toContain('311');
    expect(found).toContain('[unknown]');
  });

  it('reads the first lines of the real 360K file', async () => {
    const raw = await open(excerpt as string);
    expect(await rowsOf(raw, 'SELECT count(*), count(DISTINCT "user") FROM plays')).toEqual([[22, 4]]);
    expect(await rowsOf(raw, "SELECT plays, line FROM plays WHERE artist = 'die Ärzte'")).toEqual([
      [1099, 2],
    ]);
  });

  it('reads the first lines of the real profile file, with impossible ages set to missing and counted', async () => {
    const raw = await open(excerpt as string, { profiles });
    const counts = `SELECT count(*), count(*) - count(gender), count(DISTINCT country), count(signup), min(age)
      FROM profiles`;
    const lines = readFileSync(profiles as string, 'utf8').split('\n');
    const ages = lines.map((line) => line.split('\t')[2]).filter((age) => age !== '');
    const possible = ages.map(Number).filter((age) => age >= 5 && age <= 100);
    expect(await rowsOf(raw, counts)).toEqual([[1000, 100, 71, 1000, Math.min(...possible)]]);
    expect(await rowsOf(raw, 'SELECT count(age) FROM profiles')).toEqual([[possible.length]]);
    expect(await rowsOf(raw, 'SELECT reason, rows FROM profile_problems')).toEqual([
      ['age outside 5 to 100, set missing', ages.length - possible.length],
    ]);
  });

  it('matches the checksums in the catalogue', () => {
    const files = catalogue().find(({ name }) => name === 'lastfm-2k')?.files ?? [];
    for (const { name, md5, bytes } of files) {
      const content = readFileSync(path.join(hetrec as string, name));
      expect(createHash('md5').update(content).digest('hex')).toBe(md5);
      expect(content.length).toBe(bytes);
    }
    expect(files.length).toBe(2);
  });
});
