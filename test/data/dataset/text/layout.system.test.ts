import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { OpenOptions } from '#listenlab/data/dataset/open.js';
import { rowsOf, testFolder } from '../support.js';

const { write, open } = testFolder();
let made = 0;
const ROWS = [
  ['ann', 'Low', '3'],
  ['bob', 'Earth, Wind & Fire', '7'],
];
const HEADER = ['user', 'artist', 'plays'];
const NUMBERS = { user: 1, artist: 2, plays: 3 };

const textOf = (delimiter: string, rows: readonly (readonly string[])[]) =>
  rows.map((cells) => `${cells.join(delimiter)}\n`).join('');
const openText = (text: string, options: OpenOptions = {}, extension = 'csv') =>
  open(write(`layout-${made++}.${extension}`, text), options);

/** The error as shown at the command line. */
async function refusalOf(text: string, options: OpenOptions = {}, extension = 'csv'): Promise<string> {
  const error = await openText(text, options, extension).catch((reason: unknown) => reason);
  return (error as { atCommandLine: string }).atCommandLine;
}

describe('advice on a file with a wrong layout', () => {
  it('gives a command that removes quotes around whole lines', async () => {
    const text = '"user,artist,plays"\r\n"ann,""Low, live"",3"\r\n"bob,Muse,4"\r\n';
    const message = await refusalOf(text);
    const [, command = ''] = /: (perl .*) FILE > NEW$/.exec(message) ?? [];
    const mended = execFileSync('sh', ['-c', command], { input: text, encoding: 'utf8' });
    expect(mended).toBe('user,artist,plays\r\nann,"Low, live",3\r\nbob,Muse,4\r\n');
  });

  it('quotes a truncated first line', async () => {
    const options = { header: false, columns: { user: 1, artist: 2, plays: 3 } };
    expect(await refusalOf('ann,lo\nbob,muse,3\n', options)).toMatch(
      /: line 1 has 2 columns, and others have more; the line is 'ann,lo'; complete it, or delete it$/,
    );
  });

  it.each([
    'a1b2\tf\t22\tGermany\tFeb 1, 2007\nc3d4\tm\t\tCanada\tDec 4, 2007\n',
    '#id\tgender\tage\tcountry\tregistered\nuser_000001\tm\t\tJapan\tAug 13, 2006\n',
  ])('distinguishes profiles from plays: %j', async (text) => {
    expect(await refusalOf(text, {}, 'tsv')).toMatch(
      /has profiles of users .* and no plays; .*; give the file of plays instead; in code, openDataset takes this one as its option profiles$/,
    );
  });
});

