import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import promised from 'node:timers/promises';
import { KeyboardInterrupt } from '../traceback.js';

/** The time between two interrupts: cells, widget handlers, and everything they start. */
export class Era {
  readonly #interrupt = new AbortController();
  readonly #onLeft = new Set<() => void>();
  #left = false;

  constructor() {
    // One listener for each request and timer of a cell, which may be thousands.
    setMaxListeners(0, this.#interrupt.signal);
  }

  /** Whether an interrupt has ended it, even if some of its work continues. */
  get left(): boolean {
    return this.#left;
  }

  get signal(): AbortSignal {
    return this.#interrupt.signal;
  }

  interrupt(): void {
    this.#interrupt.abort(Object.assign(new Error('interrupted'), { name: 'AbortError' }));
  }

  /** Stops waiting for anything that belongs to it. */
  leave(): void {
    this.#left = true;
    for (const leave of this.#onLeft) leave();
  }

  /** The result of the work, or a KeyboardInterrupt if the era is left first. */
  untilLeft<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = () => reject(new KeyboardInterrupt('interrupted'));
      this.#onLeft.add(leave);
      work.then(resolve, reject).finally(() => this.#onLeft.delete(leave));
    });
  }
}

/** One run of a cell, or of a widget's handler. */
interface CellRun {
  era: Era;
  /** Aborted by an interrupt, or by what started the run. */
  signal: AbortSignal;
}

type Callback = (...args: unknown[]) => unknown;
type SetTimer = (callback: Callback, ...rest: unknown[]) => NodeJS.Timeout | NodeJS.Immediate;
type Signalled = { signal?: AbortSignal | null };

/** Knows which run the calling code belongs to, directly or through callbacks and promises. */
export class CellRuns {
  readonly #store = new AsyncLocalStorage<CellRun>();

  get current(): CellRun | undefined {
    return this.#store.getStore();
  }

  /** Runs code as part of a run. */
  as<T>(run: CellRun, code: () => T): T {
    return this.#store.run(run, code);
  }

  /**
   * `setTimeout`, `fetch` and the like for cells: an interrupt cancels what the run has started with them, and later
   * calls never complete.
   */
  get globals(): Record<string, unknown> {
    const { setTimeout, setInterval, setImmediate, fetch } = globalThis;
    return {
      setTimeout: this.#ofRun(setTimeout as SetTimer),
      setInterval: this.#ofRun(setInterval as SetTimer),
      setImmediate: this.#ofRun(setImmediate as SetTimer),
      fetch: (input: string | URL | Request, init?: RequestInit) => {
        // A request may have a signal of its own, which options would replace.
        const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
        const signals = [own, this.current?.signal].filter((signal) => signal != null);
        // A new signal each time: fetch leaks its listeners, which makes thousands of requests slow.
        return this.#unlessStopped(() => fetch(input, { ...init, signal: AbortSignal.any(signals) }));
      },
    };
  }

  /** What cells import as `node:timers/promises`: an interrupt ends the waiting. */
  get timers(): Record<string, unknown> {
    const own = {
      ...promised,
      setTimeout: (delay?: number, value?: unknown, options?: Signalled) =>
        this.#unlessStopped(() => promised.setTimeout(delay, value, this.#withSignal(options))),
      setImmediate: (value?: unknown, options?: Signalled) =>
        this.#unlessStopped(() => promised.setImmediate(value, this.#withSignal(options))),
      setInterval: (delay?: number, value?: unknown, options?: Signalled) =>
        this.#isStopped ? never() : promised.setInterval(delay, value, this.#withSignal(options)),
    };
    return { ...own, default: own };
  }

  get #isStopped(): boolean {
    return this.current?.signal.aborted === true;
  }

  /** Starts what a run waits for; never settles if the run was stopped. */
  #unlessStopped<T>(begin: () => Promise<T>): Promise<T> {
    return this.#isStopped ? new Promise(() => undefined) : begin();
  }

  /** Options whose signal is aborted with the run, too. */
  #withSignal(options?: Signalled): { signal?: AbortSignal } {
    const signals = [options?.signal, this.current?.signal].filter((signal) => signal != null);
    return { ...options, signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0] };
  }

  /** A timer function whose callback is no longer called once its run was left. */
  #ofRun(set: SetTimer): SetTimer {
    const setOfRun: SetTimer = (callback, ...rest) => {
      const run = this.current;
      if (!run || typeof callback !== 'function') return set(callback, ...rest);
      const timer = set(
        function (this: unknown, ...args) {
          if (run.era.left) clearInterval(timer as NodeJS.Timeout);
          else callback.apply(this, args);
        },
        ...rest,
      );
      return timer;
    };
    // Copies the function's other properties, such as the one for util.promisify.
    return Object.defineProperties(setOfRun, Object.getOwnPropertyDescriptors(set));
  }
}

/** Waits forever. */
async function* never(): AsyncGenerator<never> {
  await new Promise(() => undefined);
}
