import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { playsOfTwoCamps } from '../cli/plays.js';
import { listenlab } from './listenlab.js';

it('tune goes through all stages if it has time, and recommends the best of the last one', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'listenlab-e2e-'));
  try {
    const dataset = path.join(folder, 'plays.tsv');
    await writeFile(dataset, playsOfTwoCamps());
    const args = ['tune', '--dataset', dataset, '--seconds', '3600', '--k', '3', '--json'];
    const { code, stdout, stderr } = await listenlab(args, { LISTENLAB_DATA: folder });
    expect(code, stderr).toBe(0);
    const { evidence, options, left } = JSON.parse(stdout);
    expect(left).toBe(0);
    expect(new Set(evidence.map(({ stage }: { stage: number }) => stage))).toEqual(new Set([1, 2, 3]));
    expect(evidence[0]).toMatchObject({ ...options, stage: 3, splits: 3 });
    const last = evidence.filter(({ stage }: { stage: number }) => stage === 3);
    expect(evidence[0].mean).toBe(Math.max(...last.map(({ mean }: { mean: number }) => mean)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
