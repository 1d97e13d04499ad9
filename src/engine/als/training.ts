import { InputError } from '../../util/errors.js';
import type { IdMap } from '../matrix/id-map.js';
import type { Interactions } from '../matrix/interactions.js';
import { factorsIn, type MemoryLayout } from './layout.js';
import type { AlsProgress, AlsSettings, CheckedAlsOptions } from './options.js';
import { trainingProgress } from './options.js';
import { type Phase, type Side, unitsOf } from './phases.js';
import { copyKnownFactors, copyPlays } from './prepare.js';
import type { TrainedFactors } from './trained-model.js';

/** A training laid out in memory, and the threads (or the one) that run its phases. */
export interface Training {
  readonly interactions: Interactions;
  readonly options: CheckedAlsOptions;
  readonly layout: MemoryLayout;
  readonly buffer: ArrayBufferLike;
  /** Whether the memory holds the plays as these settings need them (see preparationKey), from a training before. */
  readonly isPrepared?: boolean;
  /** Runs a phase to its end and returns the first row that is not finite, or -1. */
  readonly run: (phase: Phase) => Promise<number>;
  /**
   * Called after every iteration, with a way to copy the factors as they are then. They may be rotated (see
   * rotation.ts): their products are those of the model, the numbers are not.
   */
  readonly onFactors?: (iteration: number, copy: () => TrainedFactors) => void;
}

/**
 * Trains: alternating least squares after Hu, Koren and Volinsky, "Collaborative filtering for implicit
 * feedback datasets", 2008, section 4. Users first, then artists, each half with the other side held.
 */
export async function runTraining(training: Training): Promise<TrainedFactors> {
  await prepare(training);
  copyStart(training);
  const losses = await iterate(training);
  if (training.options.settings.solver !== 'cholesky') {
    await runPhase(training, { kind: 'return' });
    await runPhase(training, { kind: 'rotate' });
  }
  return copyFactors(training, losses);
}

async function prepare(training: Training): Promise<void> {
  if (training.isPrepared) {
    await runPhase(training, { kind: 'prepare', step: 'begin' });
    return;
  }
  const { interactions, layout, buffer } = training;
  copyPlays(buffer, layout, interactions.byUser);
  await runPhase(training, { kind: 'prepare', step: 'weigh' });
  await runPhase(training, { kind: 'prepare', step: 'write' });
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
      watch?.complete(iteration, loss);
      training.onFactors?.(iteration, () => copyFactors(training, losses));
    }
  } finally {
    watch?.stop();
  }
  return losses;
}

async function solveSide(
  training: Training,
  side: Side,
  iteration: number,
  watch: TrainingWatch | undefined,
): Promise<void> {
  const { interactions, options } = training;
  await sumGram(training, side);
  if (options.settings.solver !== 'cholesky') {
    await runPhase(training, { kind: 'decompose' });
    await runPhase(training, { kind: 'rotate' });
  }
  watch?.begin(side, iteration);
  const broken = await runPhase(training, { kind: 'solve', side, iteration });
  watch?.end();
  if (broken < 0) return;
  const names = side === 'byUser' ? interactions.users : interactions.artists;
  throw notFiniteError(names, broken, iteration, options.settings);
}

/** Sums a0 YtY, of the factors that are held while `side` is solved for. */
async function sumGram(training: Training, side: Side): Promise<void> {
  await runPhase(training, { kind: 'gramChunks', side });
  await runPhase(training, { kind: 'gramRows', side });
}

/** Every pair's weighted squared error and the penalty, per confidence; the formula is at `trainAls`. */
async function trainingLoss(training: Training): Promise<number> {
  const { buffer, layout } = training;
  await sumGram(training, 'byUser');
  await runPhase(training, { kind: 'loss' });
  let sum = 0;
  for (const part of new Float64Array(buffer, layout.losses, layout.lossBlocks)) sum += part;
  const [confidence] = new Float64Array(buffer, layout.totalConfidence, 1);
  return sum / (confidence + layout.users * layout.artists - layout.entries);
}

/** Runs a phase from its first unit. */
function runPhase({ buffer, layout, run }: Training, phase: Phase): Promise<number> {
  Atomics.store(new Int32Array(buffer, layout.counter, 1), 0, 0);
  return run(phase);
}

