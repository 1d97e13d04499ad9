import { describe, expect, it } from 'vitest';
import type { Algorithm } from '#listenlab/engine/baselines/algorithm.js';
import { itemNeighbours } from '#listenlab/engine/baselines/neighbours/item-neighbours.js';
import { userNeighbours } from '#listenlab/engine/baselines/neighbours/user-neighbours.js';
import { popularity } from '#listenlab/engine/baselines/popularity.js';
import { evaluate } from '#listenlab/engine/evaluate/node/evaluate.js';
import { randomSplit } from '#listenlab/engine/evaluate/split/random-splits.js';
import type { Split } from '#listenlab/engine/evaluate/split/split.js';
import { readLastfm2k } from '../../evaluate/plays.js';

describe.skipIf(!readLastfm2k)('on HetRec Last.fm 2K, with a random fifth held out', () => {
  const split = () => randomSplit((readLastfm2k as NonNullable<typeof readLastfm2k>)(), { seed: 1 });
  const ndcgOf = async (algorithm: Algorithm, { train, ...rest }: Split) => {
    const model = await algorithm.fit(train, { threads: 2 });
    return (await evaluate(model, { train, ...rest }, { metrics: ['ndcg'], resamples: 0 })).mean('ndcg');
  };

  it("item neighbours match the score measured with implicit, above popularity and below this library's own", async () => {
    const plays = split();
    const asInImplicit = { neighbours: 20, plays: 'linear', userWeighting: 'linear' };
    const bm25 = await ndcgOf(itemNeighbours({ weighting: 'bm25', ...asInImplicit }), plays);
    expect(Math.abs(bm25 - 0.186)).toBeLessThan(0.01);
    expect(await ndcgOf(popularity(), plays)).toBeLessThan(bm25 - 0.05);
    expect(await ndcgOf(itemNeighbours({ weighting: 'bm25' }), plays)).toBeGreaterThan(bm25 + 0.05);
    for (const weighting of ['cosine', 'tfidf']) {
      expect(await ndcgOf(itemNeighbours({ weighting }), plays)).toBeGreaterThan(bm25 + 0.03);
    }
    expect(await ndcgOf(userNeighbours(), plays)).toBeGreaterThan(bm25 + 0.03);
  });
});
