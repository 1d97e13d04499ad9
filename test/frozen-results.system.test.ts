import { expect, it } from 'vitest';
import { openPlays } from '#listenlab/data/dataset/open.js';
import { baselines } from '#listenlab/engine/baselines/baselines.js';
import { bpr } from '#listenlab/engine/baselines/factorization/bpr.js';
import { logisticMatrixFactorization } from '#listenlab/engine/baselines/factorization/logistic-matrix-factorization.js';
import { itemNeighbours } from '#listenlab/engine/baselines/neighbours/item-neighbours.js';
import { evaluate } from '#listenlab/engine/evaluate/node/evaluate.js';
import { randomSplit } from '#listenlab/engine/evaluate/split/random-splits.js';
import { hashOf } from './support/hash.js';

// Like frozen-results.test.ts but slower: every algorithm is fitted.
it('answers about the sample, held out, of every algorithm do not change', async () => {
  const raw = await openPlays('sample');
  const { dataset } = await raw.clean();
  const split = randomSplit(await dataset.interactions());
  dataset.close();
  raw.close();
  const found: Record<string, string> = {};
  // Beside the defaults, settings of implicit, with fewer iterations.
  const asInImplicit = { neighbours: 20, plays: 'linear', userWeighting: 'linear' };
  const others = ['cosine', 'tfidf', 'bm25'].map((weighting) =>
    itemNeighbours({ weighting, ...asInImplicit }),
  );
  others.push(bpr({ factors: 100, regularization: 0.01, iterations: 10 }));
  others.push(logisticMatrixFactorization({ regularization: 0.6, iterations: 10, weighting: 'binary' }));
  for (const algorithm of [...baselines(), ...others]) {
    const { means } = await evaluate(await algorithm.fit(split.train), split);
    // To ten digits, as logarithms depend on the JavaScript engine.
    const digits = means.map(({ label, mean, low, high }) => [
      label,
      ...[mean, low, high].map((x) => x.toPrecision(10)),
    ]);
    found[algorithm.name] = `${digits.find(([label]) => label === 'NDCG@10')?.[1]} ${hashOf(digits)}`;
  }
  expect(found).toMatchSnapshot();
});
