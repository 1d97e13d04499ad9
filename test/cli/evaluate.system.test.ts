import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { listenlab } from './listenlab.js';
import { playsOfTwoCamps } from './plays.js';

// Each test starts several processes that open DuckDB: slow on a busy machine.
const NO_DANFO = { NODE_OPTIONS: `--require ${path.join(import.meta.dirname, 'refuse-danfo.cjs')}` };
const folder = useFolder();

beforeEach(() => writeFile(folder.file('plays.tsv'), playsOfTwoCamps()));

const evaluate = (...more: string[]) =>
  listenlab(['evaluate', '--dataset', 'plays.tsv', '--threads', '1', ...more], folder, NO_DANFO);

test('evaluate prints a table of the options, the original recipe and popularity, with intervals, for each k', async () => {
  const { code, stdout, stderr } = await evaluate(
    '--factors',
    '4',
    '--weighting',
    'log',
    '--k',
    '1,3,3',
    '--seeds',
    '2',
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [heading, ...lines] = stdout.trimEnd().split('\n');
  expect(heading).toMatch(
    /^plays\.tsv: 0\.2 of all entries held out at random, mean of 2 splits \(seeds 42 to 43\); \d\d users evaluated$/,
  );
  const cell = '\\d\\.\\d{3} \\[\\d\\.\\d{3}, \\d\\.\\d{3}\\]';
  const names = ['ALS, factors 4, weighting log', 'ALS, the original recipe', 'popularity'];
  const table = (k: number) => [
    '',
    expect.stringMatching(
      new RegExp(`^ +model +NDCG@${k} +precision@${k} +MAP@${k} +catalogue coverage@${k}$`),
    ),
    ...names.map((name) =>
      expect.stringMatching(new RegExp(`^ +${name} +${cell} +${cell} +${cell} +\\d\\.\\d{3}$`)),
    ),
  ];
  expect(lines).toEqual([...table(1), ...table(3)]);
});

test('--json prints one document, in which factors beat popularity on data with two groups', async () => {
  const { stdout } = await evaluate(
    '--factors',
    '2',
    '--alpha',
    '1',
    '--split',
    'leave-k-out',
    '--k',
    '2',
    '--json',
  );
  const { dataset, split, seeds, k, models } = JSON.parse(stdout);
  expect({ dataset, split, seeds, k }).toEqual({
    dataset: 'plays.tsv',
    split: "1 of each user's artists held out",
    seeds: [42],
    k: [2],
  });
  const ndcg = models.map((model: { means: { metric: string; mean: number; low: number; high: number }[] }) =>
    model.means.find(({ metric }) => metric === 'ndcg'),
  );
  // Each group has eight artists; the held-out one is among two that a user of the group has not played.
  expect(ndcg[0].mean).toBeGreaterThan(0.6);
  expect(ndcg[0].low).toBeGreaterThan(ndcg[2].high);
  expect(models[0]).toMatchObject({ name: 'ALS, alpha 1, factors 2', users: 40 });
});

test.each([
  [['--k', '0'], "error: --k is '0'; expected a whole number of 1 or more"],
  [['--k', '17'], 'error: --k is 17 and the catalogue has 16 artists; expected a --k of at most that'],
  [['--leave', '2'], 'error: --leave was given with --split random, which does not use it; leave it out'],
  [['--fraction', '2'], 'error: fraction is 2; expected a number above 0 and below 1, such as 0.2'],
  [
    ['--split', 'users', '--fraction', 'x'],
    'error: --fraction is x; expected a number above 0 and below 1, such as 0.2',
  ],
  [
    ['--split', 'leave-k-out', '--leave', '7'],
    "error: cannot hold out 7 of each user's artists, with users of at least 8: the longest list has 7; hold out fewer of them, or use other data",
  ],
])('evaluate refuses %j with one line', async (args, line) => {
  expect(await inProcess(['evaluate', '--dataset', 'plays.tsv', ...args], folder)).toEqual({
    code: 1,
    stdout: '',
    stderr: `${line}\n`,
  });
});

test.each(['evaluate', 'tune'])('%s names the option when one artist is too few', async (command) => {
  await writeFile(folder.file('one.tsv'), 'user\tartist\tplays\nann\tLow\t3\nbob\tLow\t5\n');
  expect((await inProcess([command, '--dataset', 'one.tsv'], folder)).stderr).toBe(
    'error: --k is 10 and the catalogue has 1 artist; expected a --k of at most that\n',
  );
});
