import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenOptions } from '#listenlab/data/dataset/open.js';
import { InputError } from '#listenlab/util/errors.js';
import { sharedFile } from '../../../support/shared.js';
import { droppedRows, rowsOf, testFolder } from '../support.js';

const { write, open, clean } = testFolder();
const cases = sharedFile('cases');
let made = 0;

/** The rows read from this text: user, artist, plays and line. */
async function rowsIn(text: string | Uint8Array, options: OpenOptions = {}, extension = 'csv') {
  return rowsOf(await open(write(`text-${made++}.${extension}`, text), options), 'FROM plays ORDER BY line');
}

async function refusal(text: string, options: OpenOptions = {}, extension = 'csv'): Promise<string> {
  const error = await rowsIn(text, options, extension).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

const HEADER = 'user,artist,plays\n';
const BJORK = [['ann', 'Björk', 120, 2]];

describe('the header of a text table', () => {
  it.each([
    ['blank lines', '\n  \nuser,artist,plays\nann,Björk,120\n', 4],
    ['a comment', '# exported 2024-01-01, "by hand\nuser,artist,plays\nann,Björk,120\n', 3],
    [
      'the line by which spreadsheets are told the delimiter',
      'sep=;\r\nuser;artist;plays\r\nann;Björk;120\r\n',
      3,
    ],
    ['a byte order mark', '\ufeffuser,artist,plays\nann,Björk,120\n', 2],
    ['a byte order mark before a quoted header', '\ufeff"user","artist","plays"\n"ann","Björk","120"\n', 2],
    ['a header with delimiters in quotes', 'user;artist;plays;"a, b, c, d, e"\nann;Björk;120;x\n', 2],
    ['a header with a line end in quotes', '"a\nnote",user,artist,plays\nx,ann,Björk,120\n', 3],
    ['a header with blanks and capitals', ' User , ARTIST,Plays\nann,Björk,120\n', 2],
    ['a number sign before the header', '# a comment\n# user, artist, plays\nann,Björk,120\n', 3],
    ['a header that ends with a delimiter', 'user;artist;plays;\nann;Björk;120;\n', 2],
    ['names that only differ in case', 'Plays,user,artist,plays\n12000,ann,Björk,120\n', 2],
  ])('may be preceded by, or written with, %s', async (_, text, line) => {
    expect(await rowsIn(text)).toEqual([['ann', 'Björk', 120, line]]);
  });

  it('may not assign one column to two roles', async () => {
    const columns = { user: 2, artist: 2 };
    expect(await refusal('user,artist,plays\nann,Low,3\n', { columns })).toContain(
      'one column would be both artist and user; give each its own column',
    );
    expect(await refusal('user,artist,artist,plays\nann,Low,x,3\n')).toContain(
      'such as columns: { artist: 2 }',
    );
  });

  it('must have one column per role', async () => {
    expect(await refusal('Plays,user,artist,PLAYS\n1,ann,Low,2\n')).toContain(
      "has columns 'Plays' and 'PLAYS', which differ only in case or surrounding spaces; say which by its exact name, such as columns: { plays: 'Plays' }",
    );
    expect(await refusal('plays,user,artist,plays\n1,ann,Low,2\n')).toContain(
      "has columns 1 and 4 both named 'plays'; say which by its number, such as columns: { plays: 1 }",
    );
  });

  it('may be written by R, with or without row names', async () => {
    const rows = '"1" "ann" "Björk" 120\n"2" "bob" "7"" Singles, The" 8\n';
    expect(await rowsIn(`"user" "artist" "plays"\n${rows}`, {}, 'txt')).toEqual([
      ['ann', 'Björk', 120, 2],
      ['bob', '7" Singles, The', 8, 3],
    ]);
    expect(await rowsIn('"user"\t"artist"\t"plays"\n"ann"\t"Björk"\t120\n', {}, 'tsv')).toEqual(BJORK);
    expect(await rowsIn('user\tartist\tplays\n1\tann\tBjörk\t120\n', {}, 'tsv')).toEqual(BJORK);
    expect(await rowsIn('"","user","artist","plays"\n"1","ann","Björk",120\n')).toEqual(BJORK);
    const some = 'user\tartist\tplays\n17\tann\tBjörk\t120\n4\tbob\tLow\t8\n';
    expect(await rowsIn(some, {}, 'tsv')).toEqual([
      ['ann', 'Björk', 120, 2],
      ['bob', 'Low', 8, 3],
    ]);
  });

  it('may be written by R with backslashes before quotes', async () => {
    const text = '"user" "artist" "plays"\n"1" "ann" "Low" 3\n"2" "bob" "The \\"Who\\"" 8\n';
    expect(await rowsIn(text, {}, 'txt')).toEqual([
      ['ann', 'Low', 3, 2],
      ['bob', 'The "Who"', 8, 3],
    ]);
  });

  it('may contain zero-width characters', async () => {
    expect(await rowsIn('user,artist\u200b,\u2060plays\nann,Björk,120\n')).toEqual(BJORK);
  });

  it('may be written by R with commas and without quotes', async () => {
    expect(await rowsIn('user,artist,plays\n1,ann,Björk,120\n2,bob,Low,8\n3,bob,Muse,9\n')).toEqual([
      ['ann', 'Björk', 120, 2],
      ['bob', 'Low', 8, 3],
      ['bob', 'Muse', 9, 4],
    ]);
    const names = 'user,artist,plays\n1,Tyler,The Creator,5\n1,Earth,Wind,7\n2,Low,Muse,9\n';
    expect((await rowsIn(names)).map(([user]) => user)).toEqual(['1', '1', '2']);
  });

  it("is not taken for R's if unquoted commas may belong to names", async () => {
    const text = 'user,artist,plays\n1,Tyler, The Creator,5\n2,Earth, Wind,7\n';
    expect(await droppedRows(await clean(await open(write('commas.csv', text))))).toEqual({
      'wrong number of columns': [2, '2, 3'],
    });
  });
});

describe('cells of a text table', () => {
  it('lose surrounding spaces unless quoted', async () => {
    expect(
      await rowsIn('user, artist, plays\nann, Björk , 120 \nann,"  Low ",3\nann, "Earth, Wind & Fire" ,5\n'),
    ).toEqual([
      ['ann', 'Björk', 120, 2],
      ['ann', '  Low ', 3, 3],
      ['ann', 'Earth, Wind & Fire', 5, 4],
    ]);
  });

  it('may contain delimiters, quotes, line ends and control characters in quotes', async () => {
    const names = [
      'a,b',
      '"',
      '""',
      'a"b',
      'a\nb',
      '\r\nb',
      'a\n',
      '\tb',
      ' b ',
      '\x1b',
      '\x1bN',
      'a\x1bb,"\n',
      '\\',
    ];
    const rows = names.map((name) => `ann,"${name.replaceAll('"', '""')}",3\r\n`);
    const found = await rowsIn(`user,artist,plays\r\n${rows.join('')}`);
    expect(found.map(([, artist]) => artist)).toEqual(names);
    const starts = names.map(
      (_, i) =>
        rows
          .slice(0, i)
          .join('')
          .split(/\r\n|\n/).length + 1,
    );
    expect(found.map(([, , , line]) => line)).toEqual(starts);
  });

  it('keep an unquoted escape character', async () => {
    expect(await rowsIn(`${HEADER}ann,\x1bN,3\nbob,"Low",4\n`)).toEqual([
      ['ann', '\x1bN', 3, 2],
      ['bob', 'Low', 4, 3],
    ]);
  });

  it('keep quotes that are not at the start', async () => {
    expect(await rowsIn(`${HEADER}bob,The 12" Mixers,9\ncat,"7"" Singles, The",8\n`)).toEqual([
      ['bob', 'The 12" Mixers', 9, 2],
      ['cat', '7" Singles, The', 8, 3],
    ]);
  });

  it('are unquoted between tabs only if the file shows doubled quotes', async () => {
    const tsv = (rows: string) => rowsIn(`user\tartist\tplays\n${rows}`, {}, 'tsv');
    expect(await tsv('ann\t"Heroes"\t3\nbob\t"Weird Al" Yankovic\t4\n')).toEqual([
      ['ann', '"Heroes"', 3, 2],
      ['bob', '"Weird Al" Yankovic', 4, 3],
    ]);
    expect(await tsv('ann\t"""Weird Al"" Yankovic"\t4\r\n')).toEqual([['ann', '"Weird Al" Yankovic', 4, 2]]);
    expect(await tsv('ann\t"Heroes\t3\r\nbob\t"\t4\r\n')).toEqual([
      ['ann', '"Heroes', 3, 2],
      ['bob', '"', 4, 3],
    ]);
  });

  const QUOTED_NOTE = / in double quotes, which (?:was|were) read as written/;
  const tabsIn = async (text: string, options: OpenOptions = {}) => {
    const raw = await open(write(`tabs-${made++}.tsv`, text), options);
    const { notes } = await raw.clean();
    const rows = await rowsOf(raw, 'SELECT artist, plays FROM plays ORDER BY line');
    return { rows, note: notes.find((note) => QUOTED_NOTE.test(note)) };
  };

  it.each<[what: string, rows: string, found: unknown[][]]>([
    [
      'a comma',
      'ann\t"Tyler, The Creator"\t3\nbob\tLow\t4\n',
      [
        ['Tyler, The Creator', 3],
        ['Low', 4],
      ],
    ],
    [
      'a tab',
      'ann\t"one\ttab"\t3\nbob\tLow\t4\n',
      [
        ['one\ttab', 3],
        ['Low', 4],
      ],
    ],
    [
      'a line end',
      'bob\tLow\t4\nbob\tMuse\t5\nann\t"two\nlines"\t3\n',
      [
        ['Low', 4],
        ['Muse', 5],
        ['two\nlines', 3],
      ],
    ],
    [
      'all texts of a column',
      'ann\t"Björk"\t3\nbob\t"Low"\t4\nbob\t\\N\t4\n',
      [
        ['Björk', 3],
        ['Low', 4],
        ['\\N', 4],
      ],
    ],
  ])('lose their quotes between tabs if those contain %s', async (_, rows, found) => {
    expect(await tabsIn(`user\tartist\tplays\n${rows}`)).toEqual({ rows: found, note: undefined });
    const options = { header: false, columns: { user: 1, artist: 2, plays: 3 } };
    expect(await tabsIn(rows, options)).toEqual({ rows: found, note: undefined });
  });

  it.each<[rows: string, found: unknown[][], note: string]>([
    [
      'ann\t"Demons"\t3\nbob\tLow\t4\n',
      [
        ['"Demons"', 3],
        ['Low', 4],
      ],
      '1 name is in double quotes',
    ],
    [
      'ann\t"A"\t3\r\nbob\t"B" C\t4\r\n',
      [
        ['"A"', 3],
        ['"B" C', 4],
      ],
      '1 name is in double quotes',
    ],
    [
      'ann\t"Heroes, the\t3\nbob\tLow"\t4\nbob\t"A"\t4\n',
      [
        ['"Heroes, the', 3],
        ['Low"', 4],
        ['"A"', 4],
      ],
      '1 name is in double quotes',
    ],
  ])('keep their quotes, with a note, if they may be part of the text: %j', async (rows, found, note) => {
    const read = await tabsIn(`user\tartist\tplays\n${rows}`);
    expect(read.rows).toEqual(found);
    expect(read.note).toContain(note);
  });

  it('keep their quotes, with a note, in the format of Last.fm 360K', async () => {
    const read = await tabsIn('ann\t\t"Tyler, The Creator"\t3\nbob\t\tLow\t4\n');
    expect(read.rows[0]).toEqual(['"Tyler, The Creator"', 3]);
    expect(read.note).toMatch(/^1 name is in double quotes, .* such as '"Tyler, The Creator"'/);
  });

  it.each(['\n', '\r\n', '\r'])('may be in lines that end with %j', async (end) => {
    const text = ['user,artist,plays', '', 'ann,Björk,120', 'bob,"two', 'lines",3', 'cat,Low,4'].join(end);
    const found = [
      ['ann', 'Björk', 120, 3],
      ['bob', `two${end}lines`, 3, 4],
      ['cat', 'Low', 4, 6],
    ];
    expect(await rowsIn(text)).toEqual(found);
    expect(await rowsIn(text + end)).toEqual(found);
  });

  it('are parsed across buffer boundaries', async () => {
    const lines = Array.from(
      { length: 200_000 },
      (_, i) => `user ${i},"artist\r\n""${'x'.repeat(i % 50)}",${i + 1}\r\n`,
    );
    const dataset = await open(write('long.csv', HEADER + lines.join('')));
    expect(
      await rowsOf(
        dataset,
        `SELECT count(*), count(DISTINCT "user"), sum(plays), min(line), max(line) FROM plays
          WHERE artist = 'artist' || chr(13) || chr(10) || '"' || repeat('x', ((plays - 1) % 50)::INTEGER)
            AND line = 2 * plays`,
      ),
    ).toEqual([[200_000, 200_000, 20_000_100_000, 2, 400_000]]);
  });
});

describe('spreadsheet formulas that preserve leading zeros', () => {
  const readIn = async (text: string, extension = 'csv') => {
    const raw = await open(write(`formulas-${made++}.${extension}`, text));
    const { notes } = await raw.clean();
    return { rows: await rowsOf(raw, 'SELECT "user", artist, plays FROM plays ORDER BY line'), notes };
  };

  it.each([
    ['csv', 'user,artist,plays\n="007","=""Low""",="3"\n="008","=""a, ""b""",="4"\n'],
    ['tsv', 'user\tartist\tplays\n="007"\t="Low"\t="3"\n="008"\t="a, ""b"\t="4"\n'],
  ])('are read as their text, with a note: %s', async (extension, text) => {
    const { rows, notes } = await readIn(text, extension);
    expect(rows[0]).toEqual(['007', 'Low', 3]);
    expect(rows[1].slice(0, 1)).toEqual(['008']);
    expect(rows[1][2]).toBe(4);
    expect(notes[0]).toContain(
      `2 cells of column user, such as '="007"', read as the text that the spreadsheet formula returns`,
    );
  });

  it('are literal if other cells of the column are plain', async () => {
    const { rows, notes } = await readIn('user,artist,plays\nann,="Low",3\nann,Muse,4\nbob,Muse,4\n');
    expect(rows[0]).toEqual(['ann', '="Low"', 3]);
    expect(notes).toEqual([
      `1 cell of column artist, such as '="Low"', read as written, though a spreadsheet would treat it as a formula`,
    ]);
  });
});

describe('a quoted cell that is not closed properly', () => {
  it.each([
    ['bob,"Weird Al" Yankovic,9', 3],
    ['bob,"\\"Weird Al\\" Yankovic"x,9', 3],
    ['bob,"No Buredi "No Bread"",9', 3],
    ['bob,"Low"x,9', 3],
  ])('is refused with its line: %s', async (line, number) => {
    const text = `${HEADER}ann,"Low",3\n${line}\ncat,Low,8\n`;
    expect(await refusal(text)).toMatch(
      new RegExp(
        `: line ${number} has a quoted cell whose closing quote is followed by something other than a delimiter: 'bob,`,
      ),
    );
  });

  it('is refused with advice on backslashes', async () => {
    expect(await refusal(`${HEADER}bob,"The \\"Best\\" of" it,9\n`)).toContain(
      `: 'bob,"The \\"Best\\" of" it,9'; write a quote inside a quoted cell twice ("") and not after a backslash (\\"), ` +
        `e.g. sed 's/\\\\"/""/g' FILE > NEW`,
    );
    expect(await refusal(`${HEADER}bob,"The "Best" of",9\n`)).toMatch(
      /twice \(""\), as spreadsheets do when they save CSV$/,
    );
  });

  it('is refused with the line where it begins', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `ann,artist ${i},${i + 1}\n`);
    rows[40_000] = 'bob,"Heroes,9\n';
    expect(await refusal(HEADER + rows.join(''))).toMatch(
      /: line 40002 has a quoted cell that is never closed: 'bob,"Heroes,9'; /,
    );
    rows[50_000] = 'bob,"Björk",9\n';
    expect(await refusal(HEADER + rows.join(''))).toMatch(
      /: line 40002 has a quoted cell whose closing quote is followed in line 50002 by something other than a delimiter/,
    );
  });
});

