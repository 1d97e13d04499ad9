import { type TimeLimit, timeLimit } from '../sweep/time-limit.js';

/** How much a search may do; what it is not given does not end it. */
export interface Budget {
  readonly seconds?: number;
  /** Trainings, each judged on one split. */
  readonly trials?: number;
}

/** A budget that is being spent. */
export class Spending {
  readonly #budget: Budget;
  readonly #started = performance.now();
  #trials = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /**
   * The first of the settings to try for which there are trials until a share of the budget is spent; these are spent.
   *
   * @param splits how many trials each setting takes
   */
  affordable<T>(wanted: readonly T[], splits: number, until: number): T[] {
    const { trials = Number.POSITIVE_INFINITY } = this.#budget;
    const left = Math.max(0, Math.ceil(until * trials) - this.#trials);
    const taken = wanted.slice(0, Math.floor(left / splits));
    this.#trials += taken.length * splits;
    return taken;
  }

  /** Until a share of the time is over; undefined where time does not count. */
  limit(until: number): TimeLimit | undefined {
    const { seconds } = this.#budget;
    return seconds === undefined ? undefined : timeLimit(seconds, { spent: this.#elapsed(), until });
  }

  /** Seconds left; undefined where time does not count. */
  secondsLeft(): number | undefined {
    const { seconds } = this.#budget;
    return seconds === undefined ? undefined : Math.max(0, seconds - this.#elapsed());
  }

  #elapsed(): number {
    return (performance.now() - this.#started) / 1000;
  }
}
