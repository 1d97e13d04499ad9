import { hashOf } from '../../../util/node/files.js';
import { followSignal } from '../../../util/work.js';
import { readAlsOptions } from '../../als/options.js';
import type { Model } from '../../model/model.js';
import type { Split } from '../split/split.js';
import { type ProgressWatch, type TrialsProgress, watchTrials } from './progress.js';
import { allEnded, type Judge, type Room, runTrial } from './run-trial.js';
import { fingerprintOf, type TrialIdentity, type TrialStore } from './store.js';
import type { TimeLimit } from './time-limit.js';
import { type Chain, type FailedTrial, type FinishedTrial, reasonOf, type Trial } from './trials.js';

/**
 * Trainings with this many entries keep every thread busy; smaller ones would spend their time on dispatch, so they run
 * side by side, one thread each. On 74,000 entries at 128 factors two threads took longer than one.
 */
const LARGE_ENTRIES = 2_000_000;

/** With this many, threads that would have nothing else to do take part in a training. */
const SHARED_ENTRIES = 200_000;

/** How trials run. */
interface TrialsWork {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrialsProgress) => void;
  readonly judge: Judge;
  readonly threads: number;
  /** Where results are stored and looked up. */
  readonly store?: TrialStore;
  /** Undefined where time does not count. */
  readonly limit?: TimeLimit;
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
    work: { ...work, signal: stop.signal },
    room: () => roomOf(work.threads, running, splits),
    progress: watchTrials(chains, work),
  };
  const results: EndedTrials[] = chains.map(() => ({ finished: [], failed: [] }));
  const queue = [...chains.entries()];
  let running = 0;
  let untimed = work.least;
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, chain] = next;
      const limit = untimed > 0 ? undefined : work.limit;
      if (limit?.ending.aborted) return;
      untimed--;
      running++;
      await runInTime(chain, runner, results[at], limit).finally(() => running--);
      if (results[at].failed.length > 0 && limit === undefined) untimed++;
    }
  };
  const ends = Array.from({ length: lanes }, () =>
    lane().catch((error) => {
      stop.abort(error);
      throw error;
    }),
  );
  await allEnded(ends).finally(() => stop.release());
  return {
    finished: results.flatMap(({ finished }) => finished),
    failed: results.flatMap(({ failed }) => failed),
  };
}

/**
 * What a trial may use while so many are running: threads that have no trial take another split of one, and where there
 * are no more of them, they train together, if there is enough to do for them.
 */
function roomOf(threads: number, running: number, splits: readonly Split[]): Room {
  const entries = splits[0].train.size;
  if (entries >= LARGE_ENTRIES) return { splits: 1, threads };
  const own = Math.max(1, Math.floor(threads / running));
  const sideBySide = Math.min(own, splits.length);
  return { splits: sideBySide, threads: entries < SHARED_ENTRIES ? 1 : Math.floor(own / sideBySide) };
}

interface Runner {
  readonly splits: readonly Split[];
  /** (splits) if results are stored, else empty */
  readonly fingerprints: readonly string[];
  readonly work: TrialsWork & { readonly signal: AbortSignal };
  readonly room: () => Room;
  readonly progress: ProgressWatch;
}

/**
 * Runs a chain; trials without a checkpoint when time is over are left out.
 *
 * @param ended gets the trials as they end
 */
async function runInTime(chain: Chain, runner: Runner, ended: EndedTrials, limit?: TimeLimit): Promise<void> {
  try {
    await runChain(chain, runner, ended, limit);
  } catch (error) {
    if (!limit?.over.aborted || error !== limit.over.reason) throw error;
    for (const trial of chain) runner.progress.share(trial, 0);
  }
}

async function runChain(
  chain: Chain,
  { splits, fingerprints, work, room, progress }: Runner,
  { finished, failed }: EndedTrials,
  limit?: TimeLimit,
): Promise<void> {
  const { store, judge, signal } = work;
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
    const how = { room, signal, limit, start, onCheckpoint };
    const run = await runTrial(splits, trial, judge, how).catch((error) => reasonOf(error, signal));
    if (typeof run === 'string') {
      failed.push(progress.fail({ trial, reason: run }));
      continue;
    }
    // Those cut short would be taken for whole ones.
    if (!run.isCut) await store?.save(identities[at], run.checkpoints);
    finished.push(progress.finish({ trial, checkpoints: run.checkpoints, resumed: false }));
    if (limit?.ending.aborted) return;
    start = run.models;
  }
}

/** Everything that determines a trial's result, including, in a chain, all trials before it. */
function identityOf(chain: Chain, at: number, splits: readonly string[], judge: Judge): TrialIdentity {
  const settings = allSettings(chain[at]);
  const steps = chain
    .slice(0, at + 1)
    .map((trial) => [allSettings(trial), trial.checkpoints, trial.patience ?? null, trial.floors ?? []]);
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
