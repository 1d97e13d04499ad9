import { formatCount, formatPlural } from '../../../util/format.js';
import { shownLine } from '../file-error.js';
import { LEAST_TIME } from '../read/cells.js';

/** So many artists or names are named in a note. */
const SHOWN = 3;

/** What cleaning found that is no reason to drop a row. */
export interface Findings {
  /** What reading the file found. */
  readonly reading?: string;
  readonly mergeByMbid: boolean;
  /** Artists that share a MusicBrainz id, the most played of each group first, and the most played groups first. */
  readonly spellings: readonly (readonly string[])[];
  readonly names: FoundNames;
  readonly plays?: FoundPlays;
  /** Counted listens whose time cannot be read. */
  readonly listensWithoutTime?: number;
}

/** Names that may need a note, each once and in byte order. */
export interface FoundNames {
  readonly suspects: readonly string[];
  /** Those that differ from another name only in surrounding blanks. */
  readonly twins: readonly string[];
}

export interface FoundPlays {
  readonly pairs: number;
  /** How many of them have plays like times in seconds. */
  readonly large: number;
  /** Plays and line of the last row, where it has as many as all others together. */
  readonly totals?: { readonly line: number; readonly plays: number };
}

/** Sentences about what was found. */
export function notesOn({
  reading,
  mergeByMbid,
  spellings,
  names,
  plays,
  listensWithoutTime = 0,
}: Findings): string[] {
  const notes = [
    reading,
    spellingsNote(spellings, mergeByMbid),
    missingNote(names.suspects),
    ...oddNamesNotes(names.suspects),
    blanksNote(names.twins),
    ...(plays === undefined ? [] : playsNotes(plays)),
    listensWithoutTime === 0
      ? undefined
      : `${formatPlural(listensWithoutTime, 'listen')} without a readable time: counted, but left out of splits by time`,
  ];
  return notes.filter((note) => note !== undefined);
}

function spellingsNote(spellings: Findings['spellings'], merged: boolean): string | undefined {
  const groups = spellings.length;
  if (groups === 0) return merged ? 'no two artists share a MusicBrainz id; none were merged' : undefined;
  const names = spellings.reduce((sum, group) => sum + group.length, 0);
  const shown = spellings.slice(0, SHOWN).map((group) => group.map((name) => `'${name}'`).join(' and '));
  const examples = `${shown.join('; ')}${groups > SHOWN ? '; ...' : ''}`;
  return merged
    ? `${formatPlural(names, 'spelling')} with the same MusicBrainz id were merged into ${formatPlural(groups, 'artist')}, each under its most played spelling: ${examples}`
    : `${formatPlural(names, 'artist')} share a MusicBrainz id with others and may be ${formatPlural(groups, 'artist')} spelled in several ways: ${examples}; clean({ mergeByMbid: true }), or --merge-by-mbid on the command line, merges them`;
}

function playsNotes({ pairs, large, totals }: FoundPlays): (string | undefined)[] {
  return [
    2 * large > pairs
      ? `most plays are above ${formatCount(LEAST_TIME)}, like times in seconds: check that the right column was read as plays`
      : undefined,
    totals &&
      `line ${totals.line} has ${formatCount(totals.plays)} plays, as many as all other rows together: if it is a row of totals, remove it from the file`,
  ];
}

/** What programs write for a value that is not there; some of them are names of artists, too. */
export const MISSING: readonly string[] = [
  ...['NULL', '\\N', 'NaN', 'None', 'nan', '<NA>', 'N/A', 'NA', 'null'],
  ...['#N/A', '#NAME?', '#REF!', '#VALUE!', '#DIV/0!', '#NULL!', '#NUM!'],
];

/** Names that were written for some program, and would be others without what it adds. */
interface OddNames {
  /** A name without any of them is none, which is quicker to see than by the pattern. */
  readonly signs: readonly string[];
  readonly pattern: RegExp;
  readonly how: string;
  readonly remedy: string;
}

const ODD_NAMES: readonly OddNames[] = [
  {
    signs: ['\\'],
    pattern: /\\[tnr0'"\\]/,
    how: 'with a backslash before a character, as databases write tabs, line ends and quotes',
    remedy: 'export the table as CSV without backslashes',
  },
  {
    signs: ['\u00c3', '\u00c2', '\u00e2\u20ac'],
    pattern: /\u00c3[\u0080-\u00bf\u0192\u0161\u0152\u2013-\u203a]|\u00c2[\u0080-\u00bf]|\u00e2\u20ac/,
    how: 'with symbols in place of letters, as when UTF-8 text is decoded in another encoding',
    remedy: 'export the table again in UTF-8',
  },
  {
    signs: ['&'],
    pattern: /&(?:[a-zA-Z]{2,8}|#[0-9]{1,6});/,
    how: 'with HTML entities in place of characters',
    remedy: 'export the table as plain text',
  },
];

/** A name with none of them in it, and that is not {@link MISSING}, needs no note. */
export const SIGNS: readonly string[] = ODD_NAMES.flatMap(({ signs }) => signs);

function oddNamesNotes(suspects: readonly string[]): (string | undefined)[] {
  return ODD_NAMES.map(({ pattern, how, remedy }) => {
    const names = suspects.filter((name) => pattern.test(name));
    if (names.length === 0) return undefined;
    const are = names.length === 1 ? 'it is' : 'they are';
    return `${formatPlural(names.length, 'name')} ${how}: ${shownNames(names)}; ${are} read as written: if that is wrong, ${remedy}`;
  });
}

/** Quotes in a table, and the published files, keep spaces around names. */
function blanksNote(twins: readonly string[]): string | undefined {
  if (twins.length === 0) return undefined;
  const [verb, they] = twins.length === 1 ? ['differs', 'it is'] : ['differ', 'they are'];
  return `${formatPlural(twins.length, 'name')} ${verb} from another only in surrounding spaces: ${shownNames(twins)}; ${they} treated as different: if that is wrong, remove the spaces from the file`;
}

function shownNames(names: readonly string[]): string {
  return names.slice(0, SHOWN).map(shownLine).join(', ') + (names.length > SHOWN ? ', ...' : '');
}

function missingNote(suspects: readonly string[]): string | undefined {
  const found = suspects.filter((name) => MISSING.includes(name)).map((name) => `'${name}'`);
  if (found.length === 0) return undefined;
  return `${found.join(' and ')} ${found.length === 1 ? 'is' : 'are'} read as the name of a user or artist: check that it does not stand for a missing value`;
}
