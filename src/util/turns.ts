import type { TaskProgress } from './current-progress.js';
import { abortError } from './errors.js';
import type { Watch } from './watched.js';

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
  { signal, onProgress }: Watch<TaskProgress>,
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
