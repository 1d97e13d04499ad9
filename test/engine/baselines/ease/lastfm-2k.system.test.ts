import { describe, expect, it } from 'vitest';
import { ease } from '#listenlab/engine/baselines/ease/ease.js';
import { evaluate } from '#listenlab/engine/evaluate/node/evaluate.js';
import { randomSplit } from '#listenlab/engine/evaluate/split/random-splits.js';
import { readLastfm2k } from '../../evaluate/plays.js';

describe.skipIf(!readLastfm2k)('on HetRec Last.fm 2K, with a random fifth held out', () => {
  it('EASE on all artists is as good as with numpy on the same split', async () => {
    const split = randomSplit((readLastfm2k as NonNullable<typeof readLastfm2k>)(), { seed: 42 });
    const model = await ease({ regularization: 65 }).fit(split.train, { threads: 2 });
    // X - lambda KX / (1 - d) of log1p(plays) over their mean, in float64: 0.25389.
    expect(Math.abs((await evaluate(model, split)).mean('ndcg') - 0.2539)).toBeLessThan(0.0005);
  });
});
