import type { AlsOptions } from '../als/options.js';
import { trainAls } from '../als/train.js';
import type { Algorithm } from './algorithm.js';

/** Factors by alternating least squares, as `trainAls` finds them. */
export function als(options: AlsOptions = {}): Algorithm {
  return {
    name: 'ALS',
    fit: (interactions, { threads, signal, onProgress } = {}) =>
      trainAls(interactions, {
        ...options,
        threads,
        signal,
        onProgress: onProgress && (({ done, total }) => onProgress({ task: 'training', done, total })),
      }),
  };
}
