import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { InputError } from '#listenlab/util/errors.js';
import { wideText } from '../../../support/wide-text.js';
import { droppedRows, lines360K, rowsOf, testFolder } from '../support.js';

const { folder, write, open, clean } = testFolder();

async function messageOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

describe('names and paths', () => {
  it('suggests the nearest dataset for an unknown name', async () => {
    expect(await messageOf(open('lastfm2k'))).toBe(
      "no dataset or file 'lastfm2k'; did you mean 'lastfm-2k'? Datasets: sample, lastfm-2k, lastfm-360k, lastfm-1k",
    );
  });

  it('names a missing file in full', async () => {
    const file = path.join(folder, 'missing.tsv');
    expect(await messageOf(open(file))).toBe(
      `no file or folder ${file}; give an existing path or a dataset name (sample, lastfm-2k, lastfm-360k, lastfm-1k)`,
    );
  });

  it('refuses web addresses and paths that are not files', async () => {
    expect(await messageOf(open('https://example.org/plays.csv'))).toBe(
      'https://example.org/plays.csv is a web address, and only data get uses the network; save it as a file and give its path',
    );
    if (process.platform === 'win32') return;
    expect(await messageOf(open('file:///my%20plays.csv'))).toBe(
      'file:///my%20plays.csv is the address of a file; give its path, /my plays.csv',
    );
    expect(await messageOf(open('file://elsewhere/plays.csv'))).toContain(
      'file://elsewhere/plays.csv is not a path',
    );
    expect(await messageOf(open('/dev/null'))).toBe(
      '/dev/null is neither a file nor a folder, and a pipe can be read only once; save it as a file and give its path',
    );
  });

  it('says how to download a dataset of the catalogue', async () => {
    expect(await messageOf(open('lastfm-360k'))).toMatch(
      /^dataset 'lastfm-360k' is not downloaded yet .*; run: npx listenlab data get lastfm-360k$/,
    );
  });

  it('says which files a folder should contain', async () => {
    mkdirSync(path.join(folder, 'nothing'));
    expect(await messageOf(open(path.join(folder, 'nothing')))).toContain(
      'holds neither user_artists.dat (HetRec) nor usersha1-artmbid-artname-plays.tsv (Last.fm 360K)',
    );
  });

  it('lists the files of a folder that may be the plays', async () => {
    const held = (name: string, files: readonly string[]) => {
      mkdirSync(path.join(folder, name));
      for (const file of files) write(path.join(name, file), 'user,artist,plays\nann,Low,3\n');
      return path.join(folder, name);
    };
    const one = held('one', ['README.txt', 'plays.csv']);
    expect(await messageOf(open(one))).toBe(
      `folder ${one} holds the file 'plays.csv'; expected a file of plays or a published dataset; ` +
        `give its path: ${JSON.stringify(path.join(one, 'plays.csv'))}`,
    );
    const two = held('two plays', ['b.tsv', 'a.csv.gz', 'notes.md']);
    const error = await open(two).catch((reason: unknown) => reason);
    const flag = `--dataset '${path.join(two, 'a.csv.gz')}'`;
    expect((error as { atCommandLine: string }).atCommandLine).toBe(
      `folder ${two} holds 2 files that may contain plays ('a.csv.gz', 'b.tsv'); expected a file of plays or a ` +
        `published dataset; if they are parts of one table, write that as one file first; else give the path of one of them, such as: ${flag}`,
    );
  });

  it('requires artists.dat beside user_artists.dat', async () => {
    const file = write('user_artists.dat', 'userID\tartistID\tweight\n2\t51\t13883\n');
    expect(await messageOf(open(file))).toContain('needs artists.dat beside it');
  });

  it('reads a similar table without artists.dat if its columns are given', async () => {
    const columns = { user: 'userID', artist: 'artistID', plays: 'weight' };
    for (const name of ['alone/user_artists.dat', 'alone/renamed.tsv']) {
      mkdirSync(path.join(folder, 'alone'), { recursive: true });
      const file = write(name, 'userID\tartistID\tweight\n2\t51\t13883\n');
      expect(await messageOf(open(file))).toContain(
        "or use the numbers as names: { columns: { user: 'userID', artist: 'artistID', plays: 'weight' } }",
      );
      const raw = await open(file, { columns });
      expect(await rowsOf(raw, 'SELECT "user", artist, plays FROM plays')).toEqual([['2', '51', 13883]]);
    }
  });

  it('names a missing profile file', async () => {
    const file = write('with-profiles.tsv', lines360K([['ann', 'kent', 1]]));
    const profiles = path.join(folder, 'nobody.tsv');
    expect(await messageOf(open(file, { profiles }))).toBe(`no profile file ${profiles}; check the path`);
  });
});