describe('a line of more than 2 MB', () => {
  const long = 'x'.repeat(2_100_000);
  const expected = (start: string, line: number, column?: string) =>
    `: line ${line} has more than 2 MB${column ? `, most of it in column '${column}'` : ''}: '${start}${'x'.repeat(80 - start.length)}…'; ` +
    'expected one row of plays per line: correct that line, or delete it';
  it.each([
    ['between commas', 'csv', `${HEADER}ann,Low,1\n\nbob,${long},2\n`, expected('bob,', 4, 'artist')],
    [
      'with line ends of spreadsheets',
      'csv',
      `${HEADER}ann,Low,1\nbob,${long},2\n`.replaceAll('\n', '\r\n'),
      expected('bob,', 3, 'artist'),
    ],
    ['in quotes', 'csv', `${HEADER}"a,b","${long}",2\n`, expected('"a,b","', 2, 'artist')],
    ['of more than a buffer', 'csv', `${HEADER}"ann",${long.repeat(3)},2\n`, expected('"ann",', 2, 'artist')],
    [
      'of a column without a name',
      'csv',
      `user,artist,plays,\nann,Low,1,${long}\n`,
      expected('ann,Low,1,', 2, '4'),
    ],
    ['of many cells', 'csv', `${HEADER}${'xxxxxxxxx,'.repeat(210_000)}\n`, ': line 2 has more than 2 MB: '],
    ['of Last.fm 360K', 'tsv', `ann\t\tLow\t1\nbob\t\t${long}\t2\n`, expected('bob⇥⇥', 2, 'artist')],
  ])('is refused with its number and column: %s', async (_, extension, text, message) => {
    expect(await refusal(text, {}, extension)).toContain(message);
  });
});

