/** Before this share of the cells is done, their time says nothing about the rest. */
const TELLING = 0.2;

/**
 * Estimates the remaining time of a run: from the previous run, assuming the same time per cell, or else as if all
 * cells took equally long.
 */
export class RunClock {
  readonly #before: RunClock | undefined;
  readonly #now: () => number;
  readonly #started: number;
  /** Seconds after which each number of cells was done. */
  readonly #seconds: number[] = [];

  /**
   * @param before the clock of an earlier run of the same notebooks, if any
   * @param now milliseconds of any clock
   */
  constructor(before?: RunClock, now: () => number = () => performance.now()) {
    this.#before = before;
    this.#now = now;
    this.#started = now();
  }

  /** Records the number of cells done, and returns the seconds left, if that can be estimated. */
  tick(done: number, total: number): number | undefined {
    const seconds = (this.#now() - this.#started) / 1000;
    this.#seconds[done] ??= seconds;
    if (this.#before !== undefined && this.#before.#seconds.length === total + 1) {
      const known = this.#before.#seconds;
      const left = (known[total] ?? 0) - (known[done] ?? 0);
      const pace = done > 0 && known[done] > 0 ? this.#seconds[done] / known[done] : 1;
      return left * pace;
    }
    return done >= TELLING * total && done > 0 ? (seconds / done) * (total - done) : undefined;
  }
}
