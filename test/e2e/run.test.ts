import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenlab, root } from './listenlab.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-e2e-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("tslab's own kernel", () => {
  it('runs the same notebooks to their end', async () => {
    const args = [
      'run',
      '--kernel',
      'tslab',
      '--dataset',
      'sample',
      '--set',
      'seconds=2',
      '--output',
      path.join(folder, 'tslab'),
    ];
    const result = await listenlab(args, { LISTENLAB_DATA: path.join(folder, 'data') });
    expect(result.code, result.stderr + result.stdout).toBe(0);
    const notebooks = await readdir(path.join(root, 'notebooks'));
    expect((await readdir(path.join(folder, 'tslab'))).sort()).toEqual(
      notebooks.filter((name) => name.endsWith('.ipynb')).sort(),
    );
  });
});
