import { InputError } from '../../util/errors.js';
import { archiveFault } from '../dataset/archive-fault.js';

/**
 * The error about what cannot be unpacked.
 *
 * @param remedy what to do where it is damaged
 */
export function unreadable(label: string, error: unknown, remedy: string): InputError {
  const { found, advice = remedy } = archiveFault(error);
  return new InputError(`${label} cannot be unpacked (${found}); ${advice}`, { cause: error });
}
