import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';

const folder = useFolder();
const write = (name: string, text: string) => writeFileSync(path.join(folder.path, name), text);

/** The artists of a model trained on the file, as listed by `similar`. */
async function artistsIn(args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await inProcess(
    ['similar', 'Low', '--json', '--iterations', '1', '--factors', '2', ...args],
    folder,
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return (JSON.parse(stdout).similar as { artist: string }[]).map(({ artist }) => artist).sort();
}

test('options give the columns by name or by number', async () => {
  write('named.csv', 'n;customer;band, or artist\n1.200;ann;Björk\n40;ann;Low\n3;bob;Low\n');
  const columns = 'user=customer,artist=band, or artist,plays=1';
  expect(await artistsIn(['--dataset', 'named.csv', '--columns', columns])).toEqual(['Björk', 'Low']);
  write('numbered.dat', 'ann::Low::40\nann::Mogwai::7\nbob::Low::3\n');
  const numbers = ['--delimiter', '::', '--no-header', '--columns', 'user=1,artist=2,plays=3'];
  expect(await artistsIn(['--dataset', 'numbered.dat', ...numbers])).toEqual(['Low', 'Mogwai']);
});

test('options say how numbers are written', async () => {
  write('numbers.tsv', 'user\tartist\tplays\nann\tLow\t1.200\nann\tBjörk\t3.400\nbob\tLow\t1.000\n');
  const train = ['train', '--dataset', 'numbers.tsv', '--model', 'numbers.model', '--iterations', '1'];
  const refused = await inProcess(train, folder);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /numbers\.tsv: plays of '1\.200' in line 2 may be 1200, with a point as thousands separator, or a number with decimals, .*; for 1200, add --thousands \. to the command; for decimals, add --decimal \.\n$/,
  );
  expect((await inProcess([...train, '--thousands', '.'], folder)).stdout).toContain('3 entries of 2 users');
  expect((await inProcess([...train, '--decimal', '.'], folder)).stdout).toContain(
    'left out in cleaning: 2 rows: plays not a whole number',
  );
});

test.each([
  [
    ['--dataset', 'headerless.tsv'],
    /: line 1 has 4 columns that are not those of Last\.fm 360K; .*; the line is '1⇥2⇥3⇥4'; if it has no header, number its columns: --no-header --columns user=2,artist=3,plays=4\n$/,
  ],
  [
    ['--dataset', 'other.csv'],
    /has no column 'user'; its columns are a, b; say which columns to use with --columns user=\.\.\.,artist=\.\.\.,plays=\.\.\.\n$/,
  ],
  [
    ['--dataset', 'other.csv', '--columns', 'a,b'],
    /^error: --columns is 'a,b'; expected names or numbers of columns, as in --columns user=customer,artist=band,plays=3\n$/,
  ],
  [['--dataset', 'other.csv', '--decimal', 'x'], /^error: decimal is 'x'; expected one of '\.', ','\n$/],
  [
    ['--dataset', 'bad.csv'],
    /^error: nothing to train on: 0 users, 0 artists and no plays; cleaning dropped every row of the file, 1 row: plays not a whole number .* \(line 2\): the first is 'x'; write plays with the digits 0 to 9 only, such as 3\n$/,
  ],
  [['--dataset', 'bad.csv', '--no-header'], /: line 1 is a header, not a row: .*; leave out --no-header\n$/],
  [['--model', 'x.model', '--no-header'], /^error: --no-header was given without a --dataset to read; /],
])('an error in a table names the option that fixes it: %j', async (args, message) => {
  write('headerless.tsv', '1\t2\t3\t4\n');
  write('other.csv', 'a,b\nann,Low\n');
  write('bad.csv', 'user,artist,plays\nann,Low,x\n');
  const { code, stderr } = await inProcess(['similar', 'Low', ...args], folder);
  expect(stderr).toMatch(message);
  expect(code).toBe(1);
});

test('dropped rows are named by line, or by row number in files without lines', async () => {
  const bad = Array.from({ length: 5 }, (_, i) => `bob,artist ${i},x\n`);
  write('partly.csv', `user,artist,plays\nann,Low,3\n\n${bad.join('')}bob,Low,2\nbob,,2\n`);
  const train = ['train', '--model', 'partly.model', '--iterations', '1', '--factors', '2'];
  const lost = 'plays not a whole number from 1 to 2,147,483,647';
  expect((await inProcess([...train, '--dataset', 'partly.csv'], folder)).stdout).toContain(
    `left out in cleaning: 1 row: no artist (line 10); 5 rows: ${lost} (lines 4, 5, 6, …)\n`,
  );
  write('partly.json', '[{"user":"ann","artist":"Low","plays":3},{"user":"bob","artist":"Low","plays":"x"}]');
  expect((await inProcess([...train, '--dataset', 'partly.json'], folder)).stdout).toContain(
    `left out in cleaning: 1 row: ${lost} (row 2)\n`,
  );
});

test('tune prints a train command with the same reading options', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `u${i % 30};artist ${(i * 7) % 23};${1 + (i % 9)}\n`);
  write('tuned.csv', `customer;artist;plays\n${rows.join('')}`);
  const options = ['--columns', 'user=customer', '--delimiter', ';'];
  const { stdout, stderr } = await inProcess(
    ['tune', '--dataset', 'tuned.csv', '--seconds', '1', ...options],
    folder,
  );
  expect(stderr).toBe('');
  expect(stdout).toMatch(
    /npx listenlab train --dataset tuned\.csv --columns user=customer --delimiter ';' --/,
  );
});

test('a dataset given without --dataset is told apart from a missing one', async () => {
  const { code, stderr } = await inProcess(['train', 'my plays', '--model', 'x.model'], folder);
  expect([code, stderr]).toEqual([
    1,
    "error: required option '--dataset <D>' not specified, but 'my plays' was given without an option; type " +
      "--dataset 'my plays' if it is the dataset; 'npx listenlab train --help' lists what is available\n",
  ]);
  const without = await inProcess(['train', '--model', 'x.model'], folder);
  expect(without.stderr).toMatch(/'--dataset <D>' not specified; 'npx listenlab train --help'/);
});
