import { abortError } from './errors.js';

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
