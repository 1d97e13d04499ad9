import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OpenOptions } from '#listenlab/dataset/open.js';
import { rowsOf, testFolder } from './support.js';

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

/** Runs the command that a refusal ends with, on its file. */
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
  ])('are refused with line %i and a command that mends the file: %j', async (line, text, options = {}) => {
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
  });

  it('are not seen in names that begin with an apostrophe', async () => {
    const text = "user,artist,plays\nann,'Til Tuesday,3\nann,'68,4\nann,'N Sync,5\nann,'Allo 'Allo',6\n";
    expect((await read(write('apostrophes.csv', text))).map(([, artist]) => artist)).toEqual([
      "'Til Tuesday",
      "'68",
      "'N Sync",
      "'Allo 'Allo'",
    ]);
  });
});

describe('quotes behind a backslash', () => {
  it.each([
    ['inside a name', 'user,artist,plays\nann,"12\\" mix",3\nbob,Low,4\n', '12" mix'],
    ['at its end', 'user,artist,plays\nann,"12\\"",3\nbob,Low,4\n', '12"'],
    ['before a comma in quotes', 'user,artist,plays\nann,"12\\"",3\nbob,",",4\n', '12"'],
    ['before a cell in quotes', '"user","artist","plays"\n"ann","12\\"","3"\n"bob","Low","4"\n', '12"'],
  ])('are refused with the line and a command that mends the file: %s', async (_, text, artist) => {
    const file = write(`backslash-${made++}.csv`, text);
    const message = await refusalOf(file);
    expect(message).toMatch(/: line 2 has a quoted cell .*; write a quote inside a quoted cell twice/);
    const mended = write(`mended-${made++}.csv`, follow(message, file));
    expect((await read(mended))[0]).toEqual(['ann', artist, 3]);
  });

  it('are no matter where the cell goes on by the rules', async () => {
    const text = 'user,artist,plays\nann,"5\\""",3\nbob,"a\\b",4\n';
    expect(await read(write('rules.csv', text))).toEqual([
      ['ann', '5\\"', 3],
      ['bob', 'a\\b', 4],
    ]);
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
