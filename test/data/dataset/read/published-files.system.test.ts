import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenOptions } from '#listenlab/data/dataset/open.js';
import { sharedFile } from '../../../support/shared.js';
import { lines360K, rowsOf, testFolder } from '../support.js';

const { write, open, clean } = testFolder();
const cases = sharedFile('cases');
let made = 0;

const openText = (text: string, options: OpenOptions = {}, extension = 'tsv') =>
  open(write(`headerless-${made++}.${extension}`, text), options);
const rowsIn = async (text: string, options: OpenOptions = {}, extension = 'tsv') =>
  rowsOf(await openText(text, options, extension), 'FROM plays ORDER BY line');

const MBID = '69ee3720-a7cb-4402-b48d-a02c366f2bcf';
const TIMES = ['ann\t242\t3\t881250949\n', 'ann\t302\t5\t881250950\n'].join('');
const NUMBERS = { user: 1, artist: 2, plays: 3 };

describe('a file without a header', () => {
  it.each(['\n', '\r\n', '\r'].flatMap((first) => ['\n', '\r\n', '\r'].map((then) => [first, then])))(
    'has the same line numbers with line ends %j and then %j',
    async (first, then) => {
      const line = (i: number) => (i === 4 ? '' : `user ${i}\t\tLow\t${1 + i}`);
      const text = Array.from({ length: 12 }, (_, i) => line(i) + (i < 6 ? first : then)).join('');
      const numbers = (await rowsIn(text)).map(([user, , , at]) => [user, at]);
      const expected = Array.from({ length: 12 }, (_, i) => [`user ${i}`, i + 1]);
      expect(numbers).toEqual(expected.filter((_, i) => i !== 4));
    },
  );

  it('is read as Last.fm 360K if its columns look like it', async () => {
    expect(await rowsIn(`ann\t${MBID}\tBjörk\t120\nbob\t\tLow\t3\n`)).toEqual([
      ['ann', 'Björk', 120, 1],
      ['bob', 'Low', 3, 2],
    ]);
    expect(await rowsIn(lines360K([['ann', 'Björk', 120]]), {}, 'csv')).toEqual([['ann', 'Björk', 120, 1]]);
  });

  it.each<[string, OpenOptions]>([
    ['ann,Björk,3', { columns: NUMBERS }],
    ['"ann";"Björk";"1.200"', { columns: NUMBERS, delimiter: ';' }],
    [`ann\t${MBID}\tBjörk\t120`, { columns: { user: 1, artist: 3, plays: 4 } }],
    ['ann,Björk,2015-01-05 10:00:00', { columns: { user: 1, artist: 2, time: 3 }, countListens: true }],
  ])('does not lose its first row as a header: %s', async (line, options) => {
    const text = `${line}\n${line.replace('ann', 'bob')}\n`;
    await expect(openText(text, options, 'csv')).rejects.toThrow(
      /: line 1 is a row, not a header: '.*'; if there is no header, set header: false$/,
    );
    expect(await rowsIn(text, { ...options, header: false }, 'csv')).toHaveLength(2);
  });

  it('accepts a number as a column name if the other columns have names', async () => {
    expect(await rowsIn('user,artist,2019\nann,Low,3\n', { columns: NUMBERS }, 'csv')).toEqual([
      ['ann', 'Low', 3, 2],
    ]);
  });

  it.each([
    ['ratings', TIMES, 1, 'ann⇥242⇥3⇥881250949'],
    ['plays and times', 'ann\tBjörk\t120\t1200000000\n', 1, 'ann⇥Björk⇥120⇥1200000000'],
    ['plays behind an index', '0\tann\tBjörk\t120\n1\tann\tLow\t7\n', 1, '0⇥ann⇥Björk⇥120'],
    ['times behind ids', `ann\t${MBID}\tBjörk\t1200000000\n`, 1, `ann⇥${MBID}⇥Björk⇥1200000000`],
    ['unknown names', 'id\tmusic\tband\tn\n0\tx\tLow\t7\n', 1, 'id⇥music⇥band⇥n'],
  ])('is refused with its line if its columns are %s', async (_, text, line, shown) => {
    await expect(openText(text)).rejects.toThrow(
      `: line ${line} has 4 columns that are not those of Last.fm 360K; expected 4 columns separated by tabs ` +
        '(user, mbid, artist, plays), or a table whose header names the columns user, artist and plays; the line ' +
        `is '${shown}'; `,
    );
  });

  it('is refused with how to give its columns, by name or by number', async () => {
    await expect(openText('ann,Björk,120\n', {}, 'csv')).rejects.toThrow(
      /has no column 'user'; its columns are ann, Björk, 120; if it has no header, number its columns: \{ header: false, columns: \{ user: 1, artist: 2, plays: 3 \} \}$/,
    );
    await expect(openText('customer\tband\tcount\nann\tLow\t3\n')).rejects.toThrow(
      "; the line is 'customer⇥band⇥count'; say which columns to use with the option columns: { user: 'customer', artist: 'band', plays: 'count' }",
    );
    const error = await openText(TIMES).catch((reason: unknown) => reason);
    expect((error as { atCommandLine: string }).atCommandLine).toMatch(
      /; if it has no header, number its columns: --no-header --columns user=1,artist=2,plays=3$/,
    );
  });

  it.each([
    ['0\tuser0\tLow\t1200', { user: 2, artist: 3, plays: 4 }],
    [`ann\tLow\t${MBID}\t1200`, { user: 1, artist: 2, plays: 4 }],
    ['ann\tLow\tTrust\t1200', { user: 1, artist: 2, plays: 4 }],
    ['17\t242\t3\t881250949', { user: 1, artist: 2, plays: 3 }],
  ])('is refused with the numbers of its likely columns: %s', async (line, { user, artist, plays }) => {
    const columns = { user, artist, plays };
    const error = await openText(`${line}\n`).catch((reason: unknown) => reason);
    expect((error as { atCommandLine: string }).atCommandLine).toContain(
      `--no-header --columns user=${user},artist=${artist},plays=${plays}`,
    );
    expect(await rowsIn(`${line}\n`, { header: false, columns })).toHaveLength(1);
  });

  const made20 = (line: (i: number) => string) =>
    Array.from({ length: 20 }, (_, i) => `${line(i)}\n`).join('');
  it.each([
    ...['::', '\t', ','].map((sign): [string, string] => [
      made20((i) => ['1', 1193 + i, 1 + (i % 5), 978_300_760 + 60 * i].join(sign)),
      'user=1,artist=2,plays=3',
    ]),
    [made20((i) => `0,${7 + i},Low ${i},${2 + i}`), 'user=1,artist=2,plays=4'],
    [made20((i) => `${i},ann,Low ${i},${2 + i}`), 'user=2,artist=3,plays=4'],
    [
      `ann,2009-05-04T23:08:57Z,,Low,,Song\nann,2009-05-04T13:54:10Z,${MBID},Muse,,Song\n`,
      'user=1,artist=4,time=2 --count-listens',
    ],
  ])('is refused with columns inferred from its first rows: %s', async (text, columns) => {
    const error = await openText(text, {}, 'csv').catch((reason: unknown) => reason);
    expect((error as { atCommandLine: string }).atCommandLine).toMatch(
      new RegExp(`--no-header (?:--delimiter :: )?--columns ${columns}$`),
    );
  });

  it.each(['tsv', 'csv'])(
    'is refused with both ways to read a number beside a date: %s',
    async (extension) => {
      const text = 'ann,muse,3,2020-01-01\nbob,low,4,2020-01-02\n'.replaceAll(
        ',',
        extension === 'tsv' ? '\t' : ',',
      );
      await expect(openText(text, {}, extension)).rejects.toThrow(
        /: \{ header: false, columns: \{ user: 1, artist: 2, plays: 3 \} \}; if it has no header and each row is one listen, .*: \{ header: false, columns: \{ user: 1, artist: 2, time: 4 \}, countListens: true \}$/,
      );
    },
  );

  it('is refused as hardly a table of plays if it has too few columns', async () => {
    await expect(openText('a=1\n', {}, 'csv')).rejects.toThrow(/; say what separates its columns/);
    await expect(openText('a,1\nb,2\n', {}, 'csv')).rejects.toThrow(/at least three columns: check that/);
  });

  it('is read by column numbers', async () => {
    expect(await rowsIn('ann\tBjörk\t120\t1200000000\n', { header: false, columns: NUMBERS })).toEqual([
      ['ann', 'Björk', 120, 1],
    ]);
    expect(
      await rowsIn('# not a comment,Low,7\n0,"a,b",8\n', { header: false, columns: NUMBERS }, 'csv'),
    ).toEqual([
      ['# not a comment', 'Low', 7, 1],
      ['0', 'a,b', 8, 2],
    ]);
    const columns = { user: '2', artist: '3', plays: 4 };
    expect(
      await rowsIn('0;ann;Björk;120\n1;bob;Low, the band;7\n', { header: false, columns }, 'txt'),
    ).toEqual([
      ['ann', 'Björk', 120, 1],
      ['bob', 'Low, the band', 7, 2],
    ]);
    expect(
      await rowsIn('ann::Low::7\n', { header: false, columns: NUMBERS, delimiter: '::' }, 'dat'),
    ).toEqual([['ann', 'Low', 7, 1]]);
  });

  it('is refused if a column number is out of range or missing', async () => {
    await expect(
      openText('ann\tLow\t3\n', { header: false, columns: { ...NUMBERS, plays: 4 } }),
    ).rejects.toThrow(
      "has no column '4', as it has no header; its first line is 'ann⇥Low⇥3'; number its columns: columns: { user: 1, artist: 2, plays: 3 }",
    );
    await expect(openText('ann\tLow\t3\n', { header: false })).rejects.toThrow(
      "has no column 'user', as it has no header",
    );
  });
});

