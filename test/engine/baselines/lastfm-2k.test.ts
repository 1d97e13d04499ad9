import { describe, expect, it } from 'vitest';
import { itemNeighbours } from '#listenlab/engine/baselines/item-neighbours.js';
import { popularity } from '#listenlab/engine/baselines/popularity.js';
import { userNeighbours } from '#listenlab/engine/baselines/user-neighbours.js';
import { evaluate } from '#listenlab/engine/evaluate/node/evaluate.js';
import { randomSplit } from '#listenlab/engine/evaluate/split/random-splits.js';
import { readLastfm2k } from '../evaluate/plays.js';

describe.skipIf(!readLastfm2k)('on HetRec Last.fm 2K, with a random fifth held out', () => {
  it('BM25 item neighbours match the score measured with implicit, above popularity and below user neighbours', async () => {
    const split = randomSplit((readLastfm2k as NonNullable<typeof readLastfm2k>)(), { seed: 1 });
    const ndcgOf = async (algorithm: { fit: ReturnType<typeof popularity>['fit'] }) =>
      (await evaluate(await algorithm.fit(split.train, { threads: 2 }), split)).mean('ndcg');
    const bm25 = await ndcgOf(itemNeighbours({ weighting: 'bm25' }));
    expect(Math.abs(bm25 - 0.186)).toBeLessThan(0.01);
    expect(await ndcgOf(popularity())).toBeLessThan(bm25 - 0.05);
    expect(await ndcgOf(userNeighbours())).toBeGreaterThan(bm25 + 0.03);
  });
});
