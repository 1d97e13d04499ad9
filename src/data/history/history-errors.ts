import { InputError } from '../../util/errors.js';
import { shellWord } from '../../util/escape.js';
import { formatPlural } from '../../util/format.js';
import { FileRefusal } from '../dataset/file-error.js';
import { EXPECTED, type Export, type NotAHistory } from './export-files.js';
import { type SkippedRows, skippedPlaces } from './tally.js';

/** A file of a folder or zip that is not a history. */
export interface FileLeftAlone {
  /** Its path, or its name and that of the zip. */
  file: string;
  why: string;
  /** Whether it was named like a history, so that it was looked into. */
  isOpened: boolean;
}

/** This many names show what an archive or folder is. */
const NAMES_SHOWN = 5;

/** What was left alone in a folder or zip, first what was looked into. */
export function filesLeftAlone(
  { others, denied = [] }: Export,
  refused: readonly NotAHistory[],
): FileLeftAlone[] {
  return [
    ...refused.map(({ label, found }) => ({ file: label, why: found, isOpened: true })),
    ...denied.map((file) => ({ file, why: 'may not be read', isOpened: false })),
    ...others.map((file) => ({ file, why: 'is not named like a listening history', isOpened: false })),
  ];
}

/**
 * The error about an archive or folder in which nothing is called like a history.
 *
 * @param denied what of it may not be read
 * @param toOpen what to do to read a packed file in it; default 'give'
 */
export function nothingFound(
  what: string,
  names: readonly string[],
  denied: readonly string[] = [],
  toOpen = 'give',
): InputError {
  if (denied.length > 0)
    return new InputError(`${what} holds no listening history that can be read; ${deniedNote(denied)}`);
  if (names.length === 0) return new InputError(`${what} holds no files; ${EXPECTED}`);
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  const packed = names.find((name) => /\.(?:zip|gz)$/i.test(name));
  const page = names.some((name) => /(^|\/)(watch-history|Wiedergabeverlauf)\.html$/i.test(name));
  const hints = [
    packed === undefined ? '' : `; to read ${packed}, ${toOpen} its own path`,
    names.some((name) => /\.json$/i.test(name))
      ? `; a history under another name is read only if its own path is given`
      : '',
    page ? '; in Google Takeout, choose JSON instead of HTML for the history' : '',
  ];
  return new InputError(
    `${what} holds no listening history (found: ${shown}${more}); ${EXPECTED}${hints.join('')}`,
  );
}

/** What to say about files and folders that may not be read. */
export function deniedNote(denied: readonly string[]): string {
  const more = denied.length > 1 ? ` and ${formatPlural(denied.length - 1, 'other')}` : '';
  return `there is no permission to read ${denied[0]}${more}; their owner gives it with chmod -R u+rX`;
}

/** The error about an archive or folder in which what is called like a history is none. */
export function nothingRead({ title }: Export, refused: readonly NotAHistory[]): InputError {
  if (refused.length === 1) return refused[0];
  const shown = refused.slice(0, NAMES_SHOWN).map(({ label, found }) => `${label} ${found}`);
  const more = refused.length > NAMES_SHOWN ? `; and ${refused.length - NAMES_SHOWN} more` : '';
  return new InputError(`${title} holds no listening history (${shown.join('; ')}${more}); ${EXPECTED}`);
}

/**
 * The error about a history of which no row is a play.
 *
 * @param files how many were read
 */
export function noPlays(path: string, skipped: readonly SkippedRows[], files: number): InputError {
  const reasons = skipped.map(
    (rows) => `${formatPlural(rows.rows, 'row')}: ${rows.reason}, in ${skippedPlaces(rows, files)}`,
  );
  const found = reasons.length === 0 ? 'its lists are empty' : reasons.join('; ');
  return new InputError(
    `${path} holds no plays (${found}); expected the history of someone who has listened to music`,
  );
}

/**
 * The error about the plays of many in the place of one person's.
 *
 * @param path what was given
 * @param users whose plays there are
 */
export function severalPeople(path: string, users: readonly string[], { isCollection }: Export): InputError {
  const shown = users.slice(0, NAMES_SHOWN).join(', ') + (users.length > NAMES_SHOWN ? ', ...' : '');
  const problem = `${path} names ${formatPlural(users.length, 'person', 'people')} (${shown}); expected the plays of one`;
  if (isCollection) return new InputError(`${problem}; give the files of one of them`);
  return new FileRefusal(problem, {
    code: 'keep the rows of one, or open it as a dataset: openDataset(path, { countListens: true })',
    flags: `keep the rows of one, or give it as a dataset: --dataset ${shellWord(path)} --count-listens`,
  });
}
