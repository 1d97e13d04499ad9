import { InputError } from '../../../util/errors.js';

/** The error of a row whose equations have many solutions, or none. */
export function noSingleSolution(kind: 'artist' | 'user', name: string): InputError {
  return new InputError(
    `the equations of ${kind} '${name}' have no single solution; train with regularization and unobservedWeight above 0`,
  );
}
