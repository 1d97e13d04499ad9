import { check, readOptions, WATCH_CHECKS } from './checks.js';
import { abortError } from './errors.js';
import { kernelContext, type TaskProgress, type WorkProgress } from './kernel-context.js';

export type { TaskProgress } from './kernel-context.js';

/** How a caller stops long work and follows its progress. */
export interface Watch {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TaskProgress) => void;
}

/**
 * Runs long work with the caller's signal and progress listener. In a notebook, a missing one is replaced by the
 * running cell's signal or by a progress line.
 *
 * @example
 * watched('cleaning plays.tsv', options, ({ signal, onProgress }) => ...)
 * @param title the whole work, for the notebook
 * @param given the caller's signal and listener
 * @param run the work
 */
export async function watched<T>(title: string, given: Watch, run: (watch: Watch) => Promise<T>): Promise<T> {
  checkWatch(given);
  // An interrupt ends a cell's code anywhere before its first await, without running any `finally`.
  await undefined;
  const signal = await signalFor(given.signal);
  if (given.onProgress) return await run({ signal, onProgress: given.onProgress });
  const shown = startProgress(title);
  if (!shown) return await run({ signal });
  let complete = false;
  try {
    const result = await run({ signal, onProgress: (progress) => shown.update(progress) });
    complete = true;
    return result;
  } finally {
    shown.finish(complete);
  }
}

/** @throws InputError for an invalid signal or listener */
function checkWatch(given: Watch): void {
  for (const [name, passes] of Object.entries(WATCH_CHECKS)) {
    const value = given[name as keyof typeof WATCH_CHECKS];
    if (value !== undefined) check(name, value, passes);
  }
}

/**
 * The signal of the notebook cell that calls this, aborted when the user interrupts the kernel; undefined outside of a
 * notebook.
 *
 * Long work uses it if it was given no signal. Call it when the work begins: an earlier cell's signal may have been
 * aborted since.
 */
export function currentSignal(): AbortSignal | undefined {
  return kernelContext().signal?.();
}

/**
 * The signal for long work: the caller's, or that of the notebook cell that calls this.
 *
 * If the cell was already interrupted, the promise never settles, so that its code stops there. An error would not
 * achieve this: a loop that catches every error would run for ever.
 */
export async function signalFor(given: AbortSignal | undefined): Promise<AbortSignal | undefined> {
  checkWatch({ signal: given });
  if (given) return given;
  const signal = currentSignal();
  if (signal?.aborted) await new Promise<never>(() => undefined);
  return signal;
}

/** {@link signalFor} options that have nothing else. */
export function signalIn(options: { signal?: AbortSignal }): Promise<AbortSignal | undefined> {
  return signalFor(readOptions(options, { signal: WATCH_CHECKS.signal }, {}).signal);
}

/**
 * Starts showing long work in the notebook that runs it; undefined outside of a notebook, where nothing is shown.
 *
 * @param title the whole work, e.g. `opening lastfm-2k`
 */
function startProgress(title: string): WorkProgress | undefined {
  return kernelContext().startProgress?.(title);
}

/** A signal that aborts with a caller's signal, or on its own. */
interface FollowedSignal {
  /** Aborts with the caller's signal, or by {@link abort}. */
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Call when the work is over: removes the listener from the caller's signal. */
  release(): void;
}

/**
 * Follows a caller's signal with a listener. `AbortSignal.any` adds none, and listeners are how the kernel recognizes
 * work that reacts to an interrupt and needs time to end.
 */
export function followSignal(caller?: AbortSignal): FollowedSignal {
  const own = new AbortController();
  const follow = () => own.abort(caller?.reason);
  if (caller?.aborted) follow();
  else caller?.addEventListener('abort', follow, { once: true });
  return {
    signal: own.signal,
    abort: (reason) => own.abort(reason),
    release: () => caller?.removeEventListener('abort', follow),
  };
}

/** How long a thread is used before timers, clicks and aborts get a turn: a frame and a half. */
const SLICE_MILLISECONDS = 25;

/**
 * Returns a function for long loops to await in each iteration: it yields the thread now and then.
 *
 * The returned function throws the signal's reason once it is aborted.
 */
export function takingTurns(signal?: AbortSignal): () => Promise<void> | undefined {
  let sliceEnd = performance.now() + SLICE_MILLISECONDS;
  return () => {
    if (signal?.aborted) throw abortError(signal);
    if (performance.now() < sliceEnd) return undefined;
    return new Promise<void>((resolve) => setTimeout(resolve)).then(() => {
      if (signal?.aborted) throw abortError(signal);
      sliceEnd = performance.now() + SLICE_MILLISECONDS;
    });
  };
}

/**
 * Works through a task of many small parts on the calling thread, yields the thread now and then, and reports the
 * progress each time.
 *
 * @throws the signal's reason once it is aborted
 */
export async function inTurns(
  task: string,
  total: number,
  { signal, onProgress }: Watch,
  work: (i: number) => void,
): Promise<void> {
  const turn = takingTurns(signal);
  for (let i = 0; i < total; i++) {
    work(i);
    const pause = turn();
    if (!pause) continue;
    onProgress?.({ task, done: i + 1, total });
    await pause;
  }
}
