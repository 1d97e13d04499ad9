import { expect, it } from 'vitest';
import { bpr } from '#listenlab/engine/baselines/factorization/bpr.js';
import { blocksFor } from '#listenlab/engine/baselines/factorization/bpr-layout.js';
import { logisticMatrixFactorization } from '#listenlab/engine/baselines/factorization/logistic-matrix-factorization.js';
import type { Model } from '#listenlab/engine/model/model.js';
import { hash } from '../../../support/hash.js';
import { randomInteractions } from '../support.js';

it('plays of several strata give the same bits on one, two and three threads', async () => {
  const plays = randomInteractions(1000, 9000, 0.09, 1);
  expect(blocksFor(plays.artists.size, plays.size)).toEqual({ users: 3, artists: 3 });
  for (const algorithm of [
    bpr({ factors: 6, iterations: 2 }),
    logisticMatrixFactorization({ factors: 6, iterations: 2 }),
  ]) {
    const hashes = new Set<string>();
    for (const threads of [1, 2, 3]) {
      const { userFactors, artistFactors } = (await algorithm.fit(plays, { threads })) as Model;
      expect(userFactors.every(Number.isFinite)).toBe(true);
      hashes.add(hash(userFactors, artistFactors));
    }
    expect(hashes.size, algorithm.name).toBe(1);
  }
});