describe('a file with a header', () => {
  it('may be read with some columns given by another name or by number', async () => {
    const text = 'n;customer;artist\n120;ann;Björk\n';
    const found = [['ann', 'Björk', 120, 2]];
    expect(await rowsIn(text, { columns: { user: 'Customer', plays: 1 } })).toEqual(found);
    expect(await rowsIn(text, { columns: { user: '2', plays: 'n' }, delimiter: ';' })).toEqual(found);
  });

  it.each([
    [{ columns: { users: 'a' } }, "unknown option of columns 'users'; did you mean 'user'?"],
    [{ columns: { user: 0 } }, 'user of columns is 0; expected the name of a column, or its number from 1'],
    [{ delimiter: 'x' }, "delimiter is 'x'; expected one to three characters"],
    [
      { delimiter: 'abc' },
      "delimiter is 'abc'; expected one to three characters other than letters, digits, double quotes and line breaks, such as ',', ';' or '\\t'",
    ],
    [{ delimiter: '\n' }, "delimiter is '\\n'; expected one to three characters"],
    [{ header: 'no' }, "header is 'no'; expected true or false"],
  ])('validates its options: %j', async (options, message) => {
    await expect(openText('user,artist,plays\nann,Low,3\n', options as OpenOptions)).rejects.toThrow(message);
  });
});

