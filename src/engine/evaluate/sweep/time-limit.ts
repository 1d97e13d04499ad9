/** When trials end for lack of time. */
export interface TimeLimit {
  /** Aborts when no trial may begin any more, and running ones end after their next checkpoint. */
  readonly ending: AbortSignal;
  /** Aborts when running ones end at once, with the checkpoints that they have. */
  readonly over: AbortSignal;
}

/** By how much of the time given a search may exceed it, so that trainings about to be judged are not lost. */
const TOLERANCE = 0.1;

/** The longest a timer of Node waits, some 25 days: beyond it fires at once. */
const LONGEST_MILLISECONDS = 2 ** 31 - 1;

/**
 * The limit of a search that is given some seconds.
 *
 * @param spent those that are gone already
 * @param until the share of them after which no trial may begin any more
 */
export function timeLimit(given: number, { spent = 0, until = 1 } = {}): TimeLimit {
  return { ending: abortsAfter(until * given - spent), over: abortsAfter((1 + TOLERANCE) * given - spent) };
}

/** At once, and not with the next turn of the event loop, if no seconds are left. */
function abortsAfter(seconds: number): AbortSignal {
  return seconds > 0
    ? AbortSignal.timeout(Math.min(LONGEST_MILLISECONDS, Math.round(1000 * seconds)))
    : AbortSignal.abort();
}
