import { showValue } from './checks.js';
import { startProgress, type TaskProgress } from './current-progress.js';
import { checkSignal, signalFor } from './current-signal.js';
import { InputError } from './errors.js';

/** How a caller stops long work and is told how far it is; P is what the work tells. */
export interface Watch<P> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: P) => void;
}

/**
 * Runs long work with what its caller gave to watch and stop it. In a notebook, what was not given is the
 * running cell's signal, and a line that shows how far the work is.
 *
 * @example
 * watched('cleaning plays.tsv', options, (progress) => progress, ({ signal, onProgress }) => ...)
 * @param title the whole work, for the notebook
 * @param given what the caller gave
 * @param toTask what the work tells, in the words of the notebook's line
 * @param run the work
 */
export async function watched<P, T>(
  title: string,
  given: Watch<P>,
  toTask: (progress: P) => TaskProgress,
  run: (watch: Watch<P>) => Promise<T>,
): Promise<T> {
  checkWatch(given);
  // An interrupt ends a cell's code before its first await wherever it is, without any `finally`.
  await undefined;
  const signal = await signalFor(given.signal);
  if (given.onProgress) return await run({ signal, onProgress: given.onProgress });
  const shown = startProgress(title);
  if (!shown) return await run({ signal });
  let complete = false;
  try {
    const result = await run({ signal, onProgress: (progress) => shown.update(toTask(progress)) });
    complete = true;
    return result;
  } finally {
    shown.finish(complete);
  }
}

/** @throws InputError for a signal or a listener that is none */
export function checkWatch({ signal, onProgress }: Watch<never>): void {
  checkSignal(signal);
  if (onProgress === undefined || typeof onProgress === 'function') return;
  throw new InputError(`onProgress is ${showValue(onProgress)}; expected a function`);
}
