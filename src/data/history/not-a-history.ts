import { InputError } from '../../util/errors.js';
import { EXPECTED } from './export-files.js';

/** A file that is something other than a listening history: given alone it is refused, in a folder or zip left alone. */
export class NotAHistory extends InputError {
  /**
   * @param label the file
   * @param found what it is instead: `has no column 'artist'`
   * @param advice what to give instead
   */
  constructor(
    readonly label: string,
    readonly found: string,
    readonly advice: string = EXPECTED,
    options?: ErrorOptions,
  ) {
    super(`${label} ${found}; ${advice}`, options);
  }
}
