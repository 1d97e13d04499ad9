import { readOptions, seedNumber } from '../../util/checks.js';
import type { Algorithm } from './algorithm.js';
import { als } from './als.js';
import { bpr } from './bpr.js';
import { ease } from './ease.js';
import { itemNeighbours } from './item-neighbours.js';
import { logisticMatrixFactorization } from './logistic-matrix-factorization.js';
import { popularity } from './popularity.js';
import { userNeighbours } from './user-neighbours.js';

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
    userNeighbours(),
    bpr({ seed }),
    logisticMatrixFactorization({ seed }),
    ease(),
    als({ weighting: 'log', alpha: 1, seed }),
  ];
}