describe('a table without rows', () => {
  it.each([
    ['csv', 'user,artist,plays\n'],
    ['tsv', 'user\tartist\tplays\n\n'],
    ['csv', '"user","artist","plays"'],
    ['parquet', undefined],
  ])('is refused: %s %j', async (extension, text) => {
    const file = path.join(folder, `no-rows.${extension}`);
    if (text !== undefined) write(`no-rows.${extension}`, text);
    else {
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      await connection.run(`COPY (SELECT 'a' AS user, 'b' AS artist, 3 AS plays WHERE false) TO '${file}'`);
      connection.closeSync();
    }
    expect(await messageOf(open(file))).toContain(
      'has columns but no rows, so there is nothing to train on; expected at least one row of plays',
    );
  });

  it('is refused if its rows use another delimiter than its header', async () => {
    const file = write('two-delimiters.csv', 'user,artist,plays\nann;Low;3\nbob;Muse;4\n');
    expect(await messageOf(open(file))).toContain(
      ": line 1 has ',' between its columns, and the rows have ';': 'ann;Low;3'; write the header with the same delimiter as the rows",
    );
    const lists = write('lists.csv', 'user,artist,plays\nann;x,Low;y,3\n');
    expect(await rowsOf(await open(lists), 'SELECT artist FROM plays')).toEqual([['Low;y']]);
  });
});

