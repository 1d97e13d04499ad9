import { trainAls } from '../als/node/train.js';
import { type AlsOptions, readAlsOptions } from '../als/options.js';
import type { Algorithm } from './algorithm.js';

/** Options that do not change the model, or only its random draw: not part of its name. */
const UNNAMED = new Set(['threads', 'seed', 'computeLoss', 'onIteration', 'onProgress', 'signal', 'start']);

/**
 * Factors by alternating least squares, as `trainAls` finds them.
 *
 * @example const model = await als({ weighting: 'log', alpha: 1 }).fit(split.train);
 * @param options as for `trainAls`; those given are in the name, in alphabetical order: `ALS, alpha 1, weighting log`
 * @category Train
 */
export function als(options: AlsOptions = {}): Algorithm {
  readAlsOptions(options);
  const named = Object.entries(options)
    .filter(([name, value]) => value !== undefined && !UNNAMED.has(name))
    .sort();
  return {
    name: ['ALS', ...named.map(([name, value]) => `${name} ${value}`)].join(', '),
    fit: (interactions, { threads = options.threads, signal, onProgress } = {}) =>
      trainAls(interactions, {
        ...options,
        threads,
        signal,
        onProgress,
      }),
  };
}
