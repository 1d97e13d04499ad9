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
      new RegExp(
        `^ +model +NDCG@${k} +precision@${k} +MAP@${k} +catalogue coverage@${k} +training +better than +undecided$`,
      ),
    ),
    // Both models of factors find the groups, which popularity does not see.
    ...names.map((name, row) =>
      expect.stringMatching(
        new RegExp(
          `^${row + 1} +${name} +${cell} +${cell} +${cell} +\\d\\.\\d{3} +\\d+\\.\\d+ s +${row < 2 ? '.*3 .*' : '- +-'}$`,
        ),
      ),
    ),
  ];
  const note = [
    '',
    expect.stringMatching(
      /^better than: the numbers of models beaten by more than chance in NDCG@1 \(paired by user over \d\d users, at$/,
    ),
    "95 %: interval of the difference and Wilcoxon's signed-rank test, Holm's correction for 3 pairs).",
    'undecided: no difference that this data can show.',
  ];
  expect(lines).toEqual([...table(1), ...table(3), ...note]);
});

test('with options of recommend the first model stands there a second time, re-ranked, with what that does to lists', async () => {
  const { code, stdout } = await evaluate('--factors', '4', '--calibration', '1', '--json');
  expect(code).toBe(0);
  const [plain, reranked] = JSON.parse(stdout).models as {
    name: string;
    seconds: number;
    means: { metric: string; mean: number }[];
  }[];
  // One training serves both.
  expect(reranked.seconds).toBe(plain.seconds);
  expect(plain.name).toBe('ALS, factors 4');
  expect(reranked.name).toBe('ALS, factors 4; re-ranked, calibration 1');
  const of = ({ means }: typeof plain) => means.find(({ metric }) => metric === 'miscalibration')?.mean ?? 9;
  expect(of(reranked)).toBeLessThan(of(plain));
  const refused = await evaluate('--calibration', '2');
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('calibration is 2; expected a number from 0 to 1');
});

test('--by says whom the first model serves, in a table of groups and in words, and in JSON', async () => {
  const options = ['--factors', '2', '--by', 'activity', '--k', '2'];
  const { code, stdout } = await evaluate(...options);
  expect(code).toBe(0);
  const text = stdout.slice(stdout.indexOf('NDCG@2 of ALS, factors 2, by activity'));
  expect(text).toMatch(
    /^NDCG@2 of ALS, factors 2, by activity\n\n +group +users +NDCG@2 +from all others +p /,
  );
  expect(text).toMatch(/\n {2}(few|some|many) artists: \d+(?: to \d+)? +\d+ +\d\.\d{3} \[/);
  expect(text).toMatch(/NDCG@2 is \d\.\d{3} on average over \d+ listeners\.\n/);
  const byRecall = [...options, '--metrics', 'coverage,recall,ndcg', '--json'];
  const { models, by, grouped, comparisons } = JSON.parse((await evaluate(...byRecall)).stdout);
  // By the metric by which models are compared.
  expect(comparisons[0].metric).toBe('recall');
  expect(grouped.evaluations.map(({ label }: { label: string }) => label)).toEqual(['recall@2']);
  expect(by).toBe('activity');
  expect(grouped.model).toBe(models[0].name);
  const [{ rows }] = grouped.evaluations;
  expect(rows.reduce((sum: number, { users }: { users: number }) => sum + users, 0)).toBe(models[0].users);
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
  const { dataset, split, seeds, k, models, comparisons } = JSON.parse(stdout);
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
  expect(models[0]).toMatchObject({
    name: 'ALS, alpha 1, factors 2',
    users: 40,
    seconds: expect.any(Number),
  });
  expect(comparisons).toMatchObject([{ metric: 'ndcg', k: 2, users: 40, pairs: { length: 3 } }]);
  const [, , { model, other, pHolm, verdict }] = comparisons[0].pairs;
  expect({ other, verdict }).toEqual({ other: 'popularity', verdict: 'better' });
  expect(model).toMatch(/^ALS, /);
  expect(pHolm).toBeLessThan(0.05);
});

test('--metrics names the columns, and by what models are compared', async () => {
  const compared = async (metrics: string) => {
    const { code, stdout, stderr } = await evaluate('--k', '2', '--metrics', metrics);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [, , heading] = stdout.split('\n');
    return {
      columns: heading.trim().split(/ {2,}/),
      note: /chance in (\S+ ?\S*) \(paired/.exec(stdout)?.[1] ?? stdout.trim().split('\n').at(-1),
    };
  };
  const [model, training, decided] = ['model', 'training', ['better than', 'undecided']];
  expect(await compared('ndcgFullIdeal,auc')).toEqual({
    columns: [model, 'full-ideal NDCG@2', 'AUC', training, ...decided],
    note: 'full-ideal NDCG@2',
  });
  // Of all lists together: there is nothing to compare user by user.
  expect(await compared('coverage')).toEqual({
    columns: [model, 'catalogue coverage@2', training],
    note: 'Models are not compared pair by pair: none of --metrics is a mean over users; ndcg, for example, is one.',
  });
  expect((await evaluate('--metrics', 'ndgc')).stderr).toMatch(
    /^error: no metric 'ndgc'; did you mean 'ndcg'\?/,
  );
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
  [
    ['--by', 'country'],
    'error: --by country needs profiles of the users, and plays.tsv has none; its plays allow --by activity and --by mainstream',
  ],
  [
    ['--by', 'mood'],
    "error: --by is 'mood'; expected one of 'gender', 'age', 'country', 'signup', 'activity', 'mainstream'",
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

test('--stability counts the artists of a list that stay with another seed, all of those without one', async () => {
  const args = ['--factors', '2', '--alpha', '1', '--model-seeds', '2', '--k', '2,3', '--stability'];
  const { stdout } = await evaluate(...args, '--json');
  const { models } = JSON.parse(stdout);
  expect(models.map(({ name }: { name: string }) => name)).toEqual([
    'ALS, alpha 1, factors 2, seeds 2',
    'ALS, the original recipe',
    'popularity',
  ]);
  for (const { stays } of models) {
    expect(stays).toHaveLength(2);
    expect(stays[0]).toBeLessThanOrEqual(2);
    expect(stays[1]).toBeGreaterThan(0);
  }
  expect(models.at(-1).stays).toEqual([2, 3]);
  const table = (await evaluate(...args)).stdout;
  expect(table).toMatch(/ of 2 stay +training /);
  expect(table).toMatch(/ popularity .* 3\.0 +\d+\.\d+ s/);
});
