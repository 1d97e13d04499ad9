import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { droppedRows, lines360K, rowsOf, testFolder } from '../support.js';

const { folder, write, open, clean } = testFolder();
const EXPECTED = [
  ['ann', 'earth, wind & fire', 12, 1],
  ['bob', '"weird al" yankovic', 7, 2],
];
const CSV = 'plays,artist,extra,USER\n12,"earth, wind & fire",x,ann\n7,"""weird al"" yankovic",y,bob\n';

async function expectRows(file: string, firstLine: number, options = {}) {
  const raw = await open(file, options);
  const rows = EXPECTED.map(([user, artist, plays, line]) => [
    user,
    artist,
    plays,
    Number(line) - 1 + firstLine,
  ]);
  expect(await rowsOf(raw, 'FROM plays ORDER BY line')).toEqual(rows);
}

describe('tables with named columns', () => {
  it('are read from CSV by header, in any column order and case', async () => {
    await expectRows(write('plays.csv', CSV), 2);
    await expectRows(write('marked.csv', `\ufeff${CSV.replaceAll('\n', '\r\n')}`), 2);
    await expectRows(
      write('semicolons.txt', CSV.replace('earth, ', 'earth§ ').replaceAll(',', ';').replace('§', ',')),
      2,
    );
  });

  it('are read from TSV by given names, with quotes kept as text', async () => {
    const tsv = 'who\tband\tn\nann\tearth, wind & fire\t12\nbob\t"weird al" yankovic\t7\n';
    await expectRows(write('named.tsv', tsv), 2, { columns: { user: 'who', artist: 'band', plays: 'n' } });
  });

  it('are read from JSON and from JSON lines', async () => {
    const records = EXPECTED.map(([user, artist, plays]) => ({ user, artist, plays }));
    await expectRows(write('plays.json', JSON.stringify(records)), 1);
    await expectRows(write('records.txt', JSON.stringify(records, null, 2)), 1);
    await expectRows(write('plays.jsonl', records.map((record) => JSON.stringify(record)).join('\n')), 1);
  });

  it('are read from Parquet, with numbers as names', async () => {
    const file = path.join(folder, 'plays.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`COPY (SELECT * FROM (VALUES (7, 'kent', 12.0), (8, 'muse', -1), (8, NULL, 3))
      AS t("user", artist, plays)) TO '${file}'`);
    connection.closeSync();
    const cleaned = await clean(await open(file));
    expect(await rowsOf(cleaned, 'FROM plays')).toEqual([['7', 'kent', 12]]);
    expect(await droppedRows(cleaned)).toEqual({
      'no artist': [1, '3'],
      'plays not a whole number from 1 to 2,147,483,647': [1, '2'],
    });
  });

  it('keep names with any characters, even line ends', async () => {
    const names = ['a\nb', 'a\r\nb', '"', '\\', 'a\u2028b', 'くるり', '\u{1f3b8}', '</script>', '[1]'];
    const rows = names.map((artist) => ({ user: 'ann', artist, plays: 3 }));
    const cleaned = await clean(await open(write('any.json', JSON.stringify(rows))));
    expect(new Set((await cleaned.interactions()).artists.names)).toEqual(new Set(names));
  });

  it('may have short and long rows, which cleaning counts', async () => {
    const rows = ['ann,kent,12', 'bob,muse', 'bob,blur,3,more', 'bob,kent,1,200', 'ann,muse,4,'];
    const file = write('ragged.csv', `user,artist,plays\n${rows.join('\n')}\n`);
    const cleaned = await clean(await open(file));
    expect(await droppedRows(cleaned)).toEqual({ 'wrong number of columns': [3, '3, 4, 5'] });
  });
});

describe('dataset paths', () => {
  it('are taken literally, even with quotes and wildcards', async () => {
    const raw = await open(write(`it's [a] *.tsv`, lines360K([['ann', 'kent', 3]])));
    expect(await rowsOf(raw, 'FROM plays')).toEqual([['ann', 'kent', 3, 1]]);
    expect(raw.name).toBe(`it's [a] *.tsv`);
  });

  it('may be a folder with the two files of Last.fm 360K', async () => {
    write('usersha1-artmbid-artname-plays.tsv', lines360K([['ann', 'kent', 3]]));
    const profiles = [
      'ann\tf\t22\tGermany\tFeb 1, 2007',
      'bob\t\t-1337\t\tMai 1, 2007',
      'eve\tm\t101\t',
      'cy\tm\t100\tUganda\t',
    ];
    write('usersha1-profile.tsv', profiles.join('\n'));
    const raw = await open(folder);
    expect(raw.hasProfiles).toBe(true);
    expect(await rowsOf(raw, 'FROM profiles')).toEqual([
      ['ann', 'f', 22, 'Germany', '2007-02-01'],
      ['bob', null, null, null, null],
      ['cy', 'm', 100, 'Uganda', null],
    ]);
    const cleaned = await clean(raw);
    expect((await cleaned.profileProblems()).values).toEqual([
      ['age outside 5 to 100, set missing', 1, '2'],
      ['not 5 columns with a user', 1, '3'],
      ['unreadable sign-up date, set missing', 1, '2'],
    ]);
    expect((await rowsOf(cleaned, 'FROM profiles')).length).toBe(3);
  });

  it('without profiles are reported as such', async () => {
    const raw = await open(write('plain.tsv', lines360K([['ann', 'kent', 3]])));
    expect(raw.hasProfiles).toBe(false);
    await expect(raw.profileProblems()).rejects.toThrow(
      "dataset 'plain.tsv' has no profiles; name a profile file",
    );
  });
});
