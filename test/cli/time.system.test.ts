import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { movingTastes } from '../engine/evaluate/moving-tastes.js';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { listenlab } from './listenlab.js';

const folder = useFolder();

beforeEach(async () => {
  const lines = movingTastes(60, 80, 4, 3).map(
    ({ user, artist, time }) => `${user},${artist},${new Date(time).toISOString()}`,
  );
  await writeFile(folder.file('listens.csv'), `user,artist,time\n${lines.join('\n')}\n`);
  await writeFile(folder.file('plays.csv'), 'user,artist,plays\nann,kent,3\nbob,muse,2\n');
});

const evaluate = (...more: string[]) =>
  inProcess(['evaluate', '--dataset', 'listens.csv', '--count-listens', '--threads', '1', ...more], folder);

test('--split time asks for what is played next, where what was played most lately is ahead', async () => {
  const of = async (...more: string[]) => {
    const { code, stdout, stderr } = await evaluate('--split', 'time', '--repeats', '--json', ...more);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { split, models } = JSON.parse(stdout);
    const ndcg = (name: string) =>
      models
        .find((model: { name: string }) => model.name === name)
        .means.find(({ metric }: { metric: string }) => metric === 'ndcg').mean;
    return { split, played: ndcg('most played'), popular: ndcg('popularity') };
  };
  const plain = await of('--from', '1970-11-01');
  const faded = await of('--half-life', '15');
  expect([plain.split, faded.split]).toEqual([
    'listens from 1970-11-01 on held out, known artists included',
    'the last 0.2 of all listens held out, known artists included; known plays fade with a half-life of 15 days',
  ]);
  expect(faded.played).toBeGreaterThan(1.5 * plain.played);
  expect(faded.played).toBeGreaterThan(1.5 * faded.popular);
});

test('--split last-k evaluates every user on the artists they discovered last', async () => {
  const { code, stdout } = await evaluate('--split', 'last-k', '--leave', '2');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^listens\.csv: each user's last 2 new artists held out; 60 users evaluated\n\n +model +NDCG@10/,
  );
});

test('evaluate says how much of the future no model can find', async () => {
  const later = ['user 1,brand new', 'user 2,brand new', 'user 3,brand new', 'user 4,artist 0-0'];
  await appendFile(folder.file('listens.csv'), later.map((row) => `${row},1971-06-01\n`).join(''));
  const asked = ['--split', 'time', '--from', '1971-06-01', '--repeats'];
  const { stdout } = await evaluate(...asked);
  expect(stdout.split('\n')[1]).toBe('75.0% of what is asked for is by artists that nobody played before');
  expect(JSON.parse((await evaluate(...asked, '--json')).stdout).unheard).toBe(0.75);
});

/** The cells of notebook 05 that judge in time, after what they take from those before. */
async function writeTimeSection(): Promise<void> {
  const notebook = path.resolve(import.meta.dirname, '../../notebooks/05-evaluate.ipynb');
  const { cells, ...rest } = JSON.parse(await readFile(notebook, 'utf8'));
  const cell = (id: string) => cells.find((each: { id: string }) => each.id === id);
  const before = `const { dataset: plays } = await (await openDataset('listens.csv', { countListens: true })).clean();
const [fraction, length, seed, label] = [0.2, 10, 42, 'NDCG@10'];
const second: AlsOptions = { weighting: 'log', alpha: 1, seed };
const share = (part: number) => \`\${100 * part} %\`;`;
  const section = [
    cell('evaluate-03'),
    { ...cell('evaluate-03'), id: 'before', source: before },
    cell('evaluate-time-2'),
  ];
  await writeFile(folder.file('time.ipynb'), JSON.stringify({ ...rest, cells: section }));
}

test('notebook 05 judges in time where listens have times, and says why not where that cannot be', async () => {
  await writeTimeSection();
  const run = async () => {
    const { code, stderr } = await listenlab(['run', 'time.ipynb'], folder);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { cells } = JSON.parse(await readFile(folder.file('reports/time.ipynb'), 'utf8'));
    return cells[2].outputs.map(({ data }: { data: Record<string, string[]> }) =>
      [data['text/plain']].flat().join(''),
    );
  };
  const [table] = await run();
  const lately: Record<string, { plain: number; faded: number }> = Object.fromEntries(
    [...table.matchAll(/^\d +what is played next +(.+?) {2,}([\d.]+) +([\d.]+)$/gm)].map(
      ([, model, plain, faded]) => [model, { plain: Number(plain), faded: Number(faded) }],
    ),
  );
  expect(Object.keys(lately)).toHaveLength(4);
  expect(lately['most played'].faded).toBeGreaterThan(2 * lately['most played'].plain);
  for (const { faded } of Object.values(lately))
    expect(faded).toBeLessThanOrEqual(lately['most played'].faded);

  const lines = movingTastes(30, 40, 0, 3).map(({ user, artist }) => `${user},${artist},2020-01-01`);
  await writeFile(folder.file('listens.csv'), `user,artist,time\n${lines.join('\n')}\n`);
  expect((await run())[0]).toMatch(
    /^These listens cannot be judged in time: splitting at 2020.* leaves nothing to train on/,
  );
});

test.each([
  [
    ['--dataset', 'plays.csv', '--split', 'time'],
    "dataset 'plays.csv' has no times of listens; expected one whose rows are listens with a time; give --count-listens if they are, and --columns time=... if the time has another name",
  ],
  [['--repeats'], '--repeats was given with --split random, which does not use it; leave it out'],
  [['--split', 'time', '--leave', '2'], '--leave was given with --split time, which does not use it'],
  [
    ['--split', 'time', '--seeds', '2'],
    '--seeds was given with --split time, which draws nothing at random; leave it out',
  ],
  ...['May', '2009', '2009-1-31', '31.01.2009', '01/02/2009', '2009-02-29', '-5', '2009-01-31T12:00'].map(
    (day): [string[], string] => [
      ['--split', 'time', `--from=${day}`],
      `--from is '${day}'; expected a day as year-month-day, such as 2009-01-31`,
    ],
  ),
  [
    ['--split', 'time', '--from', '1970-05-01', '--fraction', '0.1'],
    '--from and --fraction were both given; expected one of them',
  ],
  [
    ['--split', 'last-k', '--half-life', 'long'],
    "--half-life is 'long'; expected a number of days above 0, such as 30",
  ],
])('%j is refused', async (more, message) => {
  const options = more.includes('--dataset')
    ? more
    : ['--dataset', 'listens.csv', '--count-listens', ...more];
  const { code, stdout, stderr } = await inProcess(['evaluate', ...options], folder);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(message);
});
