import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { useFolder } from '../support/folder.js';
import { inProcess } from './in-process.js';

const folder = useFolder();
const NOTEBOOKS = path.resolve(import.meta.dirname, '../../notebooks');

describe('init', () => {
  it('copies the notebooks, and leaves those alone that are there', async () => {
    const { code, stdout } = await inProcess(['init', 'mine'], folder);
    expect({ code, copied: /copied (\d+) notebooks/.exec(stdout)?.[1] }).toEqual({ code: 0, copied: '7' });
    const copy = folder.file('mine/notebooks/02-train.ipynb');
    expect(await readFile(copy, 'utf8')).toBe(await readFile(path.join(NOTEBOOKS, '02-train.ipynb'), 'utf8'));
    await writeFile(copy, 'changed');
    const again = await inProcess(['init', 'mine'], folder);
    expect(again.stdout).toContain('copied 0 notebooks');
    expect(again.stdout).toContain('left alone what was there: 01-explore.ipynb, 02-train.ipynb');
    expect(await readFile(copy, 'utf8')).toBe('changed');
  });

  it('says which file is in the way of the folder', async () => {
    await writeFile(folder.file('file'), '');
    const { code, stderr } = await inProcess(['init', 'file'], folder);
    expect(code).toBe(1);
    const [target, file] = ['file/notebooks', 'file'].map((name) => folder.file(name));
    expect(stderr).toBe(
      `error: cannot write ${target}: ${file} is not a writable folder; choose another place\n`,
    );
  });

  it('refuses a folder without a name, and copies nothing', async () => {
    const { code, stderr } = await inProcess(['init', ''], folder);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "error: the name of the folder is empty; expected a folder to copy to, or '.' for this one\n",
    });
    expect(await readdir(folder.path)).not.toContain('notebooks');
  });
});

describe('a file to write', () => {
  it.runIf(process.platform === 'linux')('is refused at once where no folder can be made', async () => {
    const { code, stderr } = await inProcess(
      ['train', '--dataset', 'sample', '--model', '/proc/none/m'],
      folder,
    );
    expect(stderr).toBe(
      'error: cannot write /proc/none/m: /proc is not a writable folder; choose another place\n',
    );
    expect(code).toBe(1);
    const installed = await inProcess(['kernel', 'install', '--prefix', '/proc/none'], folder);
    expect(installed.code).toBe(1);
    expect(installed.stderr).toContain('/proc/none');
  });

  it.each([
    ['tune', '--output'],
    ['train', '--model'],
  ])('is refused at once where a folder is named: %s %s', async (command, option) => {
    const { code, stderr } = await inProcess([command, '--dataset', 'sample', option, 'sub/'], folder);
    expect(stderr).toBe('error: sub/ names a folder; expected a file to write, for example sub/result\n');
    expect(code).toBe(1);
  });
});

describe('doctor', () => {
  it('lists what is there, and what a missing thing would add', async () => {
    const { code, stdout } = await inProcess(['doctor'], folder);
    expect(code).toBe(0);
    expect(stdout).toContain(process.version);
    expect(stdout).toContain(folder.data);
    expect(stdout).toMatch(/DuckDB.* ok /);
    expect(stdout).toMatch(/ZeroMQ.* ok /);
  });

  it('reports a data folder that cannot be written as a problem, as JSON, too', async () => {
    await writeFile(folder.file('file'), '');
    const place = { path: folder.path, data: folder.file('file') };
    const { code, stdout, stderr } = await inProcess(['doctor', '--json'], place);
    expect(code).toBe(1);
    expect(stderr).toBe('error: 1 problem found: folder for data; do what the advice above says\n');
    expect(await inProcess(['doctor'], place)).toMatchObject({ code: 1, stderr });
    const found = (JSON.parse(stdout) as { what: string; state: string; advice: string }[]).find(
      ({ what }) => what === 'folder for data',
    );
    expect(found?.state).toBe('problem');
    expect(found?.advice).toContain('LISTENLAB_DATA');
  });
});

describe('cache', () => {
  it('lists the files of a cache and deletes them, and nothing else', async () => {
    await mkdir(path.join(folder.data, 'cache'), { recursive: true });
    await mkdir(path.join(folder.data, 'lastfm-2k'));
    await writeFile(path.join(folder.data, 'cache/one.duckdb'), 'x'.repeat(2048));
    await writeFile(path.join(folder.data, 'lastfm-2k/plays.tsv'), 'kept');
    const { stdout } = await inProcess(['cache'], folder);
    expect(stdout).toMatch(/datasets +1 +2\.0 KiB/);
    expect((await inProcess(['cache', 'clear', 'datasets'], folder)).stdout).toBe(
      'deleted 1 file, 2.0 KiB\n',
    );
    expect(await readdir(path.join(folder.data, 'cache'))).toEqual([]);
    expect(await readdir(path.join(folder.data, 'lastfm-2k'))).toEqual(['plays.tsv']);
  });

  it('leaves alone what a living process is writing, and deletes what a dead one left', async () => {
    const cache = path.join(folder.data, 'cache');
    await mkdir(cache, { recursive: true });
    const written = `a.duckdb.${process.pid}-0123abcd.partial`;
    // Above the largest number that Linux gives to a process.
    for (const name of [written, 'b.duckdb.99999999-0123abcd.partial'])
      await writeFile(path.join(cache, name), 'x');
    const { code, stderr } = await inProcess(['cache', 'clear', 'datasets'], folder);
    expect({ code, left: await readdir(cache) }).toEqual({ code: 0, left: [written] });
    expect(stderr).toContain('left alone, as another program uses them');
  });

  it('names the caches there are when it is asked for another', async () => {
    const { code, stderr } = await inProcess(['cache', 'clear', 'plays'], folder);
    expect(code).toBe(1);
    expect(stderr).toContain('Allowed choices are datasets, models, typescript');
  });
});