describe('an unexpected header', () => {
  it.each([
    ['user,artist,plays\nann,Low,3\n', { columns: NUMBERS }],
    ['user,artist,plays\nann,Low,3\n', {}],
    ['userId;Artist Name;n\nann;Low;3\n', { columns: NUMBERS }],
    ['user\tartist\ttime\nann\tLow\t2020-01-01\n', { columns: { user: 1, artist: 2 }, countListens: true }],
  ])('is reported: %j', async (text, options) => {
    const refusal = openText(text, { header: false, ...options }, 'csv');
    const shown = text.split('\n')[0].replaceAll('\t', '⇥');
    await expect(refusal).rejects.toThrow(
      `: line 1 is a header, not a row: '${shown}'; leave out header: false`,
    );
    const error = await refusal.catch((reason: unknown) => reason);
    expect((error as { atCommandLine: string }).atCommandLine).toMatch(/; leave out --no-header$/);
  });

  it.each([
    [
      'customer,band,n\nann,Low,3\nbob,Low,x\nbob,Mogwai,4\neve,Low,5\n',
      "plays are 'n'",
      { columns: NUMBERS },
    ],
    [
      'customer,band,when\nann,Low,2020-01-01\nbob,Low,2020-01-02\n',
      "time is 'when'",
      { columns: { user: 1, artist: 2, time: 3 }, countListens: true },
    ],
  ])('is noted if its names are unknown: %j', async (text, found, options) => {
    const { notes } = await (await openText(text, { header: false, ...options }, 'csv')).clean();
    expect(notes[0].split('; ')[0]).toBe(
      `line 1 seems to be a header, as its ${found}: leave out --no-header (header: false)`,
    );
  });

  it('is not detected in ordinary rows', async () => {
    expect(
      await rowsIn('user,artist,3\nann,Low,4\n', { header: false, columns: NUMBERS }, 'csv'),
    ).toHaveLength(2);
    const raw = await openText('ann,Low,x\nbob,Low,y\n', { header: false, columns: NUMBERS }, 'csv');
    expect((await raw.clean()).notes).toEqual([]);
  });
});

