import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OpenOptions } from '#listenlab/data/dataset/open.js';
import { droppedRows, rowsOf, testFolder } from '../support.js';

const { write, open } = testFolder();
let made = 0;

const NUMBERS = { user: 1, artist: 2, plays: 3 };
const read = async (file: string, options: OpenOptions = {}) =>
  rowsOf(await open(file, options), 'SELECT "user", artist, plays FROM plays ORDER BY line');
const refusalOf = async (file: string, options: OpenOptions = {}) => {
  const error: unknown = await open(file, options).catch((reason: unknown) => reason);
  return (error as Error).message;
};
const hasPython = ranWell('python3', ['--version']);

/** Runs the command at the end of an error on the file that it is about. */
function follow(message: string, file: string): string {
  const [, command] =
    /(?:: |e\.g\. )((?:python3|sed) .*) < FILE > NEW$|e\.g\. (sed .*) FILE > NEW$/
      .exec(message)
      ?.filter((part) => part !== undefined) ?? [];
  return execFileSync('sh', ['-c', command], { input: readFileSync(file), encoding: 'utf8' });
}

describe('cells in single quotes', () => {
  const QUOTED = [
    ['ann', 'Low, live', 3],
    ['bob', "Guns N' Roses", 4],
  ];
  it.each<[line: number, text: string, OpenOptions?]>([
    [1, "'user','artist','plays'\n'ann','Low, live','3'\n'bob','Guns N'' Roses','4'\n"],
    [2, "user,artist,plays\n'ann','Low, live',3\n'bob','Guns N'' Roses',4\n"],
    [2, "user,artist,plays\nann,'Low, live',3\nbob,'Guns N'' Roses',4\nbob,'Low, live',5\n"],
    [2, "user,artist,plays\n'ann','Low, live',3\n'bob','Guns N\\' Roses',4\n"],
    [2, "user\tartist\tplays\n'ann'\t'Low, live'\t3\n'bob'\t'Guns N'' Roses'\t4\n"],
    [2, "user;artist;plays\n'ann';'Low, live';3\n'bob';'Guns N'' Roses';4\n"],
    [1, "'ann','Low, live',3\n'bob','Guns N'' Roses',4\n", { header: false, columns: NUMBERS }],
  ])(
    'are refused with line %i and a command that converts the file: %j',
    async (line, text, options = {}) => {
      const file = write(`single-${made++}.csv`, text);
      const message = await refusalOf(file, options);
      expect(message).toMatch(
        new RegExp(
          `: line ${line} has cells in single quotes: '.*'; expected double quotes around cells, or none; `,
        ),
      );
      if (!hasPython) return;
      const mended = write(`mended-${made++}.csv`, follow(message, file));
      expect((await read(mended, options)).slice(0, 2)).toEqual(QUOTED);
    },
  );

  it('are not detected in names that begin with an apostrophe', async () => {
    const text = "user,artist,plays\nann,'Til Tuesday,3\nann,'68,4\nann,'N Sync,5\nann,'Allo 'Allo',6\n";
    expect((await read(write('apostrophes.csv', text))).map(([, artist]) => artist)).toEqual([
      "'Til Tuesday",
      "'68",
      "'N Sync",
      "'Allo 'Allo'",
    ]);
  });
});

