import { readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowsOf, testFolder } from './support.js';

const { folder, write, open } = testFolder();

/** Made up: 500,000 lines of 70 bytes, just enough to be scanned; with a header they are read by DuckDB. */
function lines(plays: number, rows = 500_000): string {
  return Array.from({ length: rows }, (_, row) => {
    const user = `${Math.floor(row / 100) * 2654435761}`.padStart(40, '0').slice(-40);
    return `${user}\t\tan artist called ${(row * 31) % 9001}\t${plays}\n`;
  }).join('');
}

const HEADER = 'user\tmbid\tartist\tplays\n';

describe('a file that is replaced while it is read', () => {
  it.each([
    ['in memory', '', 500_000],
    ['by DuckDB', HEADER, 100_000],
  ])('%s is refused, and read the next time', async (_, header, rows) => {
    const file = write('steady.tsv', header + lines(1, rows));
    const other = write('other.tsv', header + lines(2, rows));
    const own = { dataDirectory: path.join(folder, `replaced${header.length}`) };
    let replaced = false;
    const replace = () => {
      if (replaced) return;
      replaced = true;
      renameSync(other, file);
    };
    await expect(open(file, { ...own, onProgress: replace })).rejects.toThrow(
      `${file} was changed or replaced while it was read; open it again once nothing writes to it`,
    );
    expect(readdirSync(path.join(own.dataDirectory, 'cache'))).toEqual([]);
    const again = await open(file, own);
    expect(await rowsOf(again, 'SELECT min(plays) FROM plays')).toEqual([[2]]);
  });

  it('is refused with the same words where it is gone', async () => {
    const file = write('gone.tsv', lines(1));
    const own = { dataDirectory: path.join(folder, 'gone') };
    const remove = () => rmSync(file, { force: true });
    await expect(open(file, { ...own, onProgress: remove })).rejects.toThrow(
      'was changed or replaced while it was read',
    );
  });
});

describe('a folder of caches that is deleted while it is used', () => {
  it('is blamed itself, and not the file of plays', async () => {
    const file = write('kept.tsv', lines(1));
    const own = path.join(folder, 'deleted');
    const raw = await open(file, { dataDirectory: own });
    rmSync(path.join(own, 'cache'), { recursive: true });
    await expect(rowsOf(raw, 'SELECT count(*) FROM plays')).rejects.toThrow(
      /cache file .*; (try again, and leave its folder alone meanwhile|delete what is there and try again)$/,
    );
  });
});

describe('what a killed process left half-written', () => {
  it('is cleared away when another cache is written, ten minutes later', async () => {
    const own = path.join(folder, 'left');
    await open(write('first.tsv', `${HEADER}a\t\tb\t1\n`), { dataDirectory: own });
    const cache = path.join(own, 'cache');
    // No process has this number: Linux ends below it.
    const left = path.join(cache, 'x-1.duckdb.4194305-0a1b2c3d.partial');
    const recent = path.join(cache, 'x-2.duckdb.4194305-0a1b2c3d.partial');
    for (const name of [left, `${left}.wal`, recent]) writeFileSync(name, 'half');
    const then = Date.now() / 1000 - 601;
    for (const name of [left, `${left}.wal`]) utimesSync(name, then, then);
    await open(write('second.tsv', `${HEADER}a\t\tb\t2\n`), { dataDirectory: own });
    const names = readdirSync(cache);
    expect(names.filter((name) => name.includes('.partial'))).toEqual([path.basename(recent)]);
  });
});