describe('an unusual delimiter', () => {
  it.each(['::', '^', '~', '\x01', '\x1f'])(
    'is recognized if it separates a known header: %j',
    async (delimiter) => {
      const raw = await openText(textOf(delimiter, [HEADER, ...ROWS]), {}, 'dat');
      expect(await rowsOf(raw, 'SELECT artist, plays FROM plays ORDER BY line')).toEqual([
        ['Low', 3],
        ['Earth, Wind & Fire', 7],
      ]);
    },
  );

  it.each(['::', '^', '~', '\x01'])('is recognized if columns are given by number: %j', async (delimiter) => {
    const raw = await openText(textOf(delimiter, ROWS), { header: false, columns: NUMBERS }, 'dat');
    expect(await rowsOf(raw, 'SELECT plays FROM plays ORDER BY line')).toEqual([[3], [7]]);
  });

  it.each([
    [
      '::',
      'dat',
      "if '::' separates its columns, say so: --no-header --delimiter :: --columns user=1,artist=2,plays=3",
    ],
    [
      '^',
      'csv',
      "if '^' separates its columns, say so: --no-header --delimiter '^' --columns user=1,artist=2,plays=3",
    ],
    ['\x01', 'txt', "say so: --no-header --delimiter $'\\x01' --columns user=1,artist=2,plays=3"],
    [
      ':',
      'txt',
      "if ':' separates its columns, say so: --no-header --delimiter : --columns user=1,artist=2,plays=3",
    ],
  ])('is suggested if the rows show it: %j', async (delimiter, extension, advice) => {
    const rows = [...ROWS.slice(0, 1), ['bob', 'Mogwai', '7']];
    const said = await refusalOf(textOf(delimiter, rows), {}, extension);
    expect(said).toContain(`: line 1 has 1 column; expected 4 columns separated by tabs`);
    expect(said).toContain("; the line is 'ann");
    expect(said.endsWith(advice)).toBe(true);
  });

  it('is suggested with the columns of its header', async () => {
    expect(await refusalOf(textOf('^', [['who', 'band', 'n'], ...ROWS]))).toMatch(
      /; the line is 'who\^band\^n'; if '\^' separates its columns, say so: --delimiter '\^' --columns user=\.\.\.,artist=band,plays=n$/,
    );
    expect(await refusalOf(textOf(' ', [HEADER, ['ann', 'Low', '3']]), {}, 'txt')).toMatch(
      /; if a space separates its columns, say so: --delimiter space$/,
    );
  });

  it('is suggested if a wrong one was given', async () => {
    const given = { delimiter: ';' };
    expect(await refusalOf('user,artist,plays\nann,Low,3\n', given)).toMatch(
      /: line 1 has 1 column with ';' as delimiter; expected columns user, artist and plays; the line is 'user,artist,plays'; if ',' separates its columns, say so: --delimiter ,$/,
    );
    expect(await refusalOf('ann\tLow\t3\n', { ...given, header: false, columns: NUMBERS }, 'tsv')).toMatch(
      /; if a tab separates its columns, say so: --no-header --delimiter tab --columns user=1,artist=2,plays=3$/,
    );
    await expect(openText('user\tartist\tplays\nann\tLow\t3\n', given)).rejects.toThrow(
      /say so: \{ delimiter: '\\t' \}$/,
    );
  });

  const LONG = ['|~|', '~|~', '^|^', '|||', ':::', '*|*', '_|_', '#|', '\x01\x01'];
  const SPLIT = [
    ['ann', 'Either | Or ~ *', '3'],
    ['bob', 'Either : Or ^', '7'],
    ['bob', 'Low', '8'],
    ['cat', 'Low', '9'],
  ];

  it.each(LONG)('may consist of several characters that also occur in names: %j', async (delimiter) => {
    for (const [rows, options] of [
      [[HEADER, ...SPLIT], {}],
      [SPLIT, { header: false, columns: NUMBERS }],
      [[HEADER, ...SPLIT], { delimiter }],
    ] as const) {
      const raw = await openText(textOf(delimiter, rows), options);
      expect(await rowsOf(raw, 'SELECT artist, plays FROM plays ORDER BY line')).toEqual(
        SPLIT.map(([, artist, plays]) => [artist, Number(plays)]),
      );
    }
    expect(await refusalOf(textOf(delimiter, SPLIT.slice(2)))).toMatch(
      /if it has no header, number its columns: --no-header --columns user=1,artist=2,plays=3$/,
    );
  });

  it('is not mistaken for a longer one if cells contain its characters', async () => {
    const raw = await openText('user|mbid|artist|plays\nann|?|Low|3\nbob|?|Mogwai|4\n');
    expect(await rowsOf(raw, 'SELECT artist FROM plays ORDER BY line')).toEqual([['Low'], ['Mogwai']]);
    const numbers = { user: 1, artist: 3, plays: 4 };
    const bare = await openText('ann|?|Low|3\nbob|?|Kent|4\n', { header: false, columns: numbers });
    expect(await rowsOf(bare, 'SELECT artist FROM plays ORDER BY line')).toEqual([['Low'], ['Kent']]);
  });

  it.each(['-->', '---', '...', '<=>', '->', '@@@'])(
    'of punctuation characters is suggested: %j',
    async (delimiter) => {
      const rows = textOf(delimiter, [...ROWS.slice(0, 1), ['bob', 'Mogwai', '7']]);
      const { message } = (await openText(textOf(delimiter, [HEADER]) + rows).catch(
        (reason) => reason,
      )) as Error;
      expect(message.endsWith(`say so: { delimiter: '${delimiter}' }`)).toBe(true);
      const raw = await openText(textOf(delimiter, [HEADER]) + rows, { delimiter });
      expect(await rowsOf(raw, 'SELECT artist FROM plays ORDER BY line')).toEqual([['Low'], ['Mogwai']]);
      expect(await refusalOf(rows)).toMatch(
        /: --no-header --delimiter \S+ --columns user=1,artist=2,plays=3$/,
      );
    },
  );

  it('of too many characters must be replaced', async () => {
    for (const header of [[HEADER], []]) {
      expect(await refusalOf(textOf('<||>', [...header, ...SPLIT.slice(2)]))).toMatch(
        /; if '<\|\|>' separates its columns, replace them with tabs: perl -pe 's\/\\Q<\|\|>\\E\/\\t\/g' FILE > NEW$/,
      );
    }
  });

  it('of several spaces must be replaced', async () => {
    expect(
      await refusalOf('user   artist     plays\nann    Low Fi     3\nbob    Mogwai     17\n', {}, 'txt'),
    ).toMatch(
      /; if several spaces separate its columns, replace them with tabs: perl -pe 's\/ \{2,\}\/\\t\/g' FILE > NEW$/,
    );
  });

  it('of several spaces above a line of dashes, as written by sqlcmd, must be replaced', async () => {
    const text =
      'user      artist    plays    \n--------- --------- ---------\nann       Low Fi            3\n\n(1 rows affected)\n';
    expect(await refusalOf(text, {}, 'rpt')).toMatch(
      /; if several spaces separate its columns, replace them with tabs: /,
    );
  });

  it('must be given if none can be detected', async () => {
    expect(await refusalOf('hello\nworld wide web\n')).toMatch(
      /; the line is 'hello'; say what separates its columns with --delimiter$/,
    );
  });
});

