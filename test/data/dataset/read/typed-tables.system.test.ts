import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FileRefusal } from '#listenlab/data/dataset/file-error.js';
import { sharedFile } from '../../../support/shared.js';
import { rowsOf } from '../support.js';
import { typedFiles } from './typed-files.js';

const { folder, write, writeNext, open, clean, rowsIn, json, renamed } = typedFiles();

const cases = sharedFile('cases');

describe('column names that differ only in case or surrounding spaces', () => {
  const values = ['ann', 'bob', 'Low', '3'];
  /** A table with this header in each format. */
  async function tables(header: readonly string[]): Promise<string[]> {
    const record = JSON.stringify(Object.fromEntries(header.map((name, i) => [name, values[i]])));
    const quoted = [header, values].map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n');
    const placeholders = header.map((name, i) => `${'q'.repeat(name.length - 1)}${i}`);
    const query = placeholders.map((name, i) => `'${values[i]}' AS ${name}`).join(', ');
    const names = Object.fromEntries(placeholders.map((name, i) => [name, header[i]]));
    return [
      writeNext('alike.csv', `${quoted}\n`),
      json(`[${record}]`),
      writeNext('alike.jsonl', `${record}\n`),
      await renamed(`SELECT ${query}`, names),
    ];
  }

  it.each<[string[], string, string, string]>([
    [['User', 'USER', 'artist', 'plays'], "'User' and 'USER'|'USER' and 'User'", 'user: ', 'user='],
    [['User', 'User ', 'artist', 'plays'], "'User' and 'User '", "user: 'User'", 'user=User'],
    [
      ['user', 'Artist', 'ARTIST', 'plays'],
      "'Artist' and 'ARTIST'|'ARTIST' and 'Artist'",
      'artist: ',
      'artist=',
    ],
  ])('are refused: %j', async (header, names, code, flags) => {
    for (const file of await tables(header)) {
      const error = (await open(file).catch((reason: unknown) => reason)) as FileRefusal;
      expect(error.message).toMatch(
        new RegExp(
          ` has columns (${names}), which differ only in case or surrounding spaces; say which by its exact name, such as columns: \\{ ${code}`,
        ),
      );
      expect(error.atCommandLine).toContain(`such as --columns ${flags}`);
    }
  });

  it('are matched exactly, with a note if the exact match is the usual name', async () => {
    for (const file of await tables(['User', 'user', 'artist', 'plays'])) {
      const raw = await open(file);
      expect(await rowsOf(raw, 'SELECT "user", artist, plays FROM plays')).toEqual([['bob', 'Low', 3]]);
      expect((await raw.clean()).notes).toEqual(["column 'user' was read as user, and 'User' ignored"]);
      expect(await rowsIn(file, { columns: { user: 'User' } })).toEqual([['ann', 'Low', 3]]);
      expect(await rowsIn(file, { columns: { user: 'user' } })).toEqual([['bob', 'Low', 3]]);
      await expect(open(file, { columns: { user: 'USER' } })).rejects.toThrow(/say which by its exact name/);
    }
  });

  it('are refused if a JSON record repeats a name', async () => {
    const records = [
      '{"user": "ann", "x": 1, "artist": "Low", "plays": 3}',
      '{"user": "ann", "x": 1, "x": 2, "artist": "Low", "user": "bob", "plays": 3}',
    ];
    for (const file of [json(`[${records.join(', ')}]`), writeNext('twice.jsonl', records.join('\n'))])
      await expect(open(file)).rejects.toThrow(
        "row 2 has 'user' twice; expected each name once per record: remove one of them where the file is written",
      );
    expect(await rowsIn(json(records[1].replace(', "user": "bob"', '')))).toEqual([['ann', 'Low', 3]]);
  });

  it('are no conflict if only one column remains', async () => {
    for (const file of await tables([' user ', 'other', 'artist', 'Plays ']))
      expect(await rowsIn(file)).toEqual([['ann', 'Low', 3]]);
  });

  it('are refused if the parts of a table order them differently', async () => {
    const parts = [
      "'ann' AS user, 'bob' AS Q1er, 'Low' AS artist, 3 AS plays",
      "'bob' AS Q1er, 'ann' AS user, 'Low' AS artist, 3 AS plays",
    ];
    const table = path.join(folder, 'mixed-parts');
    mkdirSync(table);
    for (const [i, columns] of parts.entries()) {
      const file = await renamed(`SELECT ${columns}`, { Q1er: 'User' });
      writeFileSync(path.join(table, `part-${i}.parquet`), readFileSync(file));
    }
    await expect(open(table, { columns: { user: 'user' } })).rejects.toThrow(
      /mixed-parts has columns 'user' and 'User', and part-0\.parquet and part-1\.parquet do not have the same columns in the same order, .*; rename one/,
    );
  });
});

