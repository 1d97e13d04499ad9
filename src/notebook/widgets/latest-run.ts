import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that a run that was overtaken may take to stop; then it is left behind. */
const TIDY_MILLISECONDS = 500;

/**
 * Runs work again and again, one run at a time: a request that comes while a run goes on overtakes it. Its
 * signal is aborted, and of all the requests that have come by then only one more run is made.
 */
export class LatestRun {
  readonly #work: (signal: AbortSignal) => Promise<void>;
  #wanted = false;
  #running: AbortController | undefined;
  #ended: Promise<void> | undefined;

  /** @param work never rejects; it looks up what it works on when it begins */
  constructor(work: (signal: AbortSignal) => Promise<void>) {
    this.#work = work;
  }

  /** Asks for a run; resolves when nothing is left to run. */
  request(): Promise<void> {
    this.#wanted = true;
    this.#running?.abort(Object.assign(new Error('overtaken by a newer value'), { name: 'AbortError' }));
    this.#ended ??= this.#runAll();
    return this.#ended;
  }

  async #runAll(): Promise<void> {
    while (this.#wanted) {
      // Values that came while the thread was kept busy are still in the socket: two turns bring them in.
      await setImmediate();
      await setImmediate();
      this.#wanted = false;
      this.#running = new AbortController();
      const { signal } = this.#running;
      await Promise.race([this.#work(signal), leftBehind(signal)]);
      this.#running = undefined;
    }
    this.#ended = undefined;
  }
}

/** Resolves some time after the signal was aborted. */
async function leftBehind(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await sleep(TIDY_MILLISECONDS);
}
