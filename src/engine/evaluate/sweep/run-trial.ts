import { trainAls } from '../../als/node/train.js';
import type { Model } from '../../model/model.js';
import type { MetricName } from '../metrics/metrics.js';
import { evaluate } from '../node/evaluate.js';
import type { Split } from '../split/split.js';
import type { TimeLimit } from './time-limit.js';
import { type Checkpoint, endsEarly, type Trial } from './trials.js';

/** How models are evaluated. */
export interface Judge {
  /** Name of a metric of `evaluate` where higher is better. */
  readonly metric: MetricName;
  /** Length of the lists evaluated. */
  readonly k: number;
}

/** How a trial runs. */
interface TrialWork {
  /** What the trial may use from here on; asked before each checkpoint. */
  readonly room: () => Room;
  readonly signal: AbortSignal;
  /** Undefined where time does not count. */
  readonly limit?: TimeLimit;
  /** (splits) models to start from. */
  readonly start?: readonly Model[];
  /** Called after every checkpoint, with the finished share of the trial. */
  readonly onCheckpoint?: (share: number) => void;
}

/** How many splits are trained on side by side, and on how many threads each. */
export interface Room {
  readonly splits: number;
  readonly threads: number;
}

/** A completed trial: its checkpoints and its final models. */
interface TrialRun {
  readonly checkpoints: readonly Checkpoint[];
  /** (splits) */
  readonly models: readonly Model[];
  /** Whether it ended before its time, with the checkpoints until then. */
  readonly isCut: boolean;
}

/**
 * Trains on all splits side by side, so that early stopping can use their mean, and evaluates the models at the trial's
 * checkpoints. In between, training continues from the current factors: the same steps as one long training, apart from
 * rounding (conjugate gradients work in rotated factors, which come back in single precision).
 *
 * @throws the reason of `limit.over` if time is over before the first checkpoint
 */
export async function runTrial(
  splits: readonly Split[],
  trial: Trial,
  judge: Judge,
  { room, signal, limit, start, onCheckpoint }: TrialWork,
): Promise<TrialRun> {
  const signals = limit ? AbortSignal.any([signal, limit.over]) : signal;
  const checkpoints: Checkpoint[] = [];
  let models = start ?? [];
  for (const iterations of trial.checkpoints) {
    if (checkpoints.length > 0 && limit?.ending.aborted) return { checkpoints, models, isCut: true };
    const from = checkpoints.at(-1);
    const work = { judge, room: room(), signal: signals };
    const reached = await advance(splits, trial, { iterations, from, models, ...work }).catch((error) => {
      if (from && limit?.over.aborted && error === limit.over.reason) return undefined;
      throw error;
    });
    if (!reached) return { checkpoints, models, isCut: true };
    models = reached.models;
    checkpoints.push(reached.checkpoint);
    onCheckpoint?.(checkpoints.length / trial.checkpoints.length);
    if (endsEarly(trial, checkpoints)) break;
  }
  return { checkpoints, models, isCut: false };
}

/** From one checkpoint to the next. */
interface Step {
  readonly iterations: number;
  readonly from: Checkpoint | undefined;
  /** (splits) those of `from`. */
  readonly models: readonly Model[];
  readonly judge: Judge;
  readonly room: Room;
  readonly signal: AbortSignal;
}

async function advance(
  splits: readonly Split[],
  { settings }: Trial,
  { iterations, from, models, judge: { metric, k }, room, signal }: Step,
): Promise<{ checkpoint: Checkpoint; models: readonly Model[] }> {
  const quiet = { threads: room.threads, signal, onProgress: () => {} };
  const reached: { model: Model; score: number; seconds: number }[] = [];
  const queue = [...splits.entries()];
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [i, split] = next;
      const options = { ...settings, iterations: iterations - (from?.iterations ?? 0), start: models[i] };
      const started = performance.now();
      const model = await trainAls(split.train, { ...options, ...quiet });
      const seconds = (performance.now() - started) / 1000;
      const judged = await evaluate(model, split, { k, metrics: [metric], resamples: 0, ...quiet });
      // Metrics of ranks have a k of their own; no other one was measured.
      reached[i] = { model, score: judged.mean(metric), seconds };
    }
  };
  await allEnded(
    Array.from({ length: room.splits }, () =>
      lane().catch((error) => {
        queue.length = 0;
        throw error;
      }),
    ),
  );
  const seconds = reached.reduce((sum, each) => sum + each.seconds, 0) / splits.length;
  return {
    checkpoint: {
      iterations,
      scores: reached.map(({ score }) => score),
      seconds: (from?.seconds ?? 0) + seconds,
    },
    models: reached.map(({ model }) => model),
  };
}

/** Waits for all, also after a failure, so that nothing runs on while the caller closes what it uses; then fails with the first. */
export async function allEnded(ends: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(ends);
  await Promise.all(ends);
}