/** Compressed files of one row, which DuckDB cannot write. */
const WIDE_FILES = {
  // pyarrow: plays is decimal256(40, 0).
  pyarrow:
    'H4sIAAAAAAACA32RQUvDMBTHX7MaiozdXmhGDkVoUNiKE/TkYe40oYci87ZLGAUH2ta0c/gN/AR+Oj+Mr+02h1RD8hL+7/d/eSTJ' +
    '3cMEAYc4HCGjA0euAIDVy+lRNFn2bz7OtyRHGHXk4dfoEaBQdZDujkBXLq/B5+XqKX0x6AH2Q+a7mzK1IcQ13wjc2GpdVntpgGfI' +
    '/JPi2byX4SnVTkbLOjYFCXcyEEwqGWtQ2JchB9nWRNLFVEy1d6/IAMjgVnDJpW76OsJ3Nx4M8z8Ng9bQdtPwC7HQH86P4eIYd1vc' +
    'yRp0Jmb6qwsVn0ww7dEG50Fh7Osmrcarohgba/Nt8Jbacp1nwdVNdBlNZP0shwmP9BEJ/fM3GeUzr+wBAAA=',
  // Polars: user is Int128.
  polars:
    'H4sIAAAAAAACA4VTzW7TQBDerE2aQxTl0F3Zkg++xGpFVBy3VWzUHtYt0Ig0P0YqUPXiJHYSEeLITpuGM0I8BSfOPSGeoeIpeBRm' +
    'bAMFqbCyd2b2m++bGWvdE16DEVZn9Tqj4BRZkRBK4C1skD8Xq6g1UlQV+TIJYkY45R3eMUqEyazCKm2kEyLB245WoFRlVZSs3pUk' +
    'Eiur+6RYVZWiHy+nyTLVOefnxk3B+FBALeDd0UoL3ysm52IPFjN/naRaF/zCuKXGJ0pUjZdYh0MueDcFZuXuLc1cRtX2iRxH0RI0' +
    'YQSd0Ww2wso1+rPBGmlrmCzDUVYGqqiaemCcafd9Ef5VYpvE+Ei1/4zLv0mME+OzpP17FP4d8/h7yqlRArOJgyhl4Xndl4+T4SR4' +
    '6ytf6CNcjilgPcHNvoL4up/H6dFzIRJxlNq+eNgDfLXC85YQ4zzvFIwbYdDFTSD/qI/SLQxdkecjlBnAW4inlbI6T3EbPrueBK9Q' +
    '71ggfvI33+vn/GMbcTclv8akyXDuLYa7gHffAWLv/SK540xlnCa/wP7Aenn/p7meiXrj3/0A9Q2WbmXzuI2hdbYW4vCQKJ1eNPPj' +
    'RN9arJeTaL6tXwVxMo3murXT2DH1rcHldDbSm6FjWoPRbhiOrGYY2taosWc1bd90fMvZD0MrbPrByLG21QO4LtlDBnBRe/CD/QB2' +
    'Cvu8ZQMAAA==',
};

describe('Parquet numbers too large for DuckDB', () => {
  const file = (name: keyof typeof WIDE_FILES) =>
    writeNext(`${name}.parquet`, gunzipSync(Buffer.from(WIDE_FILES[name], 'base64')));

  it.each([
    [
      'pyarrow',
      `column 'plays' has decimals of 40 digits; expected at most 38; convert it first, e.g. with pandas: pd.read_parquet('FILE').astype({"plays": 'int64'}).to_parquet('NEW')`,
    ],
    [
      'polars',
      `column 'user' has whole numbers of 128 bits (Int128 of Polars); expected at most 64; convert it first, e.g. with Polars: pl.read_parquet('FILE').cast({"user": pl.String}).write_parquet('NEW')`,
    ],
  ] as const)('are refused in a file written by %s', async (name, message) => {
    await expect(open(file(name))).rejects.toThrow(message);
  });

  it('do not matter in a column that is not read', async () => {
    expect(await rowsIn(file('pyarrow'), { columns: { plays: 'n' } })).toEqual([['ann', 'Low', 4]]);
  });
});

