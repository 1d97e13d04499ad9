import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { droppedRows, rowsOf } from '../support.js';
import { typedFiles } from './typed-files.js';

const { folder, write, writeNext, open, clean, rowsIn, json, parquet } = typedFiles();

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
    const csv = writeNext('spaces.csv', [header, ...rows].map((row) => `${row.join(',')}\n`).join(''));
    expect(await cleanedRows(csv)).toEqual({ rows: EXPECTED, notes: [] });
    for (const file of [
      json(JSON.stringify(records)),
      writeNext('spaces.jsonl', records.map((record) => JSON.stringify(record)).join('\n')),
      await parquet(`SELECT * FROM (VALUES ${values}) AS t("user", artist, plays)`),
    ]) {
      const notes = ["spaces around 4 names were removed, as in ' Low'"];
      expect(await cleanedRows(file)).toEqual({ rows: EXPECTED, notes });
    }
  });

  it('are kept in quoted names, with a note if another name differs only in them', async () => {
    const text = 'user,artist,plays\n"ann"," Low",3\nann,Low,4\nann," Can",5\n';
    expect(await cleanedRows(writeNext('spaces.csv', text))).toEqual({
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
    expect(await rowsIn(writeNext('lines.jsonl', users.join('\n')), { columns })).toEqual(
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
      const table = path.join(folder, `more-${path.parse(other).name}`);
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
