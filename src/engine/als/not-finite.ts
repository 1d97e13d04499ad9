import { InputError } from '../../util/errors.js';
import type { IdMap } from '../matrix/id-map.js';
import type { AlsSettings } from './options.js';

/** The error of a row whose equations had no finite solution. */
export function notFiniteError(
  names: IdMap,
  row: number,
  iteration: number,
  settings: AlsSettings,
): InputError {
  const { regularization, alpha, weighting } = settings;
  const raise = `raise regularization (now ${regularization})`;
  const lower = `lower alpha (now ${alpha})`;
  const advice =
    weighting === 'linear'
      ? `${raise}, ${lower} or weight plays by 'log' (now 'linear')`
      : `${raise} or ${lower}`;
  return new InputError(
    `the factors of ${names.kind} '${names.names[row]}' are not finite numbers in iteration ${iteration}; ${advice}`,
  );
}
