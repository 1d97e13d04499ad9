import { mkdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readKeptModel } from '#listenlab/engine/als/node/model-cache.js';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { everything, plays, QUICK, useModelCache } from './use-model-cache.js';

const { folder, models, kept, once } = useModelCache();

describe('a damaged file in the cache', () => {
  /** The only file, by path, and the model in it. */
  async function keepOne() {
    const { model } = await once(plays, QUICK);
    const [name] = await kept();
    const file = path.join(models(), name);
    return { file, bytes: await readFile(file), expected: everything(model) };
  }

  it('costs a training and is replaced, wherever it was cut off or lengthened', async () => {
    const { file, bytes, expected } = await keepOne();
    const size = bytes.length;
    for (const length of [0, 1, 7, 8, 9, 200, size - 100, size - 1, size + 1]) {
      await writeFile(file, bytes);
      await truncate(file, length);
      const { model, source } = await once(plays, QUICK);
      expect([length, source]).toEqual([length, undefined]);
      expect(everything(model)).toEqual(expected);
      expect((await readFile(file)).equals(bytes)).toBe(true);
    }
  });

  it('never gives another model, whichever byte is flipped', async () => {
    const { file, bytes, expected } = await keepOne();
    const id = { key: path.basename(file, '.safetensors'), users: 12, artists: 8, factors: 3, iterations: 2 };
    const content = async () => {
      const found = await readKeptModel(models(), id);
      if (!found) return undefined;
      const { userFactors, artistFactors, losses } = found;
      return { userFactors: [...userFactors], artistFactors: [...artistFactors], losses };
    };
    const { userFactors, artistFactors, losses } = expected;
    expect(await content()).toEqual({ userFactors, artistFactors, losses });
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped[at] ^= 1 << (at % 8);
      await writeFile(file, flipped);
      const found = await content();
      // A blank of the header's padding may become another.
      if (found !== undefined)
        expect([at, bytes[at], found]).toEqual([at, 0x20, { userFactors, artistFactors, losses }]);
    }
  });

  it.each([
    [
      'another model',
      async (file: string) => {
        await once(plays, { ...QUICK, seed: 1 });
        const other = (await kept()).find((name) => name !== path.basename(file));
        await writeFile(file, await readFile(path.join(models(), String(other))));
      },
    ],
    ['something else', (file: string) => writeFile(file, 'user,artist,plays\n')],
    [
      'a model of model.save()',
      async (file: string) => {
        await rm(file);
        await (await trainAls(plays, QUICK)).save(file);
      },
    ],
    [
      'a folder',
      async (file: string) => {
        await rm(file);
        await mkdir(file);
      },
    ],
  ])('costs a training if %s is in its place', async (_, damage) => {
    const { file, expected } = await keepOne();
    await damage(file);
    const { model, source } = await once(plays, QUICK);
    expect(source).toBeUndefined();
    expect(everything(model)).toEqual(expected);
  });

  it('costs a training if a file stands where the folder should be', async () => {
    await mkdir(folder.data, { recursive: true });
    await writeFile(path.join(folder.data, 'cache'), 'mine');
    const { model } = await once(plays, QUICK);
    expect(everything(model)).toEqual(everything(await trainAls(plays, QUICK)));
    expect(await readFile(path.join(folder.data, 'cache'), 'utf8')).toBe('mine');
  });
});

describe('a full cache', () => {
  const MIB = 2 ** 20;

  /** A file of this size that takes no room, last used so many hours ago. */
  async function old(name: string, bytes: number, hours: number) {
    const file = path.join(models(), name);
    await mkdir(models(), { recursive: true });
    await writeFile(file, '');
    await truncate(file, bytes);
    const time = new Date(Date.now() - hours * 3600_000);
    await utimes(file, time, time);
  }
  const nameOf = (digit: string) => `${digit.repeat(64)}.safetensors`;

  it('loses those used longest ago, as many as are more than 2 GiB, and half-written ones with them', async () => {
    await old(nameOf('a'), 1000 * MIB, 3);
    await old(nameOf('b'), 900 * MIB, 1);
    await old(`${nameOf('c')}.123-abcdef.partial`, 200 * MIB, 30);
    await old(nameOf('d'), 50 * MIB, 2);
    await old('notes.txt', 3000 * MIB, 99);
    await once(plays, QUICK);
    const left = await kept();
    expect(left).toHaveLength(5);
    expect(left).toEqual(expect.arrayContaining([nameOf('a'), nameOf('b'), nameOf('d'), 'notes.txt']));
    await old(nameOf('e'), 200 * MIB, 1.5);
    await once(plays, { ...QUICK, seed: 1 });
    expect(await kept()).not.toContain(nameOf('a'));
    expect(await kept()).toEqual(expect.arrayContaining([nameOf('b'), nameOf('d'), nameOf('e')]));
  });

  it('keeps a model that was used just now', async () => {
    await once(plays, QUICK);
    const [first] = await kept();
    const time = new Date(Date.now() - 10 * 3600_000);
    await utimes(path.join(models(), first), time, time);
    await old(nameOf('a'), 2048 * MIB - 10_000, 5);
    expect((await once(plays, QUICK)).source).toBeDefined();
    await once(plays, { ...QUICK, seed: 1 });
    await old(nameOf('b'), 10_000, 0);
    await once(plays, { ...QUICK, seed: 2 });
    expect(await kept()).toContain(first);
    expect(await kept()).not.toContain(nameOf('a'));
  });
});