describe('cells in typographic quotes', () => {
  it.each<[line: number, text: string]>([
    [1, '“user”,“artist”,“plays”\n“ann”,“Low, live”,“3”\n“bob”,“Kent”,“4”\n'],
    [2, 'user,artist,plays\nann,“Low, live”,3\nbob,“Kent”,4\nbob,“Low, live”,5\n'],
    [1, '`user`,`artist`,`plays`\n`ann`,`Low, live`,`3`\n`bob`,`Kent`,`4`\n'],
    [1, '«user»;«artist»;«plays»\n«ann»;«Low, live»;«3»\n«bob»;«Kent»;«4»\n'],
    [2, 'user,artist,plays\nann,„Low, live“,3\nbob,„Low, live“,4\n'],
  ])('are refused with line %i and a command that converts the file: %j', async (line, text) => {
    const message = await refusalOf(write(`kinds-${made++}.csv`, text));
    expect(message).toMatch(
      new RegExp(`: line ${line} has cells in quotes other than double quotes: '.*'; expected double quotes`),
    );
    const [, command] = /; convert them: (.*) FILE > NEW$/.exec(message) ?? [];
    const mended = execFileSync('sh', ['-c', command], { input: text, encoding: 'utf8' });
    expect((await read(write(`mended-${made++}.csv`, mended)))[0]).toEqual(['ann', 'Low, live', 3]);
  });

  it('are refused with a command that removes them if they enclose whole rows', async () => {
    for (const [line, text] of [
      [1, '"user,artist,plays"\n"ann,Low,3"\n"bob,Kent,4"\n'],
      [2, 'user,artist,plays\n"ann,""Low"",3"\n"bob,""Kent"",4"\n'],
      [2, 'user;artist;plays\r\n"ann;""Low"";3"\r\n"bob;""Kent"";4"\r\n'],
    ] as const) {
      const message = await refusalOf(write(`rows-${made++}.csv`, text));
      expect(message).toMatch(
        new RegExp(`: line ${line} is a whole row in quotes: '".*"'; expected quotes around`),
      );
      const [, command] = /; remove those around rows: (.*) FILE > NEW$/.exec(message) ?? [];
      const mended = execFileSync('sh', ['-c', command], { input: text, encoding: 'utf8' });
      expect(await read(write(`mended-${made++}.csv`, mended))).toEqual([
        ['ann', 'Low', 3],
        ['bob', 'Kent', 4],
      ]);
    }
  });

  it('keep the quotes as part of the name if only some cells have them', async () => {
    const text = 'user,artist,plays\nann,“Heroes”,3\nbob,Low,4\nbob,`Low,4\n';
    expect((await read(write(`some-${made++}.csv`, text))).map(([, artist]) => artist)).toEqual([
      '“Heroes”',
      'Low',
      '`Low',
    ]);
  });
});

describe('quotes after a backslash that may close their cell', () => {
  it.each([
    ['at its end', 'user,artist,plays\nann,"12\\"",3\nbob,Low,4\n', '12"'],
    ['before a comma in quotes', 'user,artist,plays\nann,"12\\"",3\nbob,",",4\n', '12"'],
    ['before a cell in quotes', '"user","artist","plays"\n"ann","12\\"","3"\n"bob","Low","4"\n', '12"'],
  ])('are refused with the line and a command that converts the file: %s', async (_, text, artist) => {
    const file = write(`backslash-${made++}.csv`, text);
    const message = await refusalOf(file);
    expect(message).toMatch(/: line 2 has a quoted cell .*; write a quote inside a quoted cell twice/);
    const mended = write(`mended-${made++}.csv`, follow(message, file));
    expect((await read(mended))[0]).toEqual(['ann', artist, 3]);
  });

  it('are accepted if the cell continues by the usual rules', async () => {
    const text = 'user,artist,plays\nann,"5\\""",3\nbob,"a\\b",4\n';
    expect(await read(write('rules.csv', text))).toEqual([
      ['ann', '5\\"', 3],
      ['bob', 'a\\b', 4],
    ]);
  });
});

