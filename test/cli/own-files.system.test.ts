import { execFileSync } from 'node:child_process';
import { link, mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';
import { listenlab } from './listenlab.js';
import { playsOfTwoCamps } from './plays.js';

const TRAINING = ['--factors', '4', '--iterations', '2', '--threads', '1'];

const folder = useFolder();

beforeEach(() => writeFile(folder.file('plays.tsv'), playsOfTwoCamps()));

async function refused(args: string[]): Promise<string> {
  const { code, stdout, stderr } = await inProcess(args, folder);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^error: .*\n$/);
  return stderr;
}

describe('a command never overwrites its own input', () => {
  beforeEach(async () => {
    await writeFile(folder.file('plays.csv'), playsOfTwoCamps());
    await symlink('plays.csv', folder.file('link.csv'));
    await link(folder.file('plays.csv'), folder.file('second.csv'));
    await mkdir(folder.file('2k'));
    await writeFile(folder.file('2k/user_artists.dat'), 'userID\tartistID\tweight\n1\t1\t2\n');
    await writeFile(folder.file('2k/artists.dat'), 'id\tname\turl\tpictureURL\n1\tmuse\t\t\n');
    await writeFile(folder.file('settings.json'), '{ "alpha": 1 }');
    await writeFile(folder.file('results.duckdb'), '');
  });

  test.each([
    ['train --dataset plays.csv --model plays.csv', 'plays.csv'],
    ['train --dataset plays.csv --model link.csv', 'link.csv'],
    ['train --dataset link.csv --model plays.csv', 'plays.csv'],
    ['train --dataset plays.csv --model second.csv', 'second.csv'],
    ['train --dataset plays.tsv --set @settings.json --model settings.json', 'settings.json'],
    ['train --dataset 2k --model 2k/artists.dat', '2k/artists.dat'],
    ['train --dataset 2k/user_artists.dat --model 2k/artists.dat', '2k/artists.dat'],
    ['recommend-all --dataset plays.csv --output plays.csv', 'plays.csv'],
    ['recommend-all --model plays.csv --output second.csv', 'second.csv'],
    ['tune --dataset plays.csv --output second.csv', 'second.csv'],
    ['tune --dataset plays.tsv --resume results.duckdb --output results.duckdb', 'results.duckdb'],
  ])('listenlab %s', async (typed, name) => {
    const before = await readFile(folder.file(name));
    const said = await refused(typed.split(' '));
    expect(said).toContain(`error: ${folder.file(name)} is `);
    expect(said).toContain(
      'an input of this command, and its result would replace it; choose another output file',
    );
    expect(await readFile(folder.file(name))).toEqual(before);
  });

  test('a report does not replace a dataset or the listening history of a notebook', async () => {
    const cells = [
      { cell_type: 'code', metadata: { tags: ['parameters'] }, source: "let dataset = 'x', history = ''" },
    ].map((cell) => ({ ...cell, id: 'a', outputs: [], execution_count: null }));
    const kernelspec = { name: 'listenlab', display_name: 'TypeScript', language: 'typescript' };
    await writeFile(
      folder.file('own.ipynb'),
      JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
    );
    await writeFile(folder.file('mine'), playsOfTwoCamps());
    for (const given of [
      ['--dataset', 'mine'],
      ['--dataset', 'plays.tsv', '--set', 'history=mine'],
    ]) {
      expect(await refused(['run', 'own.ipynb', ...given, '--report', 'mine'])).toContain(
        `error: ${folder.file('mine')} is an input of this command`,
      );
    }
  });
});

test('a model replaces only a model', async () => {
  const args = ['train', '--dataset', 'plays.tsv', ...TRAINING, '--model'];
  await writeFile(folder.file('diary.txt'), 'dear diary');
  expect(await refused([...args, 'diary.txt'])).toBe(
    `error: '${folder.file('diary.txt')}' already exists and is not a listenlab model, so saving would destroy it; save the model under another name, or remove the file first\n`,
  );
  expect(await readFile(folder.file('diary.txt'), 'utf8')).toBe('dear diary');
  await writeFile(folder.file('empty.model'), '');
  for (const target of ['empty.model', 'empty.model']) {
    expect(await listenlab([...args, target], folder)).toMatchObject({ code: 0, stderr: '' });
  }
});

test('settings replace only settings as tune writes them', async () => {
  const kept = {
    'plays2.csv': playsOfTwoCamps(),
    'package.json': '{ "name": "mine" }',
    'list.json': '[1, 2]',
    'wrong.json': '{ "alpha": "loud" }',
  };
  for (const [name, text] of Object.entries(kept)) await writeFile(folder.file(name), text);
  const model = ['train', '--dataset', 'plays.tsv', ...TRAINING, '--model', 'my.model'];
  expect(await inProcess(model, folder)).toMatchObject({ code: 0 });
  const before = await readFile(folder.file('my.model'));
  const args = ['tune', '--dataset', 'plays.tsv', '--seconds', '1', '--threads', '1', '--output'];
  for (const name of [...Object.keys(kept), 'my.model']) {
    expect(await refused([...args, name])).toBe(
      `error: '${folder.file(name)}' already exists and holds no settings as tune writes them, so writing them would destroy it; choose another name, or remove the file first\n`,
    );
  }
  for (const [name, text] of Object.entries(kept))
    expect(await readFile(folder.file(name), 'utf8')).toBe(text);
  expect(await readFile(folder.file('my.model'))).toEqual(before);

  await writeFile(folder.file('empty.json'), '');
  for (const target of ['empty.json', 'empty.json']) {
    expect(await inProcess([...args, target], folder)).toMatchObject({ code: 0 });
    expect(JSON.parse(await readFile(folder.file(target), 'utf8'))).toHaveProperty('factors');
  }
});

test('recommendations do not replace a model', async () => {
  const trained = ['train', '--dataset', 'plays.tsv', ...TRAINING, '--model', 'model.csv'];
  expect(await inProcess(trained, folder)).toMatchObject({ code: 0 });
  const before = await readFile(folder.file('model.csv'));
  const args = ['recommend-all', '--dataset', 'plays.tsv', ...TRAINING, '--output', 'model.csv'];
  expect(await refused(args)).toBe(
    `error: '${folder.file('model.csv')}' is a listenlab model, and the recommendations would replace it; choose another name, or remove the file first\n`,
  );
  expect(await readFile(folder.file('model.csv'))).toEqual(before);
});

test('a device or pipe is written to, not replaced, and a link is followed to its file', async () => {
  execFileSync('mkfifo', [folder.file('pipe.csv')]);
  const args = ['recommend-all', '--dataset', 'plays.tsv', ...TRAINING, '--no-cache', '--output'];
  expect(await refused([...args, 'pipe.csv'])).toContain('pipe.csv is a pipe; expected a file to write');
  expect(await refused(['train', '--dataset', 'plays.tsv', '--model', '/dev/null'])).toContain(
    '/dev/null is a device; expected a file to write',
  );

  await writeFile(folder.file('old.csv'), 'old');
  await symlink('old.csv', folder.file('to-old.csv'));
  await symlink('new.csv', folder.file('to-new.csv'));
  for (const name of ['old', 'new']) {
    expect(await listenlab([...args, `to-${name}.csv`], folder)).toMatchObject({ code: 0, stderr: '' });
    expect(await readlink(folder.file(`to-${name}.csv`))).toBe(`${name}.csv`);
    expect(await readFile(folder.file(`${name}.csv`), 'utf8')).toMatch(/^user,rank,artist,score\n/);
  }
});
