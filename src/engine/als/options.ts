import {
  aFunction,
  type Check,
  type Given,
  oneOf,
  readOptions,
  seedNumber,
  threadCount,
  trueOrFalse,
  WATCH_CHECKS,
  wholeNumber,
} from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import type { TaskProgress } from '../../util/work.js';
import type { IdMap } from '../matrix/id-map.js';
import { CONFIDENCE_CHECKS, type ConfidenceSettings } from '../model/equations/settings.js';
import type { Model } from '../model/model.js';

/**
 * How each row's equations are solved: three steps of conjugate gradients (`cg`), four of them and then further in the
 * same direction (`sor`), or exactly (`cholesky`).
 */
export type Solver = 'cg' | 'sor' | 'cholesky';

/** The settings of a training, each value checked; a saved model keeps them. */
export interface AlsSettings extends ConfidenceSettings {
  /** Latent dimensions, 1 to 512. Default 20. */
  readonly factors: number;
  /** Passes over all users and all artists. Default 20. */
  readonly iterations: number;
  /**
   * Default `cg`: conjugate gradients from the factors of the iteration before. `sor`, over-relaxed, comes as far in
   * little more than half the iterations, each of which takes up to a quarter longer.
   */
  readonly solver: Solver;
  /**
   * Worker threads; the result does not depend on it, and a training of some milliseconds has none. Default: the cores
   * there are.
   */
  readonly threads: number;
  /** Of the random first factors, 0 to 4294967295. Default 42. */
  readonly seed: number;
  /** Whether to compute the training loss after every iteration. Default false: it costs a pass more. */
  readonly computeLoss: boolean;
}

/** Defaults: those of implicit, which the well-known Python notebook uses. */
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

/** Passed to `onIteration` after every iteration. */
export interface AlsIteration {
  /** Counted from 1. */
  iteration: number;
  /** The training loss, where `computeLoss` asks for it. */
  loss?: number;
  /** Seconds this iteration took. */
  seconds: number;
}

/** Passed to `onProgress` a few times a second; of 20 iterations 3.5 are done in the middle of the fourth. */
export interface AlsProgress extends TaskProgress {
  /** The training loss after the last whole iteration, where `computeLoss` asks for it. */
  readonly loss?: number;
}

/** How far a training is, with the iteration and the loss in words. */
export function trainingProgress(done: number, total: number, loss?: number): AlsProgress {
  const iteration = `iteration ${Math.min(total, Math.floor(done) + 1)} of ${total}`;
  const toldLoss = loss === undefined ? {} : { note: `${iteration} · loss ${loss.toPrecision(4)}`, loss };
  return { task: 'training', done, total, note: iteration, ...toldLoss };
}

/** The parts of a model that a warm start needs. */
export type StartFactors = Pick<Model, 'users' | 'artists' | 'factors' | 'userFactors' | 'artistFactors'>;

/** Options of `trainAls` and `trainReference`; each has a default. */
export interface AlsOptions extends Given<AlsSettings> {
  /** Called after every iteration. */
  onIteration?: (iteration: AlsIteration) => void;
  /** Called five times a second while it trains, and after every iteration; `trainReference` does the latter. */
  onProgress?: (progress: AlsProgress) => void;
  /** Stops the training, also in the middle of an iteration; the promise is rejected with its reason. */
  signal?: AbortSignal;
  /**
   * A model (or just its names and factors) to start from. It must have the same number of factors; users and
   * artists are matched by name, new ones start at random.
   */
  start?: StartFactors;
}

/** Checked options: the settings, and what belongs to this call only. */
export interface CheckedAlsOptions {
  readonly settings: AlsSettings;
  readonly onIteration?: (iteration: AlsIteration) => void;
  readonly onProgress?: (progress: AlsProgress) => void;
  readonly signal?: AbortSignal;
  readonly start?: StartFactors;
}

// One exact solve at 512 factors takes 2 MiB of scratch memory and 45 million multiplications per row: more than anybody needs.
export const ALS_CHECKS: Record<keyof AlsOptions, Check> = {
  factors: wholeNumber(1, 512),
  ...CONFIDENCE_CHECKS,
  iterations: wholeNumber(1, 100_000),
  solver: oneOf('cg', 'sor', 'cholesky'),
  threads: threadCount,
  seed: seedNumber,
  computeLoss: trueOrFalse,
  onIteration: aFunction,
  ...WATCH_CHECKS,
  start: (value) => (isModel(value) ? undefined : 'a model, as trainAls and loadModel return it'),
};

/**
 * Checks options and fills in the defaults. Every trainer calls it once, first, and trusts the result.
 *
 * @example readAlsOptions({ factors: 64 }).settings.alpha // 15
 * @param threads what `threads` is when it is not given
 * @throws InputError that names the option, the value found and the values expected
 */
export function readAlsOptions(
  options: AlsOptions = {},
  threads = DEFAULT_SETTINGS.threads,
): CheckedAlsOptions {
  const defaults: AlsSettings = { ...DEFAULT_SETTINGS, threads };
  const { onIteration, onProgress, signal, start, ...settings } = readOptions<AlsOptions, AlsSettings>(
    options,
    ALS_CHECKS,
    defaults,
  );
  const factors = options.factors ?? start?.factors ?? settings.factors;
  if (start && start.factors !== factors) {
    throw new InputError(
      `the model to start from has ${start.factors} factors and factors is ${factors}; ` +
        `leave factors out or make it ${start.factors}`,
    );
  }
  return { settings: { ...settings, factors }, onIteration, onProgress, signal, start };
}

function isModel(value: unknown): value is StartFactors {
  const { users, artists, factors, userFactors, artistFactors } = Object(value) as Partial<StartFactors>;
  return isSide(users, userFactors, factors) && isSide(artists, artistFactors, factors);
}

function isSide(names: IdMap | undefined, vectors: Float32Array | undefined, factors = 0): boolean {
  return vectors instanceof Float32Array && vectors.length === (names?.size ?? Number.NaN) * factors;
}

/** Settings on one line: `factors 32, weighting log`. */
export function settingsText(options: AlsOptions): string {
  if (Object.keys(options).length === 0) return 'the default settings';
  return Object.entries(options)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
