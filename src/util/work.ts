import { check, WATCH_CHECKS } from './checks.js';
import { abortError } from './errors.js';
import { kernelContext, type TaskProgress, type WorkProgress } from './kernel-context.js';

export type { TaskProgress } from './kernel-context.js';

/** How a caller stops long work and is told how far it is. */
export interface Watch {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TaskProgress) => void;
}

/**
 * Runs long work with what its caller gave to watch and stop it. In a notebook, what was not given is the
 * running cell's signal, and a line that shows how far the work is.
 *
 * @example
 * watched('cleaning plays.tsv', options, ({ signal, onProgress }) => ...)
 * @param title the whole work, for the notebook
 * @param given what the caller gave
 * @param run the work
 */
export async function watched<T>(title: string, given: Watch, run: (watch: Watch) => Promise<T>): Promise<T> {
  checkWatch(given);
  // An interrupt ends a cell's code before its first await wherever it is, without any `finally`.
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

/** @throws InputError for a signal or a listener that is none */
function checkWatch(given: Watch): void {
  for (const [name, passes] of Object.entries(WATCH_CHECKS)) {
    const value = given[name as keyof typeof WATCH_CHECKS];
    if (value !== undefined) check(name, value, passes);
  }
}

/**
 * The signal of the notebook cell whose code is asking, which aborts when the user interrupts the kernel;
 * undefined outside of a notebook.
 *
 * Long work takes it for the signal it was not given. It is to be asked when the work begins: what an
 * earlier cell was told may have been aborted since.
 */
export function currentSignal(): AbortSignal | undefined {
  return kernelContext().signal?.();
}

/**
 * The signal that long work heeds: what its caller gave, or that of the notebook cell whose code is asking.
 *
 * Where the cell was interrupted already, the promise is never kept. Its code stops there, which an error would
 * not achieve: a loop that catches every error goes on for ever.
 */
export async function signalFor(given: AbortSignal | undefined): Promise<AbortSignal | undefined> {
  checkWatch({ signal: given });
  if (given) return given;
  const signal = currentSignal();
  if (signal?.aborted) await new Promise<never>(() => undefined);
  return signal;
}

/**
 * Begins to show long work in the notebook that runs it; undefined outside of one, where nothing is shown.
 *
 * @param title the whole work, e.g. `opening lastfm-2k`
 */
function startProgress(title: string): WorkProgress | undefined {
  return kernelContext().startProgress?.(title);
}

/** Something that stops for its own reasons, and when a caller's signal does. */
interface FollowedSignal {
  /** Aborts with the caller's signal, or by {@link abort}. */
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** To be called when the work is over: takes the listener off the caller's signal. */
  release(): void;
}

/**
 * Follows a caller's signal with a listener. `AbortSignal.any` puts none on it, and by listeners the kernel tells
 * whether work heeds an interrupt and is to be given the time to end.
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

/** How long a thread is kept before timers, clicks and aborts get their turn: a frame and a half. */
const SLICE_MILLISECONDS = 25;

/**
 * Gives a function for long loops to await in each round: now and then it lets others have the thread.
 *
 * @throws the function: the signal's reason once it is aborted
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
 * Works through a task of many small parts on the calling thread, which is given back now and then; it is told then
 * how far the task is.
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
