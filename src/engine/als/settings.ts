import type { ConfidenceSettings } from '../model/equations/settings.js';

/** How each row's equations are solved: three steps of conjugate gradients, or exactly. */
export type Solver = 'cg' | 'cholesky';

/** What one training is made of, each value checked: what a saved model remembers. */
export interface AlsSettings extends ConfidenceSettings {
  /** Latent dimensions, 1 to 512. Default 20. */
  readonly factors: number;
  /** Passes over all users and all artists. Default 20. */
  readonly iterations: number;
  /** Default `cg`: conjugate gradients from the factors of the iteration before. */
  readonly solver: Solver;
  /** Worker threads; the result does not depend on it. Default: the cores there are. */
  readonly threads: number;
  /** Of the random first factors, 0 to 4294967295. Default 42. */
  readonly seed: number;
  /** Whether to compute the training loss after every iteration. Default false: it costs a pass more. */
  readonly computeLoss: boolean;
}

/** What a training has that is told nothing: the recipe of the Python notebook everybody copies, which is implicit's. */
export const DEFAULT_SETTINGS: AlsSettings = {
  factors: 20,
  regularization: 0.1,
  iterations: 20,
  alpha: 15,
  weighting: 'linear',
  confidence: 'scaled',
  unobservedWeight: 1,
  regularizationExponent: 0,
  solver: 'cg',
  threads: 1,
  seed: 42,
  computeLoss: false,
};