describe('backslash escapes before quotes, delimiters and line ends', () => {
  const TABLE = 'user,artist,plays\n';
  const tabs = (text: string) => text.replaceAll(',', '\t');
  const REMOVED = /^a backslash before .* was removed, as line (\d+) shows that it is not part of names: '/;
  const notesOf = async (file: string) => {
    const { dataset, notes } = await (await open(file)).clean();
    const lost = await droppedRows(dataset);
    dataset.close();
    return { notes, lost };
  };

  it.each<[what: string, text: string, line: number, artists: string[]]>([
    ['quotes in quotes', `${TABLE}ann,Low,1\nann,"The \\"Best\\" of",3\n`, 3, ['Low', 'The "Best" of']],
    ['the first quote of a name', `${TABLE}ann,"\\"Weird Al\\" Yankovic",3\n`, 2, ['"Weird Al" Yankovic']],
    [
      'a quote before a comma in quotes',
      `${TABLE}ann,"7\\", 10\\" and 12\\"",3\nbob,"Low",4\n`,
      2,
      ['7", 10" and 12"', 'Low'],
    ],
    [
      'quotes between tabs',
      tabs(`"user","artist","plays"\n"ann","Low","1"\n"ann","12\\" mix","3"\n`),
      3,
      ['Low', '12" mix'],
    ],
    [
      'quotes between tabs, below a header without',
      tabs(`${TABLE}ann,"12\\" mix",3\nann,"Low",4\n`),
      2,
      ['12" mix', 'Low'],
    ],
    ['a comma', `${TABLE}ann,Tyler\\, The Creator,3\nann,Low,4\n`, 2, ['Tyler, The Creator', 'Low']],
    [
      'several commas and a backslash',
      `${TABLE}ann,Earth\\, Wind\\, Fire,3\nann,AC\\\\DC,4\n`,
      2,
      ['Earth, Wind, Fire', 'AC\\DC'],
    ],
    ['a tab', `user\tartist\tplays\nann\tone\\\ttab\t3\n`, 2, ['one\ttab']],
    ['a line end', tabs(`${TABLE}ann,two\\\nlines,3\nbob,Low,4\n`), 2, ['two\nlines', 'Low']],
    [
      'a line end that is all of its cell',
      'user,artist,since,plays\nann,Low,\\\n,3\nbob,Muse,May,4\n',
      2,
      ['Low', 'Muse'],
    ],
    ['a line end of Windows', `${TABLE}ann,two\\\nlines,3\n`.replaceAll('\n', '\r\n'), 2, ['two\r\nlines']],
    ['no other letter', `${TABLE}ann,a\\, b,3\nann,AC\\DC,4\n`, 2, ['a, b', 'AC\\DC']],
  ])('are removed, with a note: %s', async (_, text, line, artists) => {
    const file = write(`escaped-${made++}.txt`, text);
    expect((await read(file)).map(([, artist]) => artist)).toEqual(artists);
    const { notes, lost } = await notesOf(file);
    expect(REMOVED.exec(notes[0])?.[1]).toBe(String(line));
    expect(lost).toEqual({});
  });

  it('mark a missing value before N', async () => {
    const file = write('nulls.csv', `${TABLE}ann,a\\, b,3\nann,\\N,4\n`);
    expect((await notesOf(file)).lost).toEqual({ 'no artist': [1, '3'] });
  });

  it.each<[text: string, artists: string[]]>([
    [`${TABLE}ann,AC\\DC,3\nann,AC\\,4\nann,\\,5\n`, ['AC\\DC', 'AC\\', '\\']],
    [`${TABLE}ann,"AC\\DC",3\nann,"C:\\",4\n`, ['AC\\DC', 'C:\\']],
    [tabs(`${TABLE}ann,12\\" mix,3\nann,AC\\,4\n`), ['12\\" mix', 'AC\\']],
    ['user,plays,artist\nann,3,AC\\\nann,4,Low\n', ['AC\\', 'Low']],
  ])('are literal if all lines are valid rows with them: %j', async (text, artists) => {
    const file = write(`letters-${made++}.csv`, text);
    expect((await read(file)).map(([, artist]) => artist)).toEqual(artists);
    const { notes, lost } = await notesOf(file);
    expect(notes.filter((note) => REMOVED.test(note))).toEqual([]);
    expect(lost).toEqual({});
  });

  it('are literal if one line requires it, and a note names the lines', async () => {
    const file = write('both.csv', `${TABLE}ann,AC\\,3\nbob,Tyler\\, The Creator,4\n`);
    expect((await read(file))[0]).toEqual(['ann', 'AC\\', 3]);
    const { notes, lost } = await notesOf(file);
    expect(notes).toEqual([
      "a backslash before a delimiter, a quote or a line end was read literally, as line 2 requires, though line 3 is a complete row only without it: 'bob,Tyler\\, The Creator,4'; if that is wrong, export the table as CSV with quotes around cells",
    ]);
    expect(lost).toEqual({ 'wrong number of columns': [1, '3'] });
  });

  it('do not join a line to the next if that is a complete row', async () => {
    const file = write('short.csv', `${TABLE}ann,AC\\\nbob,Low,4\n`.replace('ann,AC', 'AC'));
    expect(await read(file)).toEqual([
      ['AC\\', null, null],
      ['bob', 'Low', 4],
    ]);
    const wide = write('wide.csv', 'artist,user,plays,country\nLow\\\nKent,bob,4,DE\n');
    expect((await notesOf(wide)).lost).toEqual({ 'wrong number of columns': [1, '2'] });
  });

  it('do not repair a quoted cell that is never closed properly', async () => {
    const message = await refusalOf(write('bad.csv', `${TABLE}ann,"The \\"Best\\" of" all,3\n`));
    expect(message).toMatch(/: line 2 has a quoted cell whose closing quote is followed by something/);
  });

  it('are detected across buffer boundaries', async () => {
    const rows = Array.from(
      { length: 300_000 },
      (_, i) => `user ${i},a\\, ${'x'.repeat(i % 40)}b,${i + 1}\n`,
    );
    const dataset = await open(write('long-escaped.csv', TABLE + rows.join('')));
    const sql = `SELECT count(*), sum(plays) FROM plays
      WHERE artist = 'a, ' || repeat('x', ((plays - 1) % 40)::INTEGER) || 'b' AND line = plays + 1`;
    expect(await rowsOf(dataset, sql)).toEqual([[300_000, 45_000_150_000]]);
  });
});

function ranWell(program: string, parameters: readonly string[]): boolean {
  try {
    execFileSync(program, parameters, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
