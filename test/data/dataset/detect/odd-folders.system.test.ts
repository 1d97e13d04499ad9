import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { recommendAll } from '#listenlab/engine/model/node/recommend-all.js';
import { smallModel } from '../../../engine/model/models.js';
import { lines360K, rowsOf, testFolder } from '../support.js';

const { folder, open, clean } = testFolder();

/** A folder with files of several formats, beside one that its name would match as a glob pattern. */
function oddFolder(name: string): string {
  const odd = path.join(folder, name);
  const other = path.join(folder, name.replace(/[*?']|\[.*\]|\{.*\}/, 'a'));
  for (const [place, plays] of [
    [odd, 3],
    [other, 99],
  ] as const) {
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, 'plays.csv'), `user,artist,plays\nann,kent,${plays}\n`);
    writeFileSync(path.join(place, 'plays.json'), JSON.stringify([{ user: 'ann', artist: 'kent', plays }]));
    const lines = [
      ['ann', 'kent', plays],
      ['bob', 'Low', 1],
    ] as const;
    writeFileSync(path.join(place, '360k.tsv'), lines360K(lines));
  }
  return odd;
}

describe.skipIf(process.platform === 'win32')('a folder with a wildcard character in its name', () => {
  it.each(['star*x', 'mark?x', 'class[ab]x', "quote'x", 'braces{a,b}x'])('%s: can be read', async (name) => {
    const odd = oddFolder(name);
    const elsewhere = path.join(folder, 'data');
    for (const file of ['plays.csv', 'plays.json', '360k.tsv']) {
      const dataset = await open(path.join(odd, file), { dataDirectory: elsewhere });
      expect([file, await rowsOf(dataset, `SELECT plays FROM plays WHERE "user" = 'ann'`)]).toEqual([
        file,
        [[3]],
      ]);
    }
  });

  it.each(['star*y', 'class[ab]y', "quote'y"])('%s: can hold caches and recommendations', async (name) => {
    const odd = oddFolder(name);
    const dataDirectory = path.join(odd, 'data');
    const dataset = await clean(await open(path.join(odd, 'plays.csv'), { dataDirectory }));
    expect((await dataset.interactions()).size).toBe(1);
    for (const file of ['all.parquet', 'all.csv']) {
      await recommendAll(smallModel(), path.join(odd, file), { threads: 1 });
    }
    const columns = { plays: 'rank' };
    const read = await open(path.join(odd, 'all.parquet'), { dataDirectory, columns });
    expect((await rowsOf(read, 'FROM plays')).length).toBeGreaterThan(0);
  });

  it('mark?z: is refused for databases, with a remedy', async () => {
    const odd = oddFolder('mark?z');
    const dataDirectory = path.join(odd, 'data');
    await expect(open(path.join(odd, 'plays.csv'), { dataDirectory })).rejects.toThrow(
      /the path of a database must not contain a question mark; choose another folder, for datasets with LISTENLAB_DATA$/,
    );
    const all = recommendAll(smallModel(), path.join(odd, 'all.parquet'), { threads: 1 });
    await expect(all).rejects.toThrow(
      /the path of a database must not contain a question mark; choose another folder/,
    );
    expect(readdirSync(path.join(dataDirectory, 'cache'))).toEqual([]);
    expect(readdirSync(odd).sort()).toEqual(['360k.tsv', 'data', 'plays.csv', 'plays.json']);
  });
});
