import { trainAls } from '../../als/train.js';
import type { Model } from '../../model/model.js';
import { evaluate } from '../evaluate.js';
import type { MetricName } from '../metrics/metrics.js';
import type { Split } from '../split/split.js';
import { type Checkpoint, looksSinceBest } from './checkpoint.js';
import type { Trial } from './trials.js';

/** What models are judged by. */
export interface Judge {
  /** Name of a metric of `evaluate`, of those in which more is better. */
  readonly metric: MetricName;
  /** Length of the lists that are judged. */
  readonly k: number;
}

/** How a trial runs. */
export interface TrialWork {
  readonly threads: number;
  readonly signal?: AbortSignal;
  /** (splits) models to start from. */
  readonly start?: readonly Model[];
  /** Called after every look at the metric, with the share of the trial that is done. */
  readonly onCheckpoint?: (share: number) => void;
}

/** A trial that has run: what was seen on the way, and its models as they were at the end. */
export interface TrialRun {
  readonly checkpoints: readonly Checkpoint[];
  /** (splits) */
  readonly models: readonly Model[];
}

/**
 * Trains on every split side by side, so that their mean can decide when it is enough, and judges the models at
 * the trial's checkpoints. In between, training goes on from the factors there are: the same steps as one long
 * training, apart from rounding (conjugate gradients work in rotated factors, which come back in single precision).
 */
export async function runTrial(
  splits: readonly Split[],
  trial: Trial,
  { metric, k }: Judge,
  { threads, signal, start, onCheckpoint }: TrialWork,
): Promise<TrialRun> {
  const checkpoints: Checkpoint[] = [];
  let models = start ?? [];
  let done = 0;
  let seconds = 0;
  for (const iterations of trial.checkpoints) {
    const next: Model[] = [];
    const scores: number[] = [];
    for (const [i, split] of splits.entries()) {
      const options = { ...trial.settings, iterations: iterations - done, start: models[i], threads, signal };
      const started = performance.now();
      const model = await trainAls(split.train, { ...options, onProgress: () => {} });
      seconds += (performance.now() - started) / 1000 / splits.length;
      const judged = await evaluate(model, split, {
        k,
        metrics: [metric],
        resamples: 0,
        threads,
        signal,
        onProgress: () => {},
      });
      next.push(model);
      scores.push(judged.mean(metric, k));
    }
    models = next;
    done = iterations;
    checkpoints.push({ iterations, scores, seconds });
    onCheckpoint?.(checkpoints.length / trial.checkpoints.length);
    if (trial.patience !== undefined && looksSinceBest(checkpoints) >= trial.patience) break;
  }
  return { checkpoints, models };
}
