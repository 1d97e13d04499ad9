import type { IdMap } from '../matrix/id-map.js';
import { InputError } from '../util/errors.js';
import type { AlsSettings } from './options.js';

/** The error of a row whose equations had no finite solution. */
export function notFiniteError(
  names: IdMap,
  row: number,
  iteration: number,
  settings: AlsSettings,
): InputError {
  return new InputError(
    `the factors of ${names.kind} '${names.names[row]}' are not finite numbers in iteration ${iteration}; ` +
      `raise regularization (now ${settings.regularization}), lower alpha (now ${settings.alpha}) ` +
      `or weight plays by 'log' (now '${settings.weighting}')`,
  );
}
