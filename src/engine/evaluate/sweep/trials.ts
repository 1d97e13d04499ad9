import { InputError } from '../../../util/errors.js';
import { type AlsOptions, type AlsSettings, readAlsOptions, settingsText } from '../../als/options.js';
import type { SweepName, SweepSettings } from './space.js';

/** When a trial ends before its last iteration. */
export interface EarlyStopping {
  /** Iterations between checks of the metric. Default 2. */
  readonly every?: number;
  /** Checks without a new best before the trial ends. Default 2. */
  readonly patience?: number;
}

/** One training for each split, evaluated along the way. */
export interface Trial {
  /** All settings except the iterations. */
  readonly settings: SweepSettings;
  /** Iteration counts at which the models are evaluated, ascending; the last is the maximum. */
  readonly checkpoints: readonly number[];
  /** Checks without a new best before the trial ends; undefined: no early stopping. */
  readonly patience?: number;
  /** (checkpoints) the trial ends where its mean is lower: it could not catch up with others any more. */
  readonly floors?: readonly number[];
}

/** What a trial found. */
export interface FinishedTrial {
  readonly trial: Trial;
  readonly checkpoints: readonly Checkpoint[];
  /** Whether it was found among stored results. */
  readonly resumed: boolean;
}

/** A trial whose training or evaluation failed: with its settings, some equations have no finite solution. */
export interface FailedTrial {
  readonly trial: Trial;
  /** The message of the error. */
  readonly reason: string;
}

/**
 * Why a training failed: what an {@link InputError} says.
 *
 * @throws any other error, which does not concern the settings, and any error once `signal` is aborted
 */
export function reasonOf(error: unknown, signal?: AbortSignal): string {
  if (!(error instanceof InputError) || signal?.aborted) throw error;
  return error.message;
}

/** Trials that run one after the other, each warm-started from the models of the previous one. */
export type Chain = readonly Trial[];

/**
 * Puts settings that differ only in their iterations into one trial: a training of 16 iterations passes 4 and 8 along
 * the way.
 */
export function trialsOf(
  settings: readonly SweepSettings[],
  earlyStopping?: Required<EarlyStopping>,
): Trial[] {
  const standard = readAlsOptions().settings.iterations;
  const groups = new Map<string, { settings: SweepSettings; counts: number[] }>();
  for (const { iterations = standard, ...others } of settings) {
    const key = JSON.stringify(others);
    const group = groups.get(key);
    if (group) group.counts.push(iterations);
    else groups.set(key, { settings: others, counts: [iterations] });
  }
  return [...groups.values()].map(({ settings, counts }) => {
    const rising = [...new Set(counts)].sort((a, b) => a - b);
    if (!earlyStopping) return { settings, checkpoints: rising };
    const { every, patience } = earlyStopping;
    return { settings, checkpoints: everyFew(every, rising[rising.length - 1]), patience };
  });
}

/** `every`, twice that and so on, ending with `most`. */
function everyFew(every: number, most: number): number[] {
  const counts = Array.from({ length: Math.ceil(most / every) - 1 }, (_, i) => (i + 1) * every);
  return [...counts, most];
}

/** Chains of one trial each, or of all trials that differ only in alpha, in ascending order. */
export function chainsOf(trials: readonly Trial[], warmStart: boolean): Chain[] {
  if (!warmStart) return trials.map((trial) => [trial]);
  const chains = new Map<string, Trial[]>();
  for (const trial of trials) {
    const { alpha: _, ...others } = trial.settings;
    const key = JSON.stringify([others, trial.checkpoints]);
    chains.set(key, [...(chains.get(key) ?? []), trial]);
  }
  const alphaOf = ({ settings }: Trial) => settings.alpha ?? readAlsOptions().settings.alpha;
  return [...chains.values()].map((chain) => chain.sort((a, b) => alphaOf(a) - alphaOf(b)));
}

/** The quality of a trial's models after some iterations. */
export interface Checkpoint {
  readonly iterations: number;
  /** (splits) the metric on each. */
  readonly scores: readonly number[];
  /** Training time up to here, mean over the splits. */
  readonly seconds: number;
}

/** The checkpoint with the best mean; the first in case of ties. */
function bestCheckpoint(checkpoints: readonly Checkpoint[]): Checkpoint {
  return checkpoints.reduce((best, other) => (meanOf(other.scores) > meanOf(best.scores) ? other : best));
}

/** The mean of numbers, of which there is at least one. */
export function meanOf(values: Iterable<number> & { readonly length: number }): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Whether a trial ends with the last of these checkpoints, before the maximum of its iterations. */
export function endsEarly({ patience, floors }: Trial, checkpoints: readonly Checkpoint[]): boolean {
  const last = checkpoints.length - 1;
  if (floors && meanOf(checkpoints[last].scores) < floors[last]) return true;
  return patience !== undefined && last - checkpoints.indexOf(bestCheckpoint(checkpoints)) >= patience;
}

/** Settings and how good they were. */
export interface SweepTrial extends SweepSettings {
  readonly iterations: number;
  /** Mean of the metric over the splits. */
  readonly mean: number;
  /** Standard deviation over the splits; null if there was only one. */
  readonly spread: number | null;
  /** Iterations of the whole trial; with early stopping more than `iterations`, where the metric was best. */
  readonly iterationsRun: number;
  /** Training time to `iterations`, mean over the splits. */
  readonly seconds: number;
}

/** A trial of a space S, whose settings every row has. */
export type TrialOf<S> = SweepTrial & Pick<AlsSettings, Extract<keyof S, SweepName>>;

/** Settings that could not be judged, because training with them failed. */
export interface FailedSettings {
  readonly options: AlsOptions;
  /** The error message of the training. */
  readonly reason: string;
}

/** The best row of a sweep. */
export interface BestTrial {
  /** Options for `trainAls`. */
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

/** The row with the highest mean; the first in case of ties. */
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

/** The options a row's model was trained with. */
function optionsOf({ mean, spread, iterationsRun, seconds, ...options }: SweepTrial): SweepSettings {
  return options;
}

function spreadOf(scores: Checkpoint['scores']): number | null {
  if (scores.length < 2) return null;
  const mean = meanOf(scores);
  return Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1));
}
