import type { AlsSettings } from '../als/options.js';

/** The training options that a panel turns. */
export type TunerOptions = Omit<AlsSettings, 'threads' | 'computeLoss' | 'solver'>;

/** The recipe of the Python notebook everybody copies; these are the defaults of `trainAls`. */
export const ORIGINAL_RECIPE: TunerOptions = {
  factors: 20,
  regularization: 0.1,
  iterations: 20,
  alpha: 15,
  weighting: 'linear',
  confidence: 'scaled',
  unobservedWeight: 1,
  regularizationExponent: 0,
  seed: 42,
};
