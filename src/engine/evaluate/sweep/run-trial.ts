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
  readonly threads: number;
  readonly signal: AbortSignal;
  /** Undefined where time does not count. */
  readonly limit?: TimeLimit;
  /** (splits) models to start from. */
  readonly start?: readonly Model[];
  /** Called after every checkpoint, with the finished share of the trial. */
  readonly onCheckpoint?: (share: number) => void;
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
  { threads, signal, limit, start, onCheckpoint }: TrialWork,
): Promise<TrialRun> {
  const signals = limit ? AbortSignal.any([signal, limit.over]) : signal;
  const checkpoints: Checkpoint[] = [];
  let models = start ?? [];
  for (const iterations of trial.checkpoints) {
    if (checkpoints.length > 0 && limit?.ending.aborted) return { checkpoints, models, isCut: true };
    const from = checkpoints.at(-1);
    const work = { judge, threads, signal: signals };
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
  readonly threads: number;
  readonly signal: AbortSignal;
}

async function advance(
  splits: readonly Split[],
  { settings }: Trial,
  { iterations, from, models, judge: { metric, k }, threads, signal }: Step,
): Promise<{ checkpoint: Checkpoint; models: readonly Model[] }> {
  const quiet = { threads, signal, onProgress: () => {} };
  const next: Model[] = [];
  const scores: number[] = [];
  let seconds = from?.seconds ?? 0;
  for (const [i, split] of splits.entries()) {
    const options = { ...settings, iterations: iterations - (from?.iterations ?? 0), start: models[i] };
    const started = performance.now();
    const model = await trainAls(split.train, { ...options, ...quiet });
    seconds += (performance.now() - started) / 1000 / splits.length;
    const judged = await evaluate(model, split, { k, metrics: [metric], resamples: 0, ...quiet });
    next.push(model);
    // Metrics of ranks have a k of their own; no other one was measured.
    scores.push(judged.mean(metric));
  }
  return { checkpoint: { iterations, scores, seconds }, models: next };
}
