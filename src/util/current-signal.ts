import { showValue } from './checks.js';
import { InputError } from './errors.js';

/** Where a kernel puts what {@link currentSignal} asks: `globalThis[SIGNAL] = () => signalOfTheCell`. */
export const SIGNAL = Symbol.for('listenlab.signal');

/**
 * The signal of the notebook cell whose code is asking, which aborts when the user interrupts the kernel;
 * undefined outside of a notebook.
 *
 * Long work takes it for the signal it was not given. It is to be asked when the work begins: what an
 * earlier cell was told may have been aborted since.
 */
export function currentSignal(): AbortSignal | undefined {
  return (globalThis as { [SIGNAL]?: () => AbortSignal | undefined })[SIGNAL]?.();
}

/**
 * The signal that long work heeds: what its caller gave, or that of the notebook cell whose code is asking.
 *
 * Where the cell was interrupted already, the promise is never kept. Its code stops there, which an error would
 * not achieve: a loop that catches every error goes on for ever.
 */
export async function signalFor(given: AbortSignal | undefined): Promise<AbortSignal | undefined> {
  checkSignal(given);
  if (given) return given;
  const signal = currentSignal();
  if (signal?.aborted) await new Promise<never>(() => undefined);
  return signal;
}

/** @throws InputError for a signal that is none; one may be of another realm, such as a notebook's */
export function checkSignal(given: unknown): void {
  if (given === undefined || given === null) return;
  const { aborted, addEventListener } = given as Partial<AbortSignal>;
  if (typeof aborted === 'boolean' && typeof addEventListener === 'function') return;
  throw new InputError(
    `signal is ${showValue(given)}; expected an AbortSignal, such as that of new AbortController()`,
  );
}
