import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadModel } from '#listenlab/engine/model/node/load-model.js';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { ended, listenlab, start } from './listenlab.js';
import { playsOfTwoCamps } from './plays.js';

// Each test starts several processes that open DuckDB: slow on a busy machine.
const TRAINING = ['--factors', '4', '--alpha', '1', '--threads', '1'];
const folder = useFolder();

beforeEach(() => writeFile(folder.file('plays.tsv'), playsOfTwoCamps()));

test('recommend-all writes what recommend prints for each user, from a file as from training', async () => {
  await listenlab(['train', '--dataset', 'plays.tsv', '--model', 'camps.model', ...TRAINING], folder);
  const args = ['recommend-all', '--output', 'all.csv', '--count', '3'];
  const saved = await listenlab([...args, '--model', 'camps.model', '--threads', '2'], folder);
  const { size } = await stat(folder.file('all.csv'));
  expect(saved).toMatchObject({ code: 0, stderr: '' });
  expect(saved.stdout).toMatch(
    new RegExp(
      `^40 users: 120 recommendations in [\\d.]+ s, saved to ${folder.file('all.csv')} \\(${(size / 1024).toFixed(1)} KiB\\)\\n$`,
    ),
  );
  const model = await loadModel(folder.file('camps.model'));
  const expected = model.users.names.flatMap((user) =>
    model.recommend(user, { count: 3 }).map(({ artist, score }, i) => `${user},${i + 1},${artist},${score}`),
  );
  const text = await readFile(folder.file('all.csv'), 'utf8');
  expect(text.trimEnd().split('\n')).toEqual(['user,rank,artist,score', ...expected]);

  const fresh = await listenlab([...args, '--dataset', 'plays.tsv', ...TRAINING], folder);
  expect(fresh).toMatchObject({ code: 0, stderr: '' });
  expect(await readFile(folder.file('all.csv'), 'utf8')).toBe(text);
});

test('a count larger than the catalogue gives all unplayed artists', async () => {
  const args = ['recommend-all', '--dataset', 'plays.tsv', ...TRAINING, '--output', 'new/all.parquet'];
  const { code, stdout } = await listenlab([...args, '--count', '1000000'], folder);
  expect(code).toBe(0);
  // 16 artists minus the 7 that each user has played.
  expect(stdout).toMatch(/^40 users: 360 recommendations in /);
});

describe('recommend-all refuses with one line, before any work', () => {
  test.each([
    [
      ['--output', 'all.txt'],
      /'.*all\.txt' ends in '\.txt'; expected a file that ends in \.parquet or \.csv/,
    ],
    [['--output', 'all'], /'.*all' has no ending; expected a file that ends in/],
    [['--output', 'plays.tsv/all.csv'], /cannot write .*all\.csv: .*plays\.tsv is not a writable folder/],
    [['--output', 'folder.csv'], /folder\.csv is a folder; expected a file to write/],
    [['--output', 'all.csv', '--count', '0'], /--count is '0'; expected a whole number of 1 or more/],
    [['--output', 'all.csv', '--threads', 'x'], /threads is 'x'; expected a whole number from 1 to 256/],
    [[], /required option '--output <FILE>' not specified/],
  ])('%j', async (args, expected) => {
    await mkdir(folder.file('folder.csv'));
    const { code, stdout, stderr } = await inProcess(
      ['recommend-all', '--dataset', 'plays.tsv', ...args],
      folder,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toMatch(expected);
    expect(existsSync(folder.data)).toBe(false);
  });
});

test('SIGINT stops recommend-all with exit code 130 and leaves no file', async () => {
  // Enough users and artists that writing them takes a while.
  const rows = Array.from({ length: 300_000 }, (_, i) => `u${i % 20_000}\t\ta${(i * 7) % 1501}\t3`);
  await writeFile(folder.file('many.tsv'), `${rows.join('\n')}\n`);
  await listenlab(
    ['train', '--dataset', 'many.tsv', '--model', 'many.model', ...TRAINING, '--iterations', '1'],
    folder,
  );
  const args = ['recommend-all', '--model', 'many.model', '--output', 'out/all.csv', '--count', '1000'];
  const child = start(args, folder);
  const end = ended(child);
  const place = folder.file('out');
  while (!(existsSync(place) && (await readdir(place)).length > 0)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill('SIGINT');
  expect(await end).toEqual({ code: 130, stdout: '', stderr: 'interrupted\n' });
  expect(await readdir(place)).toEqual([]);
});