describe('rows with a wrong number of cells', () => {
  it('are counted and reported with their lines', async () => {
    const cleaned = await clean(
      await open(write('single.csv', `${HEADER}\nann,'Earth, Wind & Fire',3\nbob,Low,9\n"a\nb"\n`)),
    );
    expect(await droppedRows(cleaned)).toEqual({ 'wrong number of columns': [2, '3, 5'] });
    const thousands = await rowsIn(`${HEADER}ann,Low,1,200\n`);
    expect(thousands).toEqual([['ann', null, null, 2]]);
  });
});

describe.skipIf(!cases)('the collected text files', () => {
  const folder = (name: string) => path.join(cases as string, name);

  it.each([
    ['06-headers/blank-first-lines.csv', 4],
    ['06-headers/comment-line.csv', 3],
    ['06-headers/semicolons-comma-in-header.csv', 2],
    ['06-headers/sep-line.csv', 3],
    ['06-headers/spaces-after-commas.csv', 2],
    ['06-headers/trailing-delimiter.csv', 2],
    ['06-headers/twice-plays.csv', 2],
    ['06-headers/upper-underscore.csv', 2],
  ])('%s has the expected artists and line numbers', async (name, line) => {
    const raw = await open(folder(name));
    const [first] = await rowsOf(raw, 'FROM plays ORDER BY line');
    expect(first).toEqual(['ann', 'Björk', 120, line]);
    expect(await rowsOf(raw, 'SELECT DISTINCT artist FROM plays ORDER BY artist')).toEqual(
      ['Björk', 'Earth, Wind & Fire', 'Low', 'Mogwai', 'Sigur Rós'].map((artist) => [artist]),
    );
    expect(await droppedRows(await clean(raw))).toEqual({});
  });

  it.each([
    ['leading-quote-only.csv', 3],
    ['more-leading.csv', 3],
    ['never-closed.csv', 3],
    ['unescaped-inside.csv', 2],
  ])('11-csv-quotes/%s is refused with line %d', async (name, line) => {
    await expect(open(folder(`11-csv-quotes/${name}`))).rejects.toThrow(
      `${name}: line ${line} has a quoted cell`,
    );
  });

  it('11-csv-quotes/backslash.csv is read with backslash escapes', async () => {
    const raw = await open(folder('11-csv-quotes/backslash.csv'));
    expect(await rowsOf(raw, 'FROM plays ORDER BY line')).toEqual([
      ['ann', '"Weird Al" Yankovic', 3, 2],
      ['bob', 'Low', 9, 3],
      ['cat', 'AC\\DC', 8, 4],
    ]);
  });

  it.each([
    ['crlf-crlf-inside.csv', 'two\r\nlines', 2, [4, 5]],
    ['excel-crlf-lf-inside.csv', 'two\nlines', 2, [4, 5]],
    ['four-lines-middle.csv', 'two\nlines\nthree\nfour', 6, [2, 3, 4, 5, 10, 11, 12, 13, 14]],
    ['late.csv', 'two\nlines\nthree', 3, [2, 6, 7]],
    ['lf-crlf-inside.csv', 'two\r\nlines', 2, [4, 5]],
    ['newlines.csv', 'three\r\nlines\r\n!', 5, [2, 4, 8]],
    ['note-column.csv', 'Low', 2, [4, 5]],
    ['two-newlines-more-rows.csv', 'a\nb\nc', 2, [5, 6, 7, 8, 9, 10]],
  ])('12-csv-newlines/%s is read completely', async (name, artist, line, others) => {
    const raw = await open(folder(`12-csv-newlines/${name}`));
    expect(await rowsOf(raw, `SELECT artist FROM plays WHERE line = ${line}`)).toEqual([[artist]]);
    expect(await rowsOf(raw, `SELECT line FROM plays WHERE line <> ${line} ORDER BY line`)).toEqual(
      others.map((other) => [other]),
    );
  });

  it('12-csv-newlines/blank-lines.csv reports dropped rows by their lines in the file', async () => {
    expect(await droppedRows(await clean(await open(folder('12-csv-newlines/blank-lines.csv'))))).toEqual({
      'plays not a whole number from 1 to 2,147,483,647': [2, '3, 6'],
    });
  });
});
