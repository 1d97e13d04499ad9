import { InputError } from '../../../util/errors.js';
import { readAlsOptions } from '../../als/options.js';
import type { Checkpoint } from './checkpoint.js';
import type { SweepSettings } from './space.js';

/** When a trial ends before its last iteration. */
export interface EarlyStopping {
  /** Iterations between looks at the metric. Default 2. */
  readonly every?: number;
  /** Looks without a new best before the trial ends. Default 2. */
  readonly patience?: number;
}

/** One training for each split, judged along the way. */
export interface Trial {
  /** All but the iterations. */
  readonly settings: SweepSettings;
  /** Iteration counts at which the models are judged, rising; the last is the most the trial runs. */
  readonly checkpoints: readonly number[];
  /** Looks without a new best before the trial ends; undefined: it runs to its end. */
  readonly patience?: number;
}

/** What a trial found. */
export interface FinishedTrial {
  readonly trial: Trial;
  readonly checkpoints: readonly Checkpoint[];
  /** Whether it was found among the results kept. */
  readonly resumed: boolean;
}

/** A trial whose training or judging was refused: with its settings, some equations have no finite solution. */
export interface FailedTrial {
  readonly trial: Trial;
  /** The message of the error. */
  readonly reason: string;
}

/**
 * Why a training failed: what an {@link InputError} says.
 *
 * @throws what says nothing of the settings: any other error, and whatever comes once `signal` is aborted
 */
export function reasonOf(error: unknown, signal?: AbortSignal): string {
  if (!(error instanceof InputError) || signal?.aborted) throw error;
  return error.message;
}

/** Trials that run one after the other, each warm from the models of the one before. */
export type Chain = readonly Trial[];

/**
 * Puts settings that differ only in their iterations into one trial: a training of 16 iterations passes 4 and 8
 * on its way.
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

/** `every`, twice that and so on, and `most` at the end. */
function everyFew(every: number, most: number): number[] {
  const counts = Array.from({ length: Math.ceil(most / every) - 1 }, (_, i) => (i + 1) * every);
  return [...counts, most];
}

/** Chains of one trial each, or of all trials that differ only in alpha, in rising order. */
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
