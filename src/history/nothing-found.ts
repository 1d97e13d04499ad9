import { InputError } from '../util/errors.js';
import { EXPECTED } from './export-files.js';

/** So many names tell what an archive or folder is. */
const NAMES_SHOWN = 5;

/** The error about an archive or folder in which nothing is called like a history. */
export function nothingFound(what: string, names: readonly string[]): InputError {
  if (names.length === 0) return new InputError(`${what} holds no files; ${EXPECTED}`);
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  const zip = names.find((name) => /\.zip$/i.test(name));
  const hint = zip === undefined ? '' : `; to read ${zip}, give its own path`;
  return new InputError(`${what} holds no listening history (found: ${shown}${more}); ${EXPECTED}${hint}`);
}
