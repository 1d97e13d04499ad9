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
    const args = ['tune', '--dataset', dataset, '--trials', '70', '--k', '3', '--json'];
    const { code, stdout, stderr } = await listenlab(args, { LISTENLAB_DATA: folder });
    expect(code, stderr).toBe(0);
    const { evidence, options, left, shortfall } = JSON.parse(stdout);
    expect({ left, shortfall }).toEqual({ left: 0, shortfall: '' });
    expect(new Set(evidence.map(({ stage }: { stage: number }) => stage))).toEqual(new Set([1, 2, 3, 4]));
    // Weights are those for all plays, of which the search saw a part.
    const { weighting, factors, iterations } = options;
    expect(evidence[0]).toMatchObject({ weighting, factors, iterations, splits: 3 });
    const last = evidence.filter(({ splits }: { splits: number }) => splits === 3);
    // What everybody uses took part to the end, so that nothing worse is recommended.
    for (const usual of [
      { weighting: 'log', alpha: 1 },
      { weighting: 'linear', alpha: 15 },
    ]) {
      expect(last).toContainEqual(expect.objectContaining({ ...usual, factors: 20, iterations: 20 }));
    }
    expect(evidence[0].mean).toBe(Math.max(...last.map(({ mean }: { mean: number }) => mean)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
