import { InputError } from '../../../util/errors.js';
import type { AlsOptions, AlsSettings } from '../../als/options.js';
import { bestCheckpoint, type Checkpoint, meanOf } from './checkpoint.js';
import type { SweepName, SweepSettings } from './space.js';
import type { FailedTrial, FinishedTrial } from './trials.js';

/** Settings and how good they were. */
export interface SweepTrial extends SweepSettings {
  readonly iterations: number;
  /** Of the metric, over the splits. */
  readonly mean: number;
  /** Standard deviation over the splits; null where there was one. */
  readonly spread: number | null;
  /** Of the whole trial; with early stopping more than `iterations`, where the metric was best. */
  readonly iterationsRun: number;
  /** Of training to `iterations`, mean over the splits. */
  readonly seconds: number;
}

/** A trial of a space S, whose settings every row has. */
export type TrialOf<S> = SweepTrial & Pick<AlsSettings, Extract<keyof S, SweepName>>;

/** Settings that could not be judged, because training with them failed. */
export interface FailedSettings {
  readonly options: AlsOptions;
  /** What training said. */
  readonly reason: string;
}

/** The best row of a sweep. */
export interface BestTrial {
  /** What to train with. */
  readonly options: AlsOptions;
  readonly mean: number;
  readonly spread: number | null;
}

/** A trial's row at each of its checkpoints, or with early stopping at its best. */
export function rowsOf({ trial, checkpoints }: FinishedTrial): SweepTrial[] {
  const iterationsRun = checkpoints[checkpoints.length - 1].iterations;
  const told = trial.patience === undefined ? checkpoints : [bestCheckpoint(checkpoints)];
  return told.map(({ iterations, scores, seconds }) => ({
    ...trial.settings,
    iterations,
    mean: meanOf(scores),
    spread: spreadOf(scores),
    iterationsRun,
    seconds,
  }));
}

/** The row with the highest mean, the first of several. */
export function bestOf(trials: readonly SweepTrial[]): BestTrial {
  const best = trials.reduce((best, other) => (other.mean > best.mean ? other : best));
  return { options: optionsOf(best), mean: best.mean, spread: best.spread };
}

/** The settings of trials that failed. */
export function failuresOf(failed: readonly FailedTrial[]): FailedSettings[] {
  return failed.map(({ trial, reason }) => ({ options: trial.settings, reason }));
}

/** The error of a search in which every trial failed, with the first reason. */
export function allFailedError(failed: readonly FailedSettings[]): InputError {
  const [{ options, reason }] = failed;
  const trials = failed.length === 1 ? 'the only trial' : `each of ${failed.length} trials`;
  return new InputError(
    `${trials} failed, so there is nothing to choose from; with ${settingsText(options)}: ${reason}`,
  );
}

/** What a row's model was trained with. */
export function optionsOf({ mean, spread, iterationsRun, seconds, ...options }: SweepTrial): SweepSettings {
  return options;
}

/** Settings in a line: `factors 32, weighting log`. */
export function settingsText(options: AlsOptions): string {
  if (Object.keys(options).length === 0) return 'the default settings';
  return Object.entries(options)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function spreadOf(scores: Checkpoint['scores']): number | null {
  if (scores.length < 2) return null;
  const mean = meanOf(scores);
  return Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1));
}