describe('titles above a header', () => {
  it.each([
    ['csv', 'Export of 2024-01-01\n\nuser,artist,plays\nann,Low,3\n', {}, 'user,artist,plays'],
    ['tsv', 'Export\n\nuserId\tartistName\tplays\nann\tLow\t3\n', {}, 'userId⇥artistName⇥plays'],
    ['csv', 'Export, all plays\n\nuser;artist;plays\nann;Low;3\n', {}, 'user;artist;plays'],
    ['csv', 'Export\n"of ann"\ncustomer;band;n\nann;Low;3\nbob;Low;3\n', {}, 'customer;band;n'],
    [
      'txt',
      'Export\nmade by hand, today\nwho|band|n\nann|Low|3\n',
      { columns: { user: 'who', artist: 'band', plays: 'n' } },
      'who|band|n',
    ],
  ])('are reported with the line of the header (%s): %j', async (extension, text, options, header) => {
    const said = await refusalOf(text, options, extension);
    expect(said).toMatch(/: line 1 is 'Export.*', and the header seems to be line 3, /);
    expect(said.endsWith(`line 3, '${header}'; delete the lines above it: tail -n +3 FILE > NEW`)).toBe(true);
  });
});

describe('a header of thousands of columns', () => {
  const cells = (name: string) => Array.from({ length: 9000 }, (_, i) => `${name} ${i}`);

  it.each([',', '\t', ';', '::'])('is read to its end: %j', async (delimiter) => {
    const header = ['artist', ...cells('number of column'), 'plays', 'user'];
    const row = ['Low', ...cells('value'), '3', 'ann'];
    const raw = await openText(textOf(delimiter, [header, row, row]), {}, 'txt');
    expect(await rowsOf(raw, 'FROM plays')).toEqual([
      ['ann', 'Low', 3, 2],
      ['ann', 'Low', 3, 3],
    ]);
  });

  it.each([',', '\t'])('is reported if its columns are artists: %j', async (delimiter) => {
    const said = await refusalOf(
      textOf(delimiter, [
        ['user', ...cells('artist')],
        ['ann', ...cells('3')],
      ]),
    );
    expect(said).toMatch(
      /has no column 'artist'; its columns are user, artist 0, .*… \(9,001 in all\); if it is wide, with a row for each user and a column for each artist, /,
    );
  });

  it('is refused beyond 4 MB', async () => {
    await expect(openText('x'.repeat(5 << 20))).rejects.toThrow(
      /: line 1 is longer than 4 MB; expected 4 columns/,
    );
  });
});
