import type { Interactions } from '../matrix/interactions.js';
import { copyKnownFactors } from './initial-factors.js';
import type { MemoryLayout } from './layout.js';
import { notFiniteError } from './not-finite.js';
import type { CheckedAlsOptions } from './options.js';
import type { Phase, Side } from './phases.js';
import { copyPlays } from './prepare.js';
import type { TrainedFactors } from './trained-factors.js';
import { type TrainingWatch, watchTraining } from './training-watch.js';
import { factorsIn } from './views.js';

/** A training laid out in memory, and the threads (or the one) that run its phases. */
export interface Training {
  readonly interactions: Interactions;
  readonly options: CheckedAlsOptions;
  readonly layout: MemoryLayout;
  readonly buffer: ArrayBufferLike;
  /** Runs a phase to its end and returns the first row that is not finite, or -1. */
  readonly run: (phase: Phase) => Promise<number>;
  /**
   * Told after every iteration, with a way to copy the factors as they are then. They may be turned (see
   * rotate.ts): their products are those of the model, the numbers are not.
   */
  readonly onFactors?: (iteration: number, copy: () => TrainedFactors) => void;
}

/**
 * Trains: alternating least squares after Hu, Koren and Volinsky, "Collaborative filtering for implicit
 * feedback datasets", 2008, section 4. Users first, then artists, each half with the other side held.
 */
export async function runTraining(training: Training): Promise<TrainedFactors> {
  const { interactions, options, layout, buffer } = training;
  const { settings } = options;
  copyPlays(buffer, layout, interactions.byUser);
  await runPhase(training, { kind: 'prepare' });
  copyStart(training);
  const losses = await iterate(training);
  if (settings.solver === 'cg') {
    await runPhase(training, { kind: 'return' });
    await runPhase(training, { kind: 'rotate' });
  }
  return copyFactors(training, losses);
}

function copyFactors({ layout, buffer }: Training, losses: readonly number[]): TrainedFactors {
  return {
    userFactors: withoutPadding(factorsIn(buffer, layout.byUser, layout.stride), layout),
    artistFactors: withoutPadding(factorsIn(buffer, layout.byArtist, layout.stride), layout),
    losses: [...losses],
  };
}

/** The lowest row of those that threads report, or -1: the same whichever thread met it. */
export function firstBroken(rows: readonly number[]): number {
  const broken = rows.filter((row) => row >= 0);
  return broken.length > 0 ? Math.min(...broken) : -1;
}

/** All iterations; the loss after each, where it is asked for. */
async function iterate(training: Training): Promise<number[]> {
  const { settings, onIteration, onProgress } = training.options;
  const watch = watchTraining(training, settings.iterations, onProgress);
  const losses: number[] = [];
  try {
    for (let iteration = 1; iteration <= settings.iterations; iteration++) {
      const started = performance.now();
      await solveSide(training, 'byUser', iteration, watch);
      await solveSide(training, 'byArtist', iteration, watch);
      const loss = settings.computeLoss ? await trainingLoss(training) : undefined;
      if (loss !== undefined) losses.push(loss);
      const seconds = (performance.now() - started) / 1000;
      onIteration?.(loss === undefined ? { iteration, seconds } : { iteration, loss, seconds });
      watch.complete(iteration, loss);
      training.onFactors?.(iteration, () => copyFactors(training, losses));
    }
  } finally {
    watch.stop();
  }
  return losses;
}

/** Runs a phase from its first unit. */
function runPhase({ buffer, layout, run }: Training, phase: Phase): Promise<number> {
  Atomics.store(new Int32Array(buffer, layout.counter, 1), 0, 0);
  return run(phase);
}

function copyStart({ interactions, options, layout, buffer }: Training): void {
  const { start } = options;
  if (!start) return;
  const { stride, byUser, byArtist } = layout;
  const { users, artists } = interactions;
  copyKnownFactors(factorsIn(buffer, byUser, stride), stride, users, start.userFactors, start.users);
  copyKnownFactors(factorsIn(buffer, byArtist, stride), stride, artists, start.artistFactors, start.artists);
}

async function solveSide(
  training: Training,
  side: Side,
  iteration: number,
  watch: TrainingWatch,
): Promise<void> {
  const { interactions, options } = training;
  await runPhase(training, { kind: 'gramChunks', side });
  await runPhase(training, { kind: 'gramRows', side });
  if (options.settings.solver === 'cg') {
    await runPhase(training, { kind: 'decompose' });
    await runPhase(training, { kind: 'rotate' });
  }
  watch.begin(side, iteration);
  const broken = await runPhase(training, { kind: 'solve', side });
  watch.end();
  if (broken < 0) return;
  const names = side === 'byUser' ? interactions.users : interactions.artists;
  throw notFiniteError(names, broken, iteration, options.settings);
}

/** Every pair's weighted squared error and the penalty, per confidence; the formula is at `trainAls`. */
async function trainingLoss(training: Training): Promise<number> {
  const { buffer, layout } = training;
  await runPhase(training, { kind: 'gramChunks', side: 'byUser' });
  await runPhase(training, { kind: 'gramRows', side: 'byUser' });
  await runPhase(training, { kind: 'loss' });
  let sum = 0;
  for (const part of new Float64Array(buffer, layout.losses, layout.lossBlocks)) sum += part;
  const [confidence] = new Float64Array(buffer, layout.totalConfidence, 1);
  return sum / (confidence + layout.users * layout.artists - layout.entries);
}

function withoutPadding(padded: Float32Array, { stride, factors }: MemoryLayout): Float32Array {
  const rows = padded.length / stride;
  const result = new Float32Array(rows * factors);
  for (let row = 0; row < rows; row++) {
    result.set(padded.subarray(row * stride, row * stride + factors), row * factors);
  }
  return result;
}
