import { copyFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '#listenlab/duckdb/database.js';
import { randomSplit } from '#listenlab/engine/evaluate/split/random-splits.js';
import { type SweepSpace, sweep } from '#listenlab/index.js';
import { tastes } from './tastes.js';

// Whole processes with worker threads: slow on a busy machine.
const QUIET = { onProgress: () => {}, threads: 2 };
const SPACE: SweepSpace = { alpha: [1, 2, 4, 8, 16, 32], factors: 2, iterations: [1, 2] };
const SPLIT = randomSplit(tastes(), { seed: 1 });

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'listenlab-sweep-'));
  file = path.join(folder, 'sweep.duckdb');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a sweep with a file', () => {
  it('reruns trials that differ in data, split, metric, length or checkpoints, and recognizes equal settings', async () => {
    const space = { alpha: 15, factors: 2, iterations: 1 };
    const first = await sweep(SPLIT, space, { ...QUIET, resume: file });
    const resumed = async (...[data, asked, options]: Parameters<typeof sweep>) =>
      (await sweep(data, asked, { ...QUIET, resume: file, ...options })).resumed;
    expect(first.resumed).toBe(0);
    expect(await resumed(SPLIT, { factors: 2, iterations: 1 })).toBe(1);
    expect(await resumed(tastes(), { iterations: 1, factors: 2, seed: 42 })).toBe(1);
    expect(await resumed(tastes(80, 2), space)).toBe(0);
    expect(await resumed(randomSplit(tastes(), { seed: 2 }), space)).toBe(0);
    expect(await resumed(SPLIT, space, { metric: 'recall' })).toBe(0);
    expect(await resumed(SPLIT, space, { k: 9 })).toBe(0);
    expect(await resumed(SPLIT, { ...space, iterations: [1, 2] })).toBe(0);
  });

  it('refuses a file without results and leaves it unchanged', async () => {
    const refused = async () => {
      const before = await readFile(file);
      const error = await sweep(SPLIT, SPACE, { ...QUIET, resume: file }).catch((thrown) => thrown);
      expect(error).toMatchObject({ name: 'InputError' });
      expect(error.message).toContain(`${file} does not contain results of a sweep, or is damaged (`);
      expect(error.message).not.toContain('\n');
      expect(await readFile(file)).toEqual(before);
    };
    await writeFile(file, 'user\tartist\tplays\n'.repeat(1000));
    await refused();
    await writeFile(file, '');
    await refused();
    await rm(file);
    const other = await Database.open(file, 'READ_WRITE', 'another');
    await other.run('CREATE TABLE plays AS SELECT range AS n FROM range(100000)');
    other.close();
    await refused();
  });

  it('refuses a truncated file', async () => {
    await sweep(SPLIT, { alpha: 1, factors: 2, iterations: 1 }, { ...QUIET, resume: file });
    const { size } = await stat(file);
    const whole = path.join(folder, 'whole');
    await copyFile(file, whole);
    for (const length of [100, 5000, 12_288, Math.round(size / 2), size - 1]) {
      await copyFile(whole, file);
      await truncate(file, length);
      await expect(sweep(SPLIT, SPACE, { ...QUIET, resume: file }), `${length} of ${size}`).rejects.toThrow(
        'does not contain results of a sweep, or is damaged',
      );
      expect((await stat(file)).size).toBe(length);
    }
  });

  it('refuses a path that is not writable', async () => {
    const nowhere = path.join(folder, 'missing', 'sweep.duckdb');
    await expect(sweep(SPLIT, SPACE, { ...QUIET, resume: nowhere })).rejects.toThrow(
      `cannot write results to ${nowhere} (`,
    );
    await expect(sweep(SPLIT, SPACE, { ...QUIET, resume: folder })).rejects.toThrow(
      `cannot write results to ${folder} (`,
    );
  });
});
