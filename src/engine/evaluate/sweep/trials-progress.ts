import type { Chain, FailedTrial, FinishedTrial, Trial } from './trials.js';

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
