import { formatSeconds } from '../../../util/format.js';
import { type Chain, type FailedTrial, type FinishedTrial, meanOf, type Trial } from './trials.js';

/** Progress of trials. */
export interface TrialsProgress {
  /** Finished trials, plus the shares of running ones. */
  readonly done: number;
  readonly total: number;
  /** Trials found among stored results. */
  readonly resumed: number;
  /** Trials that failed. */
  readonly failed: number;
  /** Finished since the last report. */
  readonly finished?: FinishedTrial;
}

/** Tracks the progress of all trials. */
export interface ProgressWatch {
  /** Reports the finished share of a trial. */
  share(trial: Trial, share: number): void;
  finish(trial: FinishedTrial): FinishedTrial;
  fail(trial: FailedTrial): FailedTrial;
}

/** @param work whose `onProgress` is called */
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
      // Completed trials are reported by `finished`, with their scores.
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

/** With less than a second of work done, the remaining time cannot be estimated. */
const LEAST_SECONDS = 1;

/** Describes how many trials are done, how many of them failed, and the best score so far. */
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

/** Estimates how long the remaining trials will take at the current pace; undefined if unknown. */
export function timeLeft({ done, total, resumed }: TrialsProgress, seconds: number): string | undefined {
  const run = done - resumed;
  if (run <= 0 || done >= total || seconds < LEAST_SECONDS) return undefined;
  return `${formatSeconds((seconds / run) * (total - done))} left`;
}
