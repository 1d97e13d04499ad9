import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeBeside, writeFileBeside } from '#listenlab/util/node/files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('atomic writes', () => {
  it('create the folder, replace the old file and leave nothing else', async () => {
    const target = path.join(folder, 'new', 'a.txt');
    await writeFileBeside(target, 'old');
    await writeFileBeside(target, 'new');
    expect(await readFile(target, 'utf8')).toBe('new');
    expect(await readdir(path.dirname(target))).toEqual(['a.txt']);
  });

  it('keep the old file visible until the new one is complete', async () => {
    const target = path.join(folder, 'a.txt');
    await writeFileBeside(target, 'old');
    const seen = await writeBeside(target, async (partial) => {
      await writeFile(partial, 'half');
      expect(path.dirname(partial)).toBe(folder);
      return readFile(target, 'utf8');
    });
    expect(seen).toBe('old');
  });

  it('leave nothing behind when writing fails, and keep the old file', async () => {
    const target = path.join(folder, 'a.txt');
    await writeFileBeside(target, 'old');
    const failing = writeBeside(target, async (partial) => {
      await writeFile(partial, 'half');
      throw new Error('disk full');
    });
    await expect(failing).rejects.toThrow('disk full');
    expect(await readdir(folder)).toEqual(['a.txt']);
    expect(await readFile(target, 'utf8')).toBe('old');
  });

  it('leave nothing behind when the new file cannot replace the old one', async () => {
    const target = path.join(folder, 'taken');
    await mkdir(path.join(target, 'inside'), { recursive: true });
    await expect(writeFileBeside(target, 'text')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('keep ten concurrent writers apart: one of them wins completely', async () => {
    const target = path.join(folder, 'a.txt');
    const texts = Array.from({ length: 10 }, (_, i) => String(i).repeat(100_000));
    await Promise.all(texts.map((text) => writeFileBeside(target, text)));
    expect(texts).toContain(await readFile(target, 'utf8'));
    expect(await readdir(folder)).toEqual(['a.txt']);
  });
});
