import { formatSeconds } from '../../../util/format.js';
import { type Chain, type FailedTrial, type FinishedTrial, meanOf, type Trial } from './trials.js';

/** How far trials are. */
export interface TrialsProgress {
  /** Trials, with the shares of the running ones. */
  readonly done: number;
  readonly total: number;
  /** Those that were found among the results kept. */
  readonly resumed: number;
  /** Those that failed. */
  readonly failed: number;
  /** Finished since the last report. */
  readonly finished?: FinishedTrial;
}

/** Adds up how far the trials are. */
export interface ProgressWatch {
  /** A trial is so far, as a share of it. */
  share(trial: Trial, share: number): void;
  finish(trial: FinishedTrial): FinishedTrial;
  fail(trial: FailedTrial): FailedTrial;
}

/** @param work whose `onProgress` is told */
export function watchTrials(
  chains: readonly Chain[],
  { onProgress }: { readonly onProgress?: (progress: TrialsProgress) => void },
): ProgressWatch {
  const total = chains.reduce((sum, chain) => sum + chain.length, 0);
  const shares = new Map<Trial, number>();
  let endedCount = 0;
  let resumed = 0;
  let failed = 0;
  const report = (finished?: FinishedTrial) => {
    const running = [...shares.values()].reduce((sum, share) => sum + share, 0);
    onProgress?.({ done: endedCount + running, total, resumed, failed, finished });
  };
  const end = (trial: Trial) => {
    shares.delete(trial);
    endedCount++;
  };
  return {
    share(trial, share) {
      shares.set(trial, share);
      // What is over is told as finished, with its scores.
      if (share < 1) report();
    },
    finish(finished) {
      end(finished.trial);
      if (finished.resumed) resumed++;
      report(finished);
      return finished;
    },
    fail(trial) {
      end(trial.trial);
      failed++;
      report();
      return trial;
    },
  };
}

/** Below a second's work there is no telling how long the rest takes. */
const LEAST_SECONDS = 1;

/** The longest a timer of Node waits, some 25 days: beyond it fires at once. */
const LONGEST_MILLISECONDS = 2 ** 31 - 1;

/** Aborts when so many seconds are over: at once where there are none left. */
export function timeUpAfter(seconds: number): AbortSignal {
  return AbortSignal.timeout(Math.min(LONGEST_MILLISECONDS, Math.max(0, Math.round(1000 * seconds))));
}

/** Says in words how many trials are done, how many of them failed, and the best score so far. */
export function describeProgress(metric: string): (progress: TrialsProgress) => string {
  let best = Number.NEGATIVE_INFINITY;
  let whole = 0;
  return ({ total, failed, finished }) => {
    if (finished) {
      whole++;
      for (const { scores } of finished.checkpoints) best = Math.max(best, meanOf(scores));
    }
    const notes = [`${whole + failed} of ${total}`];
    if (failed > 0) notes.push(`${failed} failed`);
    if (whole > 0) notes.push(`best ${metric} ${best.toFixed(4)}`);
    return notes.join(' · ');
  };
}

/** Says how long the other trials will take at the pace of those that were run; undefined where nobody knows. */
export function timeLeft({ done, total, resumed }: TrialsProgress, seconds: number): string | undefined {
  const run = done - resumed;
  if (run <= 0 || done >= total || seconds < LEAST_SECONDS) return undefined;
  return `${formatSeconds((seconds / run) * (total - done))} left`;
}
