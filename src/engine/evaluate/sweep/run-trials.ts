import { hashOf } from '../../../util/node/files.js';
import { followSignal } from '../../../util/work.js';
import { trainAls } from '../../als/node/train.js';
import { readAlsOptions } from '../../als/options.js';
import type { Model } from '../../model/model.js';
import type { MetricName } from '../metrics/metrics.js';
import { evaluate } from '../node/evaluate.js';
import type { Split } from '../split/split.js';
import { type ProgressWatch, type TrialsProgress, watchTrials } from './progress.js';
import { fingerprintOf, type TrialIdentity, type TrialStore } from './store.js';
import {
  type Chain,
  type Checkpoint,
  type FailedTrial,
  type FinishedTrial,
  looksSinceBest,
  reasonOf,
  type Trial,
} from './trials.js';

/**
 * Trainings with this many entries keep every thread busy; smaller ones would spend their time on dispatch, so they run
 * side by side, one thread each. On 74,000 entries at 128 factors two threads took longer than one.
 */
const LARGE_ENTRIES = 2_000_000;

/** How trials run. */
interface TrialsWork {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrialsProgress) => void;
  readonly judge: Judge;
  readonly threads: number;
  /** Where results are stored and looked up. */
  readonly store?: TrialStore;
  /** Aborts when time is up. */
  readonly timeUp?: AbortSignal;
  /** At least this many chains finish even then, not counting those with a failed trial. */
  readonly least: number;
}

/** How trials ended, in the order of the chains; those skipped for lack of time are in neither. */
export interface EndedTrials {
  readonly finished: FinishedTrial[];
  readonly failed: FailedTrial[];
}

/**
 * Runs chains of trials, several at a time if that is faster. The results do not depend on how many. A failing trial
 * does not stop the others.
 */
export async function runTrials(
  splits: readonly Split[],
  chains: readonly Chain[],
  work: TrialsWork,
): Promise<EndedTrials> {
  const large = splits[0].train.size >= LARGE_ENTRIES;
  const lanes = large ? 1 : Math.min(work.threads, chains.length);
  const stop = followSignal(work.signal);
  const runner = {
    splits,
    // Only the store needs fingerprints, and a pass over all entries takes a while.
    fingerprints: work.store ? splits.map(fingerprintOf) : [],
    work: { ...work, signal: stop.signal, threads: large ? work.threads : 1 },
    progress: watchTrials(chains, work),
  };
  const results: EndedTrials[] = chains.map(() => ({ finished: [], failed: [] }));
  const queue = [...chains.entries()];
  let untimed = work.least;
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, chain] = next;
      const timeUp = untimed > 0 ? undefined : work.timeUp;
      if (timeUp?.aborted) return;
      untimed--;
      await runInTime(chain, runner, results[at], timeUp);
      if (results[at].failed.length > 0 && timeUp === undefined) untimed++;
    }
  };
  const ends = Array.from({ length: lanes }, () =>
    lane().catch((error) => {
      stop.abort(error);
      throw error;
    }),
  );
  // All lanes finish before the caller sees the first failure and closes what they use.
  await Promise.allSettled(ends);
  stop.release();
  await Promise.all(ends);
  return {
    finished: results.flatMap(({ finished }) => finished),
    failed: results.flatMap(({ failed }) => failed),
  };
}

interface Runner {
  readonly splits: readonly Split[];
  /** (splits) if results are stored, else empty */
  readonly fingerprints: readonly string[];
  readonly work: TrialsWork;
  readonly progress: ProgressWatch;
}

/**
 * Runs a chain; trials unfinished when time is up are left out.
 *
 * @param ended gets the trials as they end
 */
async function runInTime(
  chain: Chain,
  runner: Runner,
  ended: EndedTrials,
  timeUp?: AbortSignal,
): Promise<void> {
  const { work, progress } = runner;
  const signals = [work.signal, timeUp].filter((signal) => signal !== undefined);
  try {
    await runChain(chain, { ...runner, work: { ...work, signal: AbortSignal.any(signals) } }, ended);
  } catch (error) {
    if (!timeUp?.aborted || error !== timeUp.reason) throw error;
    for (const trial of chain) progress.share(trial, 0);
  }
}

/** @param ended gets the trials as they end */
async function runChain(
  chain: Chain,
  { splits, fingerprints, work, progress }: Runner,
  { finished, failed }: EndedTrials,
): Promise<void> {
  const { store, judge, threads, signal } = work;
  const identities = chain.map((_, at) => identityOf(chain, at, fingerprints, judge));
  const kept = await Promise.all(identities.map((identity) => store?.find(identity)));
  let start: readonly Model[] | undefined;
  for (const [at, trial] of chain.entries()) {
    // A warm start needs the preceding models, which are not stored: a chain is either found whole or run again.
    const found = kept.every((checkpoints) => checkpoints) ? kept[at] : undefined;
    if (found) {
      finished.push(progress.finish({ trial, checkpoints: found, resumed: true }));
      continue;
    }
    const onCheckpoint = (share: number) => progress.share(trial, share);
    const run = await runTrial(splits, trial, judge, { threads, signal, start, onCheckpoint }).catch(
      (error) => reasonOf(error, signal),
    );
    if (typeof run === 'string') {
      failed.push(progress.fail({ trial, reason: run }));
      continue;
    }
    await store?.save(identities[at], run.checkpoints);
    finished.push(progress.finish({ trial, checkpoints: run.checkpoints, resumed: false }));
    start = run.models;
  }
}

/** Everything that determines a trial's result, including, in a chain, all trials before it. */
function identityOf(chain: Chain, at: number, splits: readonly string[], judge: Judge): TrialIdentity {
  const settings = allSettings(chain[at]);
  const steps = chain
    .slice(0, at + 1)
    .map((trial) => [allSettings(trial), trial.checkpoints, trial.patience ?? null]);
  return {
    key: hashOf(JSON.stringify([splits, judge.metric, judge.k, steps])).slice(0, 32),
    splits,
    settings,
    ...judge,
  };
}

/** A trial's settings with the trainer's defaults filled in, in their order. */
function allSettings({ settings }: Trial): Trial['settings'] {
  const { threads, computeLoss, iterations, ...all } = readAlsOptions(settings).settings;
  return all;
}

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
  readonly signal?: AbortSignal;
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
}

/**
 * Trains on all splits side by side, so that early stopping can use their mean, and evaluates the models at the trial's
 * checkpoints. In between, training continues from the current factors: the same steps as one long training, apart from
 * rounding (conjugate gradients work in rotated factors, which come back in single precision).
 */
async function runTrial(
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
