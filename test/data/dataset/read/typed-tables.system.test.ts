import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import type { FileRefusal } from '#listenlab/data/dataset/file-error.js';
import type { OpenOptions } from '#listenlab/data/dataset/open.js';
import { sharedFile } from '../../../support/shared.js';
import { droppedRows, rowsOf, testFolder } from '../support.js';

const { folder, write, open, clean } = testFolder();
const cases = sharedFile('cases');
let made = 0;

const rowsIn = async (file: string, options: OpenOptions = {}) =>
  rowsOf(await open(file, options), 'SELECT "user", artist, plays FROM plays ORDER BY line');
const json = (records: string) => write(`table-${made++}.json`, records);

/** Writes the result of a query to a Parquet file. */
async function parquet(query: string): Promise<string> {
  const file = path.join(folder, `table-${made++}.parquet`);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (${query}) TO '${file}'`);
  connection.closeSync();
  return file;
}

/** The same with column names patched to ones that DuckDB does not write; they must have the same length. */
async function renamed(query: string, names: Readonly<Record<string, string>>): Promise<string> {
  const file = await parquet(query);
  const text = Object.entries(names).reduce(
    (bytes, [name, other]) => bytes.replaceAll(name, other),
    readFileSync(file, 'latin1'),
  );
  writeFileSync(file, text, 'latin1');
  return file;
}

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
      write(`alike-${made++}.csv`, `${quoted}\n`),
      json(`[${record}]`),
      write(`alike-${made++}.jsonl`, `${record}\n`),
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
    for (const file of [json(`[${records.join(', ')}]`), write(`twice-${made++}.jsonl`, records.join('\n'))])
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
    write(`${name}-${made++}.parquet`, gunzipSync(Buffer.from(WIDE_FILES[name], 'base64')));

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

describe('spaces around names', () => {
  const rows = [
    ['ann', ' Low', '3'],
    ['ann ', 'Low', '4'],
    ['\tbob', 'The  Fall', '5'],
    ['bob', 'The  Fall ', '6'],
  ];
  const header = ['user', 'artist', 'plays'];
  const EXPECTED = [
    ['ann', 'Low', 7],
    ['bob', 'The  Fall', 11],
  ];
  const cleanedRows = async (file: string) => {
    const raw = await open(file);
    const { notes } = await raw.clean();
    return { rows: await rowsOf(await clean(raw), 'FROM plays ORDER BY ALL'), notes };
  };

  it('are stripped in every format, with a note if only a string can contain them', async () => {
    const records = rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
    const values = rows.map((row) => `(${row.map((cell) => `'${cell}'`).join(', ')})`).join(', ');
    const csv = write(`spaces-${made++}.csv`, [header, ...rows].map((row) => `${row.join(',')}\n`).join(''));
    expect(await cleanedRows(csv)).toEqual({ rows: EXPECTED, notes: [] });
    for (const file of [
      json(JSON.stringify(records)),
      write(`spaces-${made++}.jsonl`, records.map((record) => JSON.stringify(record)).join('\n')),
      await parquet(`SELECT * FROM (VALUES ${values}) AS t("user", artist, plays)`),
    ]) {
      const notes = ["spaces around 4 names were removed, as in ' Low'"];
      expect(await cleanedRows(file)).toEqual({ rows: EXPECTED, notes });
    }
  });

  it('are kept in quoted names, with a note if another name differs only in them', async () => {
    const text = 'user,artist,plays\n"ann"," Low",3\nann,Low,4\nann," Can",5\n';
    expect(await cleanedRows(write(`spaces-${made++}.csv`, text))).toEqual({
      rows: [
        ['ann', ' Can', 5],
        ['ann', ' Low', 3],
        ['ann', 'Low', 4],
      ],
      notes: [
        "1 name differs from another only in surrounding spaces: ' Low'; it is treated as different: if that is wrong, remove the spaces from the file",
      ],
    });
  });
});

describe('names in JSON', () => {
  it.each([
    ['numbers beside text', ['311', '"Björk"'], ['311', 'Björk']],
    ['long numbers', ['9148955329465708067', '123456789012345678901234567890'], null],
    ['longer numbers', ['123456789012345678901234567891', '-5'], null],
    ['numbers with decimals and exponents', ['1.10', '1e5', '2.0', '"1.1"'], ['1.10', '1e5', '2.0', '1.1']],
    ['UUIDs', ['"BBD05AE7-9A9B-4B7E-8C1D-0123456789AB"', '"bbd05ae79a9b4b7e8c1d0123456789ab"'], null],
    [
      'times and dates',
      ['"12:00"', '"25-11-2025"', '"1999-12-31"', '"2001-1-2"', '"2001-01-02T03:04:05Z"'],
      null,
    ],
    ['words that mean something', ['"true"', '"null"', '"NaN"', '"[1]"', '"{}"'], null],
    ['escapes', ['"a\\nb"', '"\\u0041\\"\\\\"', '"\\ud83c\\udfb8"'], ['a\nb', 'A"\\', '\u{1f3b8}']],
    ['nothing', ['null', '""', '" "', '"\\u00a0"', '"\\n"'], [null, null, null, null, null]],
  ])('keep their original form: %s', async (_, values, names) => {
    const expected = names ?? values.map((value) => value.replaceAll('"', ''));
    const artists = values.map((value) => `{"user": "ann", "artist": ${value}, "plays": 5}`);
    expect(await rowsIn(json(`[${artists.join(', ')}]`))).toEqual(expected.map((name) => ['ann', name, 5]));
    const users = values.map((value) => `{"plays": "5", "a/b~": ${value}, "artist": "Low"}`);
    const columns = { user: 'a/b~' };
    expect(await rowsIn(write(`lines-${made++}.jsonl`, users.join('\n')), { columns })).toEqual(
      expected.map((name) => [name, 'Low', 5]),
    );
  });

  it.each([
    [
      '[{"user": "ann", "artist": "Low", "plays": 5}, {"user": "ann", "artist": {"name": "Low"}, "plays": 5}]',
      'row 2',
      `'{"name":"Low"}' for artist`,
    ],
    ['[{"user": ["ann"], "artist": "Low", "plays": 5}]', 'row 1', `'["ann"]' for user`],
    ['[{"user": "ann", "artist": "Low", "plays": true}]', 'row 1', "'true' for plays"],
  ])('are refused with their row if they are neither text nor number: %s', async (records, row, value) => {
    await expect(open(json(records))).rejects.toThrow(
      new RegExp(
        `\\.json: ${row} has ${value.replace(/[{[\]}]/g, '\\$&')}; expected text or a number; name a column`,
      ),
    );
  });

  it('may be missing in some records and have keys in any case', async () => {
    const file = json(
      '[{"User": "ann", "ARTIST": "Low", "Plays": 5}, {"User": "bob", "Plays": 5}, {"other": 1}]',
    );
    expect(await droppedRows(await clean(await open(file)))).toEqual({
      'no user': [1, '3'],
      'no artist': [1, '2'],
    });
  });

  it('may come with plays as both numbers and text in one column', async () => {
    const plays = ['1.234', '"1,230"', '"7"', '12.0', '1e2', 'null', '"x"'];
    const records = plays.map((value) => `{"user": "ann", "artist": "Low", "plays": ${value}}`);
    expect((await rowsIn(json(`[${records.join(',')}]`))).map(([, , value]) => value)).toEqual([
      null,
      1230,
      7,
      12,
      100,
      null,
      null,
    ]);
  });

  it('are refused if plays given as text are ambiguous', async () => {
    const records = ['"1.234"', '"5"'].map((value) => `{"user": "ann", "artist": "Low", "plays": ${value}}`);
    await expect(open(json(`[${records.join(',')}]`))).rejects.toThrow(
      "plays of '1.234' in row 1 may be 1234, with a point as thousands separator, or a number with decimals",
    );
  });

  it.each([
    ['{ "user": ', 'cannot be read (record 1 is not valid JSON: unexpected end of data)'],
    [
      '[{"user": "ann", "artist": "Low\\ud800", "plays": 5}]',
      'is not valid JSON: no low surrogate in string)',
    ],
    ['[]', 'is an empty list in JSON'],
    ['[{}]', "has no column 'user'; it has no records with columns"],
    ['[1, 2]', 'is a list of single values in JSON'],
    ['{"listens": []}', 'is an object that has only lists and objects in it (listens)'],
  ])('are not read from unusable JSON: %s', async (text, message) => {
    await expect(open(json(text))).rejects.toThrow(message);
  });
});

describe('names in Parquet', () => {
  it('may be text, UTF-8 bytes, categories or numbers', async () => {
    const names = [
      "'Björk'",
      "encode('Björk')",
      "'Björk'::ENUM ('Björk')",
      '7',
      '7.0::DOUBLE',
      '7.25::DOUBLE',
      '7.00::DECIMAL(10,2)',
      '18446744073709551615::UBIGINT',
      "DATE '2001-01-02'",
      'NULL',
      "'NaN'::DOUBLE",
    ];
    const found = [
      'Björk',
      'Björk',
      'Björk',
      '7',
      '7',
      '7.25',
      '7',
      '18446744073709551615',
      '2001-01-02',
      null,
      null,
    ];
    for (const [i, name] of names.entries()) {
      const file = await parquet(`SELECT 'ann' AS "user", ${name} AS artist, 3 AS plays`);
      expect(await rowsIn(file), name).toEqual([['ann', found[i], 3]]);
    }
  });

  it('may come with plays of any numeric type or as text', async () => {
    for (const plays of ['1234', '1234.0::FLOAT', '1234.00::DECIMAL(10,2)', "'1,234.0'", "'1234'::BLOB"]) {
      expect(
        await rowsIn(await parquet(`SELECT 'ann' AS "user", 'Low' AS artist, ${plays} AS plays`)),
        plays,
      ).toEqual([['ann', 'Low', 1234]]);
    }
  });

  it('are refused if plays given as text are ambiguous', async () => {
    const rows = (plays: string) =>
      parquet(`SELECT 'ann' AS "user", 'artist ' || i AS artist, ${plays} AS plays FROM range(2) t(i)`);
    await expect(open(await rows("if(i = 0, '1.234', '5')"))).rejects.toThrow(
      "plays of '1.234' in row 1 may be",
    );
    expect((await rowsIn(await rows('if(i = 0, 1.234, 5)'))).map(([, , plays]) => plays)).toEqual([null, 5]);
  });

  it.each([
    ["['Low']", '3', "row 2 has '[Low]' for artist"],
    ["{'name': 'Low'}", '3', 'for artist'],
    ["'\\xff'::BLOB", '3', "row 2 has '\\xFF' for artist"],
    ["'Low'", 'true', "row 2 has 'true' for plays"],
    ["'Low'", "TIMESTAMP '2001-01-02 03:04:05'", "row 2 has '2001-01-02 03:04:05' for plays"],
  ])('are refused if they are neither text nor number: %s, %s', async (artist, plays, message) => {
    const row = (user: string, name: string, count: string) =>
      `SELECT '${user}' AS "user", ${name} AS artist, ${count} AS plays`;
    const file = await parquet(`${row('ann', 'NULL', 'NULL')} UNION ALL ${row('bob', artist, plays)}`);
    await expect(open(file)).rejects.toThrow(message);
    await expect(open(file)).rejects.toThrow(
      '; expected text or a number; name a column that holds only those',
    );
  });

  it('come from the file rather than from the name of a partition folder', async () => {
    const file = await parquet(`SELECT 'ann' AS "user", 'Low' AS artist, 3 AS plays`);
    const copyTo = (...place: string[]) => {
      const copy = path.join(folder, ...place, 'part-0.parquet');
      mkdirSync(path.dirname(copy), { recursive: true });
      writeFileSync(copy, readFileSync(file));
      return copy;
    };
    expect(await rowsIn(copyTo('plays=5', 'user=u9'))).toEqual([['ann', 'Low', 3]]);
    const bare = await parquet(`SELECT 'Low' AS artist, 3 AS plays`);
    const partition = path.join(path.dirname(copyTo('by-user', 'user=007')), 'part-0.parquet');
    writeFileSync(partition, readFileSync(bare));
    expect(await rowsIn(partition)).toEqual([['007', 'Low', 3]]);
  });

  it.each(['other.parquet', 'year=2/part-0.parquet', '_delta_log/0.json'])(
    'are refused in a folder that holds more than parts: %s',
    async (other) => {
      const file = readFileSync(await parquet(`SELECT 'ann' AS "user", 'Low' AS artist, 3 AS plays`));
      const table = path.join(folder, `more-${made}`);
      for (const name of ['part-0.parquet', other]) {
        mkdirSync(path.dirname(path.join(table, name)), { recursive: true });
        writeFileSync(path.join(table, name), file);
      }
      await expect(open(table)).rejects.toThrow(
        `holds other files beside the part-...parquet files of a table: ${other.split('/')[0]}; it is unclear which belong`,
      );
    },
  );

  it('are read from a folder of parts in order', async () => {
    const parts = path.join(folder, 'spark.parquet');
    mkdirSync(parts);
    for (const i of [1, 0]) {
      const file = await parquet(`SELECT 'ann' AS "user", 'artist ${i}' AS artist, ${i + 1} AS plays`);
      writeFileSync(path.join(parts, `part-0000${i}.snappy.parquet`), readFileSync(file));
    }
    writeFileSync(path.join(parts, '_SUCCESS'), '');
    expect(await rowsIn(parts)).toEqual([
      ['ann', 'artist 0', 1],
      ['ann', 'artist 1', 2],
    ]);
  });

  it('are not read from an incomplete file', async () => {
    const whole = readFileSync(await parquet(`SELECT 'ann' AS "user", 'Low' AS artist, 3 AS plays`));
    const file = write('cut.parquet', whole.subarray(0, whole.length - 20));
    await expect(open(file)).rejects.toThrow(
      /cut\.parquet cannot be read \((?:it|cut\.parquet) is not a complete Parquet file[^)]*\); check that it is complete/,
    );
  });

  it('are reported with the part that lacks a column', async () => {
    const table = path.join(folder, 'lacking');
    mkdirSync(table);
    const row = `SELECT 'ann' AS "user", 'Low' AS artist`;
    for (const [i, query] of [`${row}, 3 AS plays`, row].entries())
      writeFileSync(path.join(table, `part-${i}.parquet`), readFileSync(await parquet(query)));
    await expect(open(table)).rejects.toThrow(
      /lacking cannot be read \(part-1\.parquet has no column 'plays', which other parts have\)/,
    );
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
