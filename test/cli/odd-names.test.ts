import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useFolder, withFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';

const folder = useFolder();
const PLAYS = [
  ['ann', '-M-', 9],
  ['ann', 'Low', 3],
  ['bob', '-M-', 5],
  ['bob', '__proto__', 4],
  ['__proto__', 'Low', 4],
  ['__proto__', 'constructor', 4],
  ['-x', 'Low', 4],
  ['-x', '311', 4],
  ['42', '311', 4],
  ['42', 'toString', 4],
  ['e\u001b[2J', 'f\u001b[31m', 4],
];

const run = (...args: string[]) => inProcess(args, folder);

let odd: { table: string; model: Buffer };

beforeAll(() =>
  withFolder(async (base) => {
    const table = PLAYS.map(([user, ...rest]) => `${user}\t\t${rest.join('\t')}\n`).join('');
    await writeFile(path.join(base, 'odd.tsv'), table);
    const training = ['train', '--dataset', 'odd.tsv', '--factors', '2', '--model', 'odd.model'];
    const { code } = await inProcess(training, { path: base, data: path.join(base, 'data') });
    expect(code).toBe(0);
    odd = { table, model: await readFile(path.join(base, 'odd.model')) };
  }),
);

beforeEach(async () => {
  await writeFile(folder.file('odd.tsv'), odd.table);
  await writeFile(folder.file('odd.model'), odd.model);
});

describe('names that begin with a dash', () => {
  it.each([
    ['similar', ['-M-']],
    ['recommend', ['-x']],
    ['explain', ['ann', '-M-']],
  ])('are taken for options by %s, which explains how to pass them', async (command, names) => {
    const { code, stderr } = await run(command, ...names, '--model', 'odd.model');
    const last = names.at(-1);
    expect(stderr).toBe(
      `error: unknown option '${last}'; if it is a name, put it last, after two dashes: ` +
        `npx listenlab ${command} [options] -- '${last}'; 'npx listenlab ${command} --help' lists what is available\n`,
    );
    expect(code).toBe(1);
  });

  it('are accepted after two dashes, and as values of options', async () => {
    expect((await run('similar', '--model', 'odd.model', '--', '-M-')).stdout).toMatch(/^Similar to -M- /);
    expect((await run('recommend', '--model', 'odd.model', '--', '-x')).stdout).toMatch(
      /^Recommended to -x /,
    );
    expect((await run('explain', '--model', 'odd.model', '--', '-x', '-M-')).stdout).toMatch(
      /^Score of -M- for -x:/,
    );
    for (const args of [
      ['similar', 'f\u001b[31m'],
      ['recommend', 'e\u001b[2J'],
      ['explain', 'e\u001b[2J', 'f\u001b[31m'],
    ]) {
      const { stdout } = await run(...args, '--model', 'odd.model');
      expect(stdout).toMatch(/^\w+ .*\\u001b\[/);
      expect(stdout).not.toContain('\u001b');
    }
    const { stdout } = await run('recommend', '42', '--model', 'odd.model', '--json', '--only', '-M-');
    expect(JSON.parse(stdout).recommendations.map(({ artist }: { artist: string }) => artist)).toEqual([
      '-M-',
    ]);
  });

  it('do not hide the suggestion for a mistyped option', async () => {
    const { stderr } = await run('similar', '--cuont', '3', 'Low', '--model', 'odd.model');
    expect(stderr).toMatch(/^error: unknown option '--cuont' \(Did you mean --count\?\); 'npx/);
  });
});

describe('names that are numbers or properties of objects', () => {
  it.each(['__proto__', 'constructor', 'toString', '311'])('such as %s work as artists', async (artist) => {
    const { stdout } = await run('similar', artist, '--model', 'odd.model', '--json');
    const { similar } = JSON.parse(stdout);
    expect(similar[0].artist).toBe(artist);
    expect(similar).toHaveLength(7);
    expect((await run('similar', artist, '--model', 'odd.model')).stdout).toContain(`1  ${artist} `);
  });

  it.each(['__proto__', '42'])('such as %s work as users', async (user) => {
    const { stdout } = await run('recommend', user, '--model', 'odd.model', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ user });
    expect((await run('explain', user, '__proto__', '--model', 'odd.model', '--json')).code).toBe(0);
    await run('recommend-all', '--model', 'odd.model', '--count', '1', '--output', 'all.csv');
    expect(await readFile(folder.file('all.csv'), 'utf8')).toMatch(new RegExp(`^${user},1,`, 'm'));
  });
});

describe('options about a table', () => {
  it.each([
    ['--columns', ['--columns', 'user=1']],
    ['--delimiter', ['--delimiter', ';']],
    ['--no-header', ['--no-header']],
    ['--count-listens', ['--count-listens']],
  ])('are refused with a dataset of the catalogue: %s', async (flag, given) => {
    const { code, stderr } = await run('train', '--dataset', 'sample', ...given, '--model', 'x.model');
    expect(stderr).toBe(
      `error: dataset 'sample' of the catalogue is read as it was published; ${flag} is for tables that listenlab ` +
        'does not know: leave it out, or give the path of your own table instead of the dataset\n',
    );
    expect(code).toBe(1);
  });
});
