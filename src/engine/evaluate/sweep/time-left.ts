import { formatSeconds } from '../../../util/format.js';
import { meanOf } from './checkpoint.js';
import type { TrialsProgress } from './trials-progress.js';

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
