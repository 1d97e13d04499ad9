import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenlab, root, run } from './listenlab.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-e2e-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm run report', () => {
  it('runs the notebooks on the sample, says where the report is, and leaves the sources alone', async () => {
    const before = await sources();
    const result = await run('npm', ['run', 'report'], { LISTENLAB_DATA: path.join(folder, 'data') });
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).toContain(path.join(root, 'reports/sample.html'));
    expect(await sources()).toEqual(before);
  });
});

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
    expect(await readdir(path.join(folder, 'tslab'))).toEqual(Object.keys(await sources()));
  });
});

/** The notebooks of the repository, by name. */
async function sources(): Promise<Record<string, string>> {
  const names = (await readdir(path.join(root, 'notebooks')))
    .filter((name) => name.endsWith('.ipynb'))
    .sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(root, 'notebooks', name), 'utf8')));
  return Object.fromEntries(names.map((name, i) => [name, texts[i]]));
}