/** Lets threads take no more units of the phase that they are at. */
export function endPhase(buffer: ArrayBufferLike, layout: MemoryLayout): void {
  Atomics.store(new Int32Array(buffer, layout.counter, 1), 0, MORE_THAN_ANY_PHASE);
}

/** Units; every thread counts one up when it finds none left. */
const MORE_THAN_ANY_PHASE = 2 ** 30;

/** The lowest of the rows that threads report, or -1: the same whichever thread found it. */
export function firstBroken(rows: readonly number[]): number {
  const broken = rows.filter((row) => row >= 0);
  return broken.length > 0 ? Math.min(...broken) : -1;
}

function copyStart({ interactions, options, layout, buffer }: Training): void {
  const { start } = options;
  if (!start) return;
  const { stride, byUser, byArtist } = layout;
  const { users, artists } = interactions;
  copyKnownFactors(factorsIn(buffer, byUser, stride), stride, users, start.userFactors, start.users);
  copyKnownFactors(factorsIn(buffer, byArtist, stride), stride, artists, start.artistFactors, start.artists);
}

function copyFactors({ layout, buffer }: Training, losses: readonly number[]): TrainedFactors {
  return {
    userFactors: withoutPadding(factorsIn(buffer, layout.byUser, layout.stride), layout),
    artistFactors: withoutPadding(factorsIn(buffer, layout.byArtist, layout.stride), layout),
    losses: [...losses],
  };
}

function withoutPadding(padded: Float32Array, { stride, factors }: MemoryLayout): Float32Array {
  if (stride === factors) return padded.slice();
  const rows = padded.length / stride;
  const result = new Float32Array(rows * factors);
  for (let row = 0; row < rows; row++) {
    result.set(padded.subarray(row * stride, row * stride + factors), row * factors);
  }
  return result;
}

/** The error of a row whose equations had no finite solution. */
export function notFiniteError(
  names: IdMap,
  row: number,
  iteration: number,
  settings: AlsSettings,
): InputError {
  const { regularization, alpha, weighting } = settings;
  const raise = `raise regularization (now ${regularization})`;
  const lower = `lower alpha (now ${alpha})`;
  const advice =
    weighting === 'linear'
      ? `${raise}, ${lower} or weight plays by 'log' (now 'linear')`
      : `${raise} or ${lower}`;
  return new InputError(
    `the factors of ${names.kind} '${names.names[row]}' are not finite numbers in iteration ${iteration}; ${advice}`,
  );
}

const REPORT_MILLISECONDS = 200;

/** Where a training stands, kept for reports between its iterations. */
interface TrainingWatch {
  /** Solving for a side begins, users first, in an iteration counted from 1. */
  begin(side: Side, iteration: number): void;
  /** Solving is over; the phases that follow use the counter for themselves. */
  end(): void;
  /** An iteration is over. */
  complete(iteration: number, loss: number | undefined): void;
  stop(): void;
}

/**
 * Reports a training's progress now and then, also within an iteration: the threads share a counter of the
 * units they have taken, which tells how far the running phase is.
 */
function watchTraining(
  { layout, buffer }: { layout: MemoryLayout; buffer: ArrayBufferLike },
  iterations: number,
  onProgress: ((progress: AlsProgress) => void) | undefined,
): TrainingWatch | undefined {
  if (!onProgress) return undefined;
  const counter = new Int32Array(buffer, layout.counter, 1);
  let running: { before: number; units: number } | undefined;
  let loss: number | undefined;
  const report = (done: number) => onProgress(trainingProgress(done, iterations, loss));
  const timer = setInterval(() => {
    if (!running) return;
    const { before, units } = running;
    const part = Atomics.load(counter, 0) / units;
    // An iteration counts as done only once its loss is known, too.
    if (part < 1) report(before + part / 2);
  }, REPORT_MILLISECONDS);
  return {
    begin(side, iteration) {
      const before = iteration - 1 + (side === 'byUser' ? 0 : 0.5);
      running = { before, units: unitsOf(layout, { kind: 'solve', side, iteration }) };
    },
    end() {
      running = undefined;
    },
    complete(iteration, newLoss) {
      loss = newLoss;
      report(iteration);
    },
    stop: () => clearInterval(timer),
  };
}
