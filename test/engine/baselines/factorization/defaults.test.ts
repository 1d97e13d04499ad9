import { expect, it } from 'vitest';
import { logisticMatrixFactorization } from '#listenlab/engine/baselines/factorization/logistic-matrix-factorization.js';
import type { Model } from '#listenlab/engine/model/model.js';
import { dense, randomInteractions, twoCrowds } from '../support.js';

it('the penalty of logistic matrix factorization is 5, and less for few plays', async () => {
  const few = twoCrowds();
  const many = randomInteractions(80, 80, 0.9, 1);
  const algorithm = logisticMatrixFactorization({ factors: 2, iterations: 1 });
  const [ofFew, ofMany] = await Promise.all(
    [few, many].map(async (plays) => (await algorithm.fit(plays, { threads: 1 })) as Model),
  );
  const weight = dense(few)
    .flat()
    .reduce((sum, plays) => sum + Math.log1p(plays), 0);
  expect(ofFew.training?.regularization).toBeCloseTo(weight / Math.sqrt(60 * 12) / 12, 5);
  expect(ofMany.training?.regularization).toBe(5);
});
