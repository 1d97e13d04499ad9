import { trainAls } from '../als/node/train.js';
import { readTrainOptions, type TrainOptions } from '../als/train-seeds.js';
import type { Algorithm } from './algorithm.js';
import { nameOfSettings } from './name-of-settings.js';

/**
 * Factors by alternating least squares, as `trainAls` finds them.
 *
 * @example const model = await als({ weighting: 'log', alpha: 1 }).fit(split.train);
 * @example als({ weighting: 'log', alpha: 1, seeds: 3 }) // the mean of three models, in three times the time
 * @param options as for `trainAls`; those given are in the name, in alphabetical order: `ALS, alpha 1, weighting log`
 * @category Train
 */
export function als(options: TrainOptions = {}): Algorithm {
  readTrainOptions(options);
  return {
    name: nameOfSettings('ALS', options),
    fit: (interactions, { threads = options.threads, signal, onProgress } = {}) =>
      trainAls(interactions, {
        ...options,
        threads,
        signal,
        onProgress,
      }),
  };
}
