/** Before this share of the cells is done, their time says nothing of the others'. */
const TELLING = 0.2;

/**
 * Tells how long a run is likely to take still: by the run before it, whose cells took as long in the same
 * places, or else as if all cells took alike.
 */
export class RunClock {
  readonly #before: RunClock | undefined;
  readonly #now: () => number;
  readonly #started: number;
  /** Seconds after which so many cells were done. */
  readonly #seconds: number[] = [];

  /**
   * @param before the clock of an earlier run of the same notebooks, if there was one
   * @param now milliseconds of any clock
   */
  constructor(before?: RunClock, now: () => number = () => performance.now()) {
    this.#before = before;
    this.#now = now;
    this.#started = now();
  }

  /** Notes that so many cells are done, and returns the seconds left, where that can be told. */
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
