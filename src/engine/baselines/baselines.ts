import { readOptions, seedNumber } from '../../util/checks.js';
import type { Algorithm } from './algorithm.js';
import { als } from './als.js';
import { ease } from './ease/ease.js';
import { bpr } from './factorization/bpr.js';
import { logisticMatrixFactorization } from './factorization/logistic-matrix-factorization.js';
import { itemNeighbours } from './neighbours/item-neighbours.js';
import { rp3beta } from './neighbours/rp3beta.js';
import { userNeighbours } from './neighbours/user-neighbours.js';
import { popularity } from './popularity.js';

/**
 * All algorithms with sensible settings for listening counts, as baselines.
 *
 * @example for (const algorithm of baselines.all({ seed: 1 })) await algorithm.fit(split.train);
 * @param options `seed` of those that draw random numbers. Default 42
 * @throws InputError for an impossible option
 */
export function baselines(options: { seed?: number } = {}): Algorithm[] {
  const { seed } = readOptions(options, { seed: seedNumber }, { seed: 42 }, 'baselines.all');
  return [
    popularity(),
    itemNeighbours({ weighting: 'cosine' }),
    itemNeighbours({ weighting: 'tfidf' }),
    itemNeighbours({ weighting: 'bm25' }),
    rp3beta(),
    userNeighbours(),
    bpr({ seed }),
    logisticMatrixFactorization({ seed }),
    ease(),
    als({ weighting: 'log', alpha: 1, seed }),
  ];
}
