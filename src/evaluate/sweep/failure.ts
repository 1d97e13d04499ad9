import { InputError } from '../../util/errors.js';

/**
 * Why a training failed: what an {@link InputError} says.
 *
 * @throws what says nothing of the settings: any other error, and whatever comes once `signal` is aborted
 */
export function reasonOf(error: unknown, signal?: AbortSignal): string {
  if (!(error instanceof InputError) || signal?.aborted) throw error;
  return error.message;
}