describe('a repeated delimiter', () => {
  it.each(['||', ';;', '^^', '~~'])(
    'is distinguished from a single one with empty cells: %s',
    async (delimiter) => {
      const rows = [
        ['ann', 'Low', '3'],
        ['bob', `AC${delimiter[0]}DC`, '4'],
        ['bob', 'Low', '5'],
      ];
      const text = (all: string[][]) => all.map((row) => `${row.join(delimiter)}\n`).join('');
      const expected = rows.map(([user, artist, plays]) => [user, artist, Number(plays)]);
      const read = async (all: string[][], options: OpenOptions = {}) =>
        rowsOf(
          await openText(text(all), options, 'txt'),
          'SELECT "user", artist, plays FROM plays ORDER BY line',
        );
      expect(await read(rows, { header: false, columns: NUMBERS })).toEqual(expected);
      expect(await read([['user', 'artist', 'plays'], ...rows])).toEqual(expected);
      await expect(read(rows)).rejects.toThrow(
        /; its columns are ann, Low, 3; if it has no header, number its columns: \{ header: false, columns: \{ user: 1, artist: 2, plays: 3 \} \}$/,
      );
    },
  );

  it('is a single one with empty cells if those are numbered, named or filled', async () => {
    const numbers = { user: 1, artist: 3, plays: 5 };
    const expected = [['ann', 'Low', 3, 1]];
    expect(await rowsIn('ann||Low||3\n', { header: false, columns: numbers }, 'txt')).toEqual(expected);
    expect(await rowsIn('ann,,Low,,3\n', { header: false, columns: numbers }, 'csv')).toEqual(expected);
    expect(await rowsIn('user||artist||plays\nann|x|Low|y|3\n', {}, 'txt')).toEqual([['ann', 'Low', 3, 2]]);
  });

  it.each(['##', '->', '=>', ' / ', '::', '<>'])(
    'of other characters is suggested: %j',
    async (delimiter) => {
      const text = [
        ['ann', 'Low', '3'],
        ['bob', 'Kent', '4'],
      ]
        .map((row) => row.join(delimiter))
        .join('\n');
      const error: unknown = await openText(text, {}, 'txt').catch((reason: unknown) => reason);
      const [, options] = /separates its columns, say so: (\{.*\})$/.exec((error as Error).message) ?? [];
      expect(options).toContain(`delimiter: '${delimiter.trim()}'`);
      expect(
        await rowsIn(text, { header: false, delimiter: delimiter.trim(), columns: NUMBERS }, 'txt'),
      ).toEqual([
        ['ann', 'Low', 3, 1],
        ['bob', 'Kent', 4, 2],
      ]);
    },
  );
});

describe('a file with only bad rows', () => {
  it('yields empty interactions that say what was dropped', async () => {
    const cleaned = await clean(
      await openText('user,artist,plays\nann,Low,x\nann,,3\nbob,Low,y\n', {}, 'csv'),
    );
    const { size, emptyBecause } = await cleaned.interactions();
    expect([size, emptyBecause]).toEqual([
      0,
      'cleaning dropped every row of the file, 1 row: no artist (line 3); ' +
        '2 rows: plays not a whole number from 1 to 2,147,483,647 (lines 2, 4): ' +
        "the first is 'x'; write plays with the digits 0 to 9 only, such as 3",
    ]);
  });

  it.each([
    ['3 plays', 'write plays with the digits 0 to 9 only, such as 3'],
    ['€3', 'write plays with the digits 0 to 9 only, such as 3'],
    ['٣', 'write plays with the digits 0 to 9 only, such as 3'],
    ['-1', 'check that this is the column of plays'],
  ])('quotes the first unreadable plays: %s', async (plays, advice) => {
    const said = `: the first is '${plays}'; ${advice}`;
    for (const [extension, text] of [
      ['csv', `user,artist,plays\nann,Low,${plays}\n`],
      ['json', JSON.stringify([{ user: 'ann', artist: 'Low', plays }])],
    ]) {
      const cleaned = await clean(await openText(text, {}, extension));
      expect((await cleaned.interactions()).emptyBecause?.endsWith(said)).toBe(true);
    }
  });
});

describe.skipIf(!cases)('the collected files without a header', () => {
  it.each(['u.data', 'user-artist-plays-time.tsv', 'index-user-artist-plays.tsv'])(
    '%s is refused',
    async (name) => {
      await expect(open(path.join(cases as string, '01-movielens-u-data', name))).rejects.toThrow(
        /: line 1 has 4 columns that are not those of Last\.fm 360K; .*; the line is '.*'; if it has no header, number its columns/,
      );
    },
  );

  it('user-artist-plays-time.tsv is read by column numbers', async () => {
    const raw = await open(path.join(cases as string, '01-movielens-u-data/user-artist-plays-time.tsv'), {
      header: false,
      columns: NUMBERS,
    });
    expect(await rowsOf(raw, 'SELECT sum(plays), count(DISTINCT artist) FROM plays')).toEqual([[364, 5]]);
  });
});