describe('text encodings', () => {
  it('are distinguished in the advice for text that is not UTF-8', async () => {
    const file = (name: string, bytes: string) =>
      write(name, Buffer.from(`user,artist,plays\nann,${bytes},3\n`, 'latin1'));
    await expect(open(file('latin1.csv', 'Bj\xf6rk'))).rejects.toThrow(
      'is not valid UTF-8 in line 2; re-encode it, e.g. iconv -f LATIN1 ',
    );
    await expect(open(file('windows.csv', 'Bj\xf6rk \x96 \x93Live\x94'))).rejects.toThrow('iconv -f CP1252 ');
  });
});

describe.skipIf(!cases)('the collected typed files', () => {
  const file = (name: string) => path.join(cases as string, name);
  it.each([
    ['09-json-values/big-ids.json', 'user', ['9148955329465708066', '9148955329465708067']],
    ['09-json-values/date-artists.json', 'artist', ['01-02-2003', '1999-12-31', '25-11-2025']],
    ['09-json-values/date-users.jsonl', 'user', ['2001-01-02', '2001-1-2']],
    [
      '09-json-values/hex-users.json',
      'user',
      ['0f8fad5bd9cb469fa16570867728950e', 'bbd05ae79a9b4b7e8c1d0123456789ab'],
    ],
    [
      '09-json-values/huge-ids.json',
      'user',
      ['123456789012345678901234567890', '123456789012345678901234567891', '3'],
    ],
    ['09-json-values/mixed-artist.json', 'artist', ['311', 'Björk', 'Low']],
    ['09-json-values/mixed-user.json', 'user', ['1', 'ann']],
    ['09-json-values/time-artists.json', 'artist', ['12:00', '23:59:59']],
    [
      '09-json-values/uuid-users.json',
      'user',
      ['0F8FAD5B-D9CB-469F-A165-70867728950E', 'BBD05AE7-9A9B-4B7E-8C1D-0123456789AB'],
    ],
    ['10-parquet/float-ids.parquet', 'user', ['10', '7', '8', '9', null]],
    ['10-parquet/uint64-ids.parquet', 'min("user")', ['9223372036854775808']],
  ])('%s keeps its names', async (name, column, values) => {
    const raw = await open(file(name));
    expect((await rowsOf(raw, `SELECT DISTINCT ${column} AS name FROM plays ORDER BY name`)).flat()).toEqual(
      values,
    );
  });

  it.each([
    '09-json-values/artist-null-late.json',
    '09-json-values/plays-as-text.json',
    '10-parquet/binary.parquet',
    '10-parquet/category.parquet',
    '10-parquet/decimal.parquet',
    '10-parquet/multiindex.parquet',
    '10-parquet/spark.parquet',
  ])('%s has the expected artists and plays', async (name) => {
    const cleaned = await clean(await open(file(name)));
    expect((await rowsOf(cleaned, 'SELECT artist FROM artists ORDER BY artist')).flat()).toEqual([
      'Björk',
      'Earth, Wind & Fire',
      'Low',
      'Mogwai',
      'Sigur Rós',
    ]);
    expect(
      await rowsOf(cleaned, `SELECT plays FROM plays WHERE "user" = 'ann' AND artist = 'Björk'`),
    ).toEqual([[120]]);
  });

  it.each([
    ['09-json-values/object-artist.json', "row 1 has '{"],
    ['09-json-values/plays-bool.json', "row 1 has 'true' for plays"],
    ['10-parquet/bool.parquet', "row 1 has 'true' for plays"],
    ['10-parquet/list-artist.parquet', "row 1 has '[Björk]' for artist"],
    ['10-parquet/timestamp.parquet', 'for plays; expected text or a number'],
    ['10-parquet/plays.feather', 'is an Arrow (Feather) file; save it as Parquet'],
  ])('%s is refused', async (name, message) => {
    await expect(open(file(name))).rejects.toThrow(message);
  });
});
