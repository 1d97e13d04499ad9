import { readAlsOptions } from '../../als/options.js';
import type { Model } from '../../model/model.js';
import { followSignal } from '../../util/follow-signal.js';
import type { Watch } from '../../util/watched.js';
import type { Split } from '../split/split.js';
import type { Checkpoint } from './checkpoint.js';
import { fingerprintOf, hashOf } from './fingerprint.js';
import { type Judge, runTrial } from './run-trial.js';
import type { TrialIdentity, TrialStore } from './store.js';
import type { Chain, Trial } from './trials.js';

/**
 * Trainings of so many entries keep every thread busy; smaller ones spend their time handing work out, so they run
 * side by side, a thread each. On 74,000 entries at 128 factors two threads took longer than one.
 */
const LARGE_ENTRIES = 2_000_000;

/** How trials run. */
export interface TrialsWork extends Watch<TrialsProgress> {
  readonly judge: Judge;
  readonly threads: number;
  /** Where results are kept and looked for. */
  readonly store?: TrialStore;
  /** When it aborts, time is up. */
  readonly timeUp?: AbortSignal;
  /** So many chains are finished even then. */
  readonly least: number;
}

/** How far trials are. */
export interface TrialsProgress {
  /** Trials, with the shares of the running ones. */
  readonly done: number;
  readonly total: number;
  /** Those that were found among the results kept. */
  readonly resumed: number;
  /** Finished since the last report. */
  readonly finished?: FinishedTrial;
}

/** What a trial found. */
export interface FinishedTrial {
  readonly trial: Trial;
  readonly checkpoints: readonly Checkpoint[];
  /** Whether it was found among the results kept. */
  readonly resumed: boolean;
}

/**
 * Runs chains of trials, several at a time where that is quicker. The results do not depend on how many.
 *
 * @returns the trials in the order of the chains, without those for which there was no time
 */
export async function runTrials(
  splits: readonly Split[],
  chains: readonly Chain[],
  work: TrialsWork,
): Promise<FinishedTrial[]> {
  const large = splits[0].train.size >= LARGE_ENTRIES;
  const lanes = large ? 1 : Math.min(work.threads, chains.length);
  const stop = followSignal(work.signal);
  const runner = {
    splits,
    // Nothing else asks what the splits hold, and a pass over all their entries takes a while.
    fingerprints: work.store ? splits.map(fingerprintOf) : [],
    work: { ...work, signal: stop.signal, threads: large ? work.threads : 1 },
    progress: watchTrials(chains, work),
  };
  const results: FinishedTrial[][] = chains.map(() => []);
  const queue = [...chains.entries()];
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, chain] = next;
      const timeUp = at < work.least ? undefined : work.timeUp;
      if (timeUp?.aborted) return;
      results[at] = await runInTime(chain, runner, timeUp);
    }
  };
  const ends = Array.from({ length: lanes }, () =>
    lane().catch((error) => {
      stop.abort(error);
      throw error;
    }),
  );
  // All lanes are over before the caller hears of the first failure and closes what they use.
  await Promise.allSettled(ends);
  stop.release();
  await Promise.all(ends);
  return results.flat();
}

interface Runner {
  readonly splits: readonly Split[];
  /** (splits) where results are kept, else none */
  readonly fingerprints: readonly string[];
  readonly work: TrialsWork;
  readonly progress: ProgressWatch;
}

/** Runs a chain; what it has not finished when time is up is left out. */
async function runInTime(chain: Chain, runner: Runner, timeUp?: AbortSignal): Promise<FinishedTrial[]> {
  const { work, progress } = runner;
  const signals = [work.signal, timeUp].filter((signal) => signal !== undefined);
  const results: FinishedTrial[] = [];
  try {
    await runChain(chain, { ...runner, work: { ...work, signal: AbortSignal.any(signals) } }, results);
  } catch (error) {
    if (!timeUp?.aborted || error !== timeUp.reason) throw error;
    for (const trial of chain) progress.share(trial, 0);
  }
  return results;
}

/** @param results gets the trials as they are finished */
async function runChain(
  chain: Chain,
  { splits, fingerprints, work, progress }: Runner,
  results: FinishedTrial[],
): Promise<void> {
  const { store, judge, threads, signal } = work;
  const identities = chain.map((_, at) => identityOf(chain, at, fingerprints, judge));
  const kept = await Promise.all(identities.map((identity) => store?.find(identity)));
  let start: readonly Model[] | undefined;
  for (const [at, trial] of chain.entries()) {
    // A warm start needs the models before it, which are not kept: a chain is found as a whole or run again.
    const found = kept.every((checkpoints) => checkpoints) ? kept[at] : undefined;
    if (found) {
      results.push(progress.finish({ trial, checkpoints: found, resumed: true }));
      continue;
    }
    const onCheckpoint = (share: number) => progress.share(trial, share);
    const run = await runTrial(splits, trial, judge, { threads, signal, start, onCheckpoint });
    await store?.save(identities[at], run.checkpoints);
    results.push(progress.finish({ trial, checkpoints: run.checkpoints, resumed: false }));
    start = run.models;
  }
}

/** All that decides a trial's result; in a chain that is all trials before it, too. */
function identityOf(chain: Chain, at: number, splits: readonly string[], judge: Judge): TrialIdentity {
  const settings = allSettings(chain[at]);
  const steps = chain
    .slice(0, at + 1)
    .map((trial) => [allSettings(trial), trial.checkpoints, trial.patience ?? null]);
  return { key: hashOf([splits, judge.metric, judge.k, steps]), splits, settings, ...judge };
}

/** A trial's settings with the trainer's defaults, in the order of these. */
function allSettings({ settings }: Trial): Trial['settings'] {
  const { threads, computeLoss, iterations, ...all } = readAlsOptions(settings).settings;
  return all;
}

/** Adds up how far the trials are. */
interface ProgressWatch {
  /** A trial is so far, as a share of it. */
  share(trial: Trial, share: number): void;
  finish(trial: FinishedTrial): FinishedTrial;
}

function watchTrials(chains: readonly Chain[], { onProgress }: TrialsWork): ProgressWatch {
  const total = chains.reduce((sum, chain) => sum + chain.length, 0);
  const shares = new Map<Trial, number>();
  let finishedCount = 0;
  let resumed = 0;
  const report = (finished?: FinishedTrial) => {
    const running = [...shares.values()].reduce((sum, share) => sum + share, 0);
    onProgress?.({ done: finishedCount + running, total, resumed, finished });
  };
  return {
    share(trial, share) {
      shares.set(trial, share);
      // What is over is told as finished, with its scores.
      if (share < 1) report();
    },
    finish(finished) {
      shares.delete(finished.trial);
      finishedCount++;
      if (finished.resumed) resumed++;
      report(finished);
      return finished;
    },
  };
}
