import { describe, expect, it } from 'vitest';
import { evaluateInline } from '#listenlab/engine/evaluate/evaluate-inline.js';
import { type Algorithm, baselines, decayPlays, listensFromRows, metrics, splits } from '#listenlab/index.js';
import { movingTastes } from './moving-tastes.js';

/** NDCG@10 with all plays as they are, and with those that fade with this half-life, over the same users. */
async function compared(moves: number, algorithm: Algorithm, halfLife: number, repeats: boolean) {
  const rows = movingTastes(120, 150, moves, 7).map((row) => ({ ...row, time: new Date(row.time) }));
  const split = splits.byTime(listensFromRows(rows), { fraction: 0.2, repeats });
  const model = await algorithm.fit(split.train, { threads: 1 });
  const asked = { metrics: ['ndcg'] as const, resamples: 300 };
  const known = decayPlays(split.past, { halfLife });
  const faded = await evaluateInline(model, { ...split, known }, asked);
  const plain = await evaluateInline(model, split, asked);
  const { mean, low, high } = await metrics.pairedDifference(faded, plain, 'ndcg');
  return { plain: plain.mean('ndcg'), difference: mean, low, high };
}

const PERSONAL = [baselines.itemNeighbours(), baselines.ease({ weighting: 'log' })];

describe.each(PERSONAL.map((algorithm) => ({ name: algorithm.name, algorithm })))(
  'known plays that fade, $name',
  ({ algorithm }) => {
    it('find what is new to listeners whose taste moves, and are no gain where it stays', async () => {
      const moving = await compared(4, algorithm, 15, false);
      expect(moving.low).toBeGreaterThan(0.5 * moving.plain);
      const staying = await compared(0, algorithm, 15, false);
      expect(staying.low).toBeLessThan(0);
      expect(staying.difference).toBeGreaterThan(-0.15 * staying.plain);
    });
  },
);

describe('what is played next', () => {
  it('is what was played most lately where tastes move, and what was played most ever where they stay', async () => {
    const most = baselines.mostPlayed();
    const moving = await compared(4, most, 15, true);
    expect(moving.low).toBeGreaterThan(2 * moving.plain);
    const staying = await compared(0, most, 15, true);
    expect(staying.high).toBeLessThan(0);
    // Harder to beat than models that know what goes together.
    for (const algorithm of PERSONAL)
      expect((await compared(0, algorithm, 15, true)).plain).toBeLessThan(staying.plain);
  });
});
