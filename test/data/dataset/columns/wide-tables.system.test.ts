import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FileRefusal } from '#listenlab/data/dataset/file-error.js';
import { zip } from '../archives.js';
import { rowsOf, testFolder } from '../support.js';

const { folder, write, open, clean } = testFolder();

const ROWS = [
  ['ann', 3, 0, 1, 0, ''],
  ['bob', 0, 0, 4, 1, 2],
];
const NAMES = ['Low', 'Björk', 'Kent', 'The "Who"', 'Air'];
const table = (first: readonly string[], delimiter = ',') =>
  `${[first, ...ROWS].map((row) => row.map((cell) => (/"/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(delimiter)).join('\n')}\n`;
const PAIRS = [
  ['ann', 'Kent', 1],
  ['ann', 'Low', 3],
  ['bob', 'Air', 2],
  ['bob', 'Kent', 4],
  ['bob', 'The "Who"', 1],
];

async function refusal(file: string): Promise<FileRefusal> {
  const error = await open(file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FileRefusal);
  return error as FileRefusal;
}

/** Runs the code that the error suggests and reads the result. */
async function madeLong({ message }: FileRefusal): Promise<unknown[][]> {
  const [, query] = /query\(`(.*)`\)/.exec(message) ?? [];
  const long = path.join(folder, 'long.csv');
  // As a template literal evaluates it.
  const sql = query
    .replace(/\\([\\`$])/g, '$1')
    .replaceAll('\\t', '\t')
    .replace("'long.csv'", `'${long}'`);
  await (await open('sample')).query(sql);
  const dataset = await clean(await open(long));
  return await rowsOf(dataset, 'FROM plays ORDER BY "user", artist');
}

describe('a table with one column per artist', () => {
  it.each([
    ['users.csv', table(['user', ...NAMES])],
    ['pandas.csv', table(['', ...NAMES])],
    ['tabs.tsv', table(['user_id', ...NAMES], '\t')],
    ['semicolons.csv', table(['listener', ...NAMES], ';')],
  ])('is reported as wide, with a query that converts it to long form: %s', async (name, text) => {
    const error = await refusal(write(name, text));
    expect(error.message).toMatch(
      /; if it is wide, with a row for each user and a column for each artist, leave out .*: await \(await openDataset\('sample'\)\)\.query\(`COPY .*`\); if it is not wide, say which/,
    );
    expect(error.atCommandLine).toMatch(
      /give that file: python3 -c '.*' \S+ \(Python with pandas\); if it is not wide, /,
    );
    expect(await madeLong(error)).toEqual(PAIRS);
  });

  it('may use decimal commas', async () => {
    const text = table(['user', ...NAMES], ';').replace(/;(\d)/g, ';$1,0');
    const error = await refusal(write('decimals.csv', text));
    expect(await madeLong(error)).toEqual(PAIRS);
    expect(error.atCommandLine).toContain('sep=";", decimal=",")');
  });

  it('may have one column per user, or no header', async () => {
    const turned = await refusal(write('turned.csv', 'artist,ann,bob,eve,ted\nLow,3,0,1,0\nKent,0,0,4,1\n'));
    expect(turned.message).toContain('a row for each artist and a column for each user');
    expect(await madeLong(turned)).toEqual([
      ['ann', 'Low', 3],
      ['eve', 'Kent', 4],
      ['eve', 'Low', 1],
      ['ted', 'Kent', 1],
    ]);
    const bare = await refusal(write('bare.csv', 'ann,3,0,1,0,2\nbob,0,0,4,1,1\n'));
    expect((await madeLong(bare)).map((row) => row[0])).toEqual(['ann', 'ann', 'ann', 'bob', 'bob', 'bob']);
    const numbers = Array.from({ length: 300 }, (_, i) => i % 7).join(',');
    expect((await madeLong(await refusal(write('matrix.csv', `${numbers}\n${numbers}\n`)))).length).toBe(
      2 * numbers.split(',').filter((number) => number !== '0').length,
    );
  });

  it('is named with the archive that contains it', async () => {
    const file = write('wide.zip', zip([{ path: 'wide.csv', content: table(['user', ...NAMES]) }]));
    const { message, atCommandLine } = await refusal(file);
    expect(message).not.toContain('unpacked');
    expect(atCommandLine).not.toContain('unpacked');
    expect(message).toMatch(/; unpack \S+wide\.zip first; if it is wide, .*read_csv\('wide\.csv', /);
    expect(atCommandLine).toMatch(
      /; unpack \S+wide\.zip first; if it is wide, .* wide\.csv \(Python with pandas\);/,
    );
  });

  it('is named with the compressed file, which is left out if only listenlab reads it', async () => {
    const wide = await refusal(write('one.csv.gz', gzipSync(table(['user', ...NAMES]))));
    expect(wide.message).toMatch(/; unpack \S+one\.csv\.gz first; .*read_csv\('one\.csv', /);
    const titled = await refusal(
      write('titled.csv.gz', gzipSync('Export\n\nuser,artist,plays\nann,Low,3\n')),
    );
    expect(titled.message).toMatch(
      /; unpack \S+titled\.csv\.gz first; delete the lines above it: tail -n \+3 FILE > NEW$/,
    );
    const named = await refusal(write('named.csv.gz', gzipSync('who,band,n\nann,Low,3\n')));
    expect(named.message).not.toContain('unpack');
  });

  it.each([
    ['named.csv', 'user,band,year,tempo,energy,count\nann,Low,1,2,3,4\n'],
    ['rows.csv', '1,2,3,881250949,5\n1,3,4,881250949,5\n'],
    ['few.csv', 'who,whom,much\nann,Low,4\n'],
  ])('is not confused with other tables: %s', async (name, text) => {
    expect((await refusal(write(name, text))).message).not.toContain('wide');
  });

  it.skipIf(!hasPandas())('is also converted by the suggested command', async () => {
    const { atCommandLine } = await refusal(write('shell.csv', table(['user', ...NAMES])));
    const [, command] = /give that file: (.*) \(Python with pandas\)/.exec(atCommandLine) ?? [];
    execFileSync('sh', ['-c', command], { cwd: folder });
    expect(readFileSync(path.join(folder, 'long.csv'), 'utf8')).toMatch(/^user,artist,plays\nann,Low,3/);
    const dataset = await clean(await open(path.join(folder, 'long.csv')));
    expect(await rowsOf(dataset, 'FROM plays ORDER BY "user", artist')).toEqual(PAIRS);
  });
});

function hasPandas(): boolean {
  try {
    execFileSync('python3', ['-c', 'import pandas'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
