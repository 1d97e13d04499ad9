import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenlab, root } from './listenlab.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-e2e-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Four crowds with forty bands each, of whom nobody has heard. */
function unheardOf(): string {
  const rows = ['user\tartist\tplays'];
  for (let user = 0; user < 400; user++) {
    for (let i = 0; i < 14; i++) {
      const band = (user * 7 + i * i) % 40;
      rows.push(`visitor ${user}\tband ${user % 4}-${band}\t${1 + ((user * 31 + i * 17) % 200)}`);
    }
  }
  return `${rows.join('\n')}\n`;
}

describe("tslab's own kernel", () => {
  it('runs the same notebooks to their end, on data that has none of their examples', async () => {
    const dataset = path.join(folder, 'plays.tsv');
    await writeFile(dataset, unheardOf());
    const args = [
      'run',
      '--kernel',
      'tslab',
      '--dataset',
      dataset,
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