describe('files that do not contain plays', () => {
  it.each([
    ['empty.tsv', '', /is empty; expected 4 columns separated by tabs \(user, mbid, artist, plays\)/],
    ['blank.tsv', '\n\n', /holds only blank lines or comments; expected 4 columns/],
    ['binary.tsv', Uint8Array.of(80, 81, 0, 1, 2), /is a binary file \(byte 3 is zero\); expected 4 columns/],
    [
      'three.tsv',
      'ann\tkent\t12\n',
      /three\.tsv: line 1 has 3 columns; expected 4 columns separated by tabs/,
    ],
    ['one.tsv', 'hello\n', /one\.tsv: line 1 has 1 column; expected 4 columns/],
    ['bad.parquet', 'PAR1 but not really PAR1', /bad\.parquet cannot be read \(/],
    ['bad.json', '{ "user": ', /bad\.json cannot be read \(/],
  ])('are refused: %s', async (name, content, text) => {
    expect(await messageOf(open(write(name, content)))).toMatch(text);
  });

  it('are refused with the first line that is not UTF-8', async () => {
    const latin1 = Buffer.from('bob\t\tdie Ärzte\t3\n', 'latin1');
    const good = lines360K(Array.from({ length: 30_000 }, (_, i) => [`user ${i}`, 'Motörhead', i + 1]));
    const file = write('latin1.tsv', Buffer.concat([Buffer.from(good), latin1, Buffer.from(good)]));
    expect(await messageOf(open(file))).toBe(
      `${file} is not valid UTF-8 in line 30001, though other lines are; correct that line, or drop what ` +
        'cannot be read, e.g. iconv -c -f UTF-8 -t UTF-8 FILE > NEW',
    );
  });

  it.each([
    ['a Latin-1 header', 'latin1', 'h\xf6rer,k\xfcnstler,plays\nann,Low,3\n', 'LATIN1'],
    ['a Windows-1252 header', 'latin1', 'user,artist \x80,plays\nann,Low,3\n', 'CP1252'],
  ] as const)(
    'are refused for their encoding before their columns: %s',
    async (name, encoding, text, told) => {
      const file = write(`${name}.csv`, Buffer.from(text, encoding));
      expect(await messageOf(open(file))).toBe(
        `${file} is not valid UTF-8 in line 1; re-encode it, e.g. iconv -f ${told} -t UTF-8 FILE > NEW, with the encoding that it was written in`,
      );
    },
  );

  it('are checked as a whole to determine the encoding', async () => {
    const text = `h\xf6rer,artist,plays\n${'ann,Low,3\n'.repeat(10_000)}ann,\x93Live\x94,3\n`;
    const file = write('late-quotes.csv', Buffer.from(text, 'latin1'));
    expect(await messageOf(open(file))).toContain(
      'is not valid UTF-8 in line 1; re-encode it, e.g. iconv -f CP1252 ',
    );
  });

  it.each(['UTF-32', 'UTF-32LE', 'UTF-32BE'] as const)(
    'are refused as %s, whatever precedes the text',
    async (encoding) => {
      const file = write(`wide-${encoding}.csv`, wideText('user,artist,plays\nann,Bj\xf6rk,3\n', encoding));
      expect(await messageOf(open(file))).toBe(
        `${file} is encoded as ${encoding}; expected UTF-8: re-encode it, e.g. iconv -f ${encoding} -t UTF-8 FILE > NEW`,
      );
    },
  );

  it.each([
    ['SHIFT_JIS', '8de2967b97b488ea', '8da196ec82c692868cb4'],
    ['GB18030', 'd6dcbddcc2d7', 'cdf5b7c6'],
    ['EUC-KR', 'c0ccb9aebcbc', 'bdc5bdc2c8c6'],
    ['BIG5', 'a950aa4eaddb', 'a4fdb5d8'],
    ['CP1251', 'cae8edee', 'c0ebe8f1e0'],
  ])('are refused with likely encodings if it is no Western European one: %s', async (encoding, one, two) => {
    const rows = [one, two].map((hex) => [Buffer.from('ann,'), Buffer.from(hex, 'hex'), Buffer.from(',3\n')]);
    const file = write(
      `${encoding}.csv`,
      Buffer.concat([Buffer.from('user,artist,plays\n'), ...rows.flat()]),
    );
    const message = await messageOf(open(file));
    expect(message).toMatch(/ is not valid UTF-8 in line 2; its encoding cannot be determined \(perhaps /);
    expect(message).toContain(encoding);
  });

  it.each([
    ['image.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'is a PNG image; check'],
    ['photo.csv', Buffer.from('ffd8ffe000104a46494600010101', 'hex'), 'is a JPEG image; check'],
    [
      'als.csv',
      Buffer.from('7\0\0\0\0\0\0\0{"__metadata__":{"format":"listenlab-model","version":"1"}}     '),
      'is a listenlab model, not a file of plays; give it to loadModel, or to a command with --model',
    ],
    [
      'comma.json',
      '[{"user":"ann","artist":"Low","plays":3},\n{"user":"bob","artist":"Low","plays":3},]',
      'a comma follows record 2, but no record follows the comma: remove it',
    ],
  ])('are refused with their format: %s', async (name, bytes, said) => {
    expect(await messageOf(open(write(name, bytes)))).toContain(said);
  });

  it('are refused with the line of a zero byte in text', async () => {
    const file = write('zero.csv', 'user,artist,plays\nann,Low,3\nbob,Bj\0rk,4\n');
    expect(await messageOf(open(file))).toBe(
      `${file} has a zero byte (NUL) in line 3; remove all of them, e.g. tr -d '\\000' < FILE > NEW`,
    );
  });

  const many = (row: (i: number) => string) => Array.from({ length: 9000 }, (_, i) => row(i)).join('');
  const csv = `user,artist,plays\n${many((i) => `u${i},a${i % 9},3\n`)}`;
  const tsv = many((i) => `u${i}\t\ta${i % 9}\t3\n`);
  const jsonl = many((i) => `{"user":"u${i}","artist":"a${i % 9}","plays":3}\n`);
  it.each([
    ['cell.csv', `${csv}bob,Bj\0rk,4\n${csv.slice(18)}`, 9002],
    ['quoted.csv', `${csv}bob,"Bj\0rk",4\n`, 9002],
    ['end.csv', csv + '\0'.repeat(5000), 9002],
    ['cell.tsv', `${tsv}bob\t\tBj\0rk\t4\n`, 9001],
    ['user.tsv', `${tsv}\0\t\tLow\t4\n`, 9001],
    ['raw.jsonl', `${jsonl}{"user":"bob","artist":"Bj\0rk","plays":4}\n`, 9001],
  ])('are refused with the line of a zero byte far from the beginning: %s', async (name, text, line) => {
    const file = write(`zero-${name}`, text);
    expect(await messageOf(open(file))).toBe(
      `${file} has a zero byte (NUL) in line ${line}; remove all of them, e.g. tr -d '\\000' < FILE > NEW`,
    );
  });

  it('are refused with the row of a zero character in a JSON string', async () => {
    const file = write('zero.jsonl', `${jsonl}{"user":"bob","artist":"Bj\\u0000rk","plays":4}\n`);
    expect(await messageOf(open(file))).toBe(
      `${file}: row 9001 has a zero character (NUL) in artist 'Bj\ufffdrk'; remove all of them where the file is written`,
    );
  });

  it('are refused with the line of a zero byte in the artist names of HetRec', async () => {
    mkdirSync(path.join(folder, 'hetrec-zero'));
    const plays = write('hetrec-zero/user_artists.dat', 'userID\tartistID\tweight\n2\t51\t7\n');
    const many = Array.from({ length: 9000 }, (_, i) => `${i}\tartist ${i}\thttp\n`).join('');
    const file = write('hetrec-zero/artists.dat', `id\tname\turl\n${many}9001\tL\0w\thttp\n`);
    expect(await messageOf(open(plays))).toMatch(`${file} has a zero byte (NUL) in line 9002; remove`);
  });

  it('are refused with their columns if one is missing', async () => {
    const file = write('table.csv', 'listener,band,count\nann,kent,12\n');
    expect(await messageOf(open(file))).toBe(
      `${file} has no column 'user'; its columns are listener, band, count; ` +
        "say which columns to use with the option columns: { user: 'listener', artist: 'band', plays: 'count' }",
    );
    const columns = { user: 'listener', artist: 'artist', plays: 'count' };
    expect(await messageOf(open(file, { columns }))).toContain("has no column 'artist'");
  });
});

describe('bad rows in a good file', () => {
  it('are kept in the raw data with missing values, and are counted by cleaning', async () => {
    const rows = [
      'ann\t\tkent\t12',
      'ann\t\tmuse\tabc',
      'ann\t\tmuse\t-5',
      'ann\tmuse\t3',
      'ann\t\tmuse\t0',
      'ann\t\tmuse\t1e12',
      '',
      'bob\t\t\t7',
      '\t\tmuse\t7',
      'bob\t\tmuse\t1.5',
      'bob\t\tmuse\t12.0',
      'bob\t\tmuse\t5\textra',
      'bob\t\tblur\t2147483647',
      'bob\t\tpulp\t2147483648',
      'bob\t\tpulp\t',
      'bob\t\tpulp\tnan',
    ];
    const raw = await open(write('strays.tsv', rows.join('\n')));
    expect(await rowsOf(raw, 'SELECT line FROM plays WHERE plays IS NULL ORDER BY line')).toEqual(
      [2, 3, 4, 5, 6, 10, 12, 14, 15, 16].map((line) => [line]),
    );
    const cleaned = await clean(raw);
    expect(await droppedRows(cleaned)).toEqual({
      'wrong number of columns': [2, '4, 12'],
      'no user': [1, '9'],
      'no artist': [1, '8'],
      'plays not a whole number from 1 to 2,147,483,647': [8, '2, 3, 5'],
    });
    expect(await rowsOf(cleaned, 'FROM plays ORDER BY ALL')).toEqual([
      ['ann', 'kent', 12],
      ['bob', 'blur', 2_147_483_647],
      ['bob', 'muse', 12],
    ]);
  });

  it('do not include names that look like missing values or contain quotes', async () => {
    const names = [
      'NA',
      'nan',
      'null',
      'NULL',
      '"',
      '"weird al" yankovic',
      "guns n' roses",
      '</script>',
      '311',
    ];
    const raw = await open(write('names.tsv', lines360K(names.map((name) => ['ann', name, 1]))));
    const interactions = await (await clean(raw)).interactions();
    expect(new Set(interactions.artists.names)).toEqual(new Set(names));
  });

  it('include names without any visible character', async () => {
    const unseen = [' ', '\u00a0', '\u3000\u2003', '\u200b', '\ufeff', '\u2800', '\u3164'];
    const lines = lines360K([
      ['ann', 'kent', 12],
      ...unseen.map((name) => ['ann', name, 1] as const),
      ...unseen.map((name) => [name, 'kent', 1] as const),
      ['\u00a0', '\u00a0', 'x'],
      ['bob', '\u00a0Low\u00a0', 3],
    ]);
    const json = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.stringify(Object.fromEntries(line.split('\t').map((cell, i) => [i, cell]))))
      .join('\n');
    const columns = { user: '0', artist: '2', plays: '3' };
    for (const raw of [
      await open(write('unseen.tsv', lines)),
      await open(write('unseen.jsonl', json), { columns }),
    ]) {
      expect(await rowsOf(raw, 'SELECT count(artist) FROM plays')).toEqual([[9]]);
      const cleaned = await clean(raw);
      expect(await droppedRows(cleaned)).toEqual({
        'no user': [8, '9, 10, 11'],
        'no artist': [7, '2, 3, 4'],
      });
      expect(await rowsOf(cleaned, 'FROM plays ORDER BY ALL')).toEqual([
        ['ann', 'kent', 12],
        ['bob', '\u00a0Low\u00a0', 3],
      ]);
      expect(await rowsOf(cleaned, 'SELECT count(*) FROM artists')).toEqual([[2]]);
    }
  });

  it.each([
    ['\r\n', ''],
    ['\n', '\ufeff'],
    ['\r\n', '\ufeff'],
  ])('are not caused by line ends %j after the prefix %j', async (end, start) => {
    const text = `${start}ann\t\tkent\t12${end}bob\t\tmuse\t7${end}`;
    const raw = await open(write(`ends-${end.length}${start.length}.tsv`, text));
    expect(await rowsOf(raw, 'FROM plays ORDER BY line')).toEqual([
      ['ann', 'kent', 12, 1],
      ['bob', 'muse', 7, 2],
    ]);
  });

  it('leave an empty matrix, without an error, if the file has no others', async () => {
    const cleaned = await clean(await open(write('all-bad.tsv', lines360K([['ann', '', 'x']]))));
    const { users, artists, size } = await cleaned.interactions();
    expect([users.size, artists.size, size]).toEqual([0, 0, 0]);
  });
});
