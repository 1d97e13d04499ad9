import { InputError } from '../util/errors.js';
import { type Advice, FileRefusal, shownLine } from './file-refusal.js';
import { type ColumnName, type TableOptions, wantedColumn } from './table-options.js';

/** What to do about a table whose first line does not name the columns that are wanted. */
export function columnAdvice(firstCells: readonly string[]): Advice {
  if (firstCells.some((cell) => /^"?\d{4}-\d\d-\d\d/.test(cell.trim()))) {
    return {
      code: 'if it has no header and each row is one listen, number its columns and have them counted: { header: false, columns: { user: 1, artist: 2, time: 3 }, countListens: true }',
      flags:
        'if it has no header and each row is one listen, number its columns and have them counted: --no-header --columns user=1,artist=2,time=3 --count-listens',
    };
  }
  // A number is a cell of a row rather than the name of a column.
  if (firstCells.some((cell) => cell.trim() !== '' && Number.isFinite(Number(cell)))) {
    return {
      code: 'if it has no header, number its columns: { header: false, columns: { user: 1, artist: 2, plays: 3 } }',
      flags: 'if it has no header, number its columns: --no-header --columns user=1,artist=2,plays=3',
    };
  }
  return {
    code: "name its own with the option columns: { user: '...', artist: '...', plays: '...' }",
    flags: 'name its own with --columns user=...,artist=...,plays=...',
  };
}

/** Names of columns; undefined for those without one. */
type Columns = readonly (string | undefined)[];

/** Where the columns of a table are, from 0. */
export interface FoundColumns {
  readonly user: number;
  readonly artist: number;
  /** Undefined where listens are counted. */
  readonly plays: number | undefined;
  /** When a listen was; undefined where plays are read. */
  readonly time: number | undefined;
  readonly mbid: number | undefined;
}

/** What columns of times and MusicBrainz ids are called, without what is no letter. */
const TIME_NAMES = [
  'time',
  'timestamp',
  'datetime',
  'date',
  'listenedat',
  'playedat',
  'utctime',
  'uts',
  'ts',
];
const MBID_NAMES = [
  'mbid',
  'artistmbid',
  'artmbid',
  'artistmbids',
  'musicbrainzartistid',
  'musicbrainzid',
  'artid',
];

/**
 * Finds the columns of a table by their names or numbers.
 *
 * @param columns names of the columns, as the table has them
 * @param firstLine the first line, for an error; undefined when the names are no text of the file's
 * @throws InputError for a column that is missing or ambiguous, and for plays beside listens to be counted
 */
export function findColumns(
  file: string,
  columns: Columns,
  options: TableOptions,
  firstLine?: string,
): FoundColumns {
  const { countListens = false, columns: given = {} } = options;
  const find = (wanted: ColumnName, role: string) => findColumn(file, columns, wanted, role, firstLine);
  const user = find(wantedColumn(options, 'user'), 'user');
  const artist = find(wantedColumn(options, 'artist'), 'artist');
  const counted = columns.findIndex((name) => name?.toLowerCase() === 'plays');
  if (countListens && counted >= 0) throw alreadyCounted(file, columns[counted] as string);
  if (!countListens && given.plays === undefined && counted < 0) throw noPlays(file, columns, firstLine);
  const plays = countListens ? undefined : find(wantedColumn(options, 'plays'), 'plays');
  checkDifferent(file, { user, artist, plays });
  const usual = (names: readonly string[]) => {
    const found = columns.findIndex(
      (name, i) =>
        ![user, artist].includes(i) && names.includes((name ?? '').toLowerCase().replace(/[^a-z]/g, '')),
    );
    return found < 0 ? undefined : found;
  };
  const time = given.time === undefined ? usual(TIME_NAMES) : find(given.time, 'time');
  const mbid = given.mbid === undefined ? usual(MBID_NAMES) : find(given.mbid, 'mbid');
  return { user, artist, plays, time: countListens ? time : undefined, mbid };
}

/** Where a column is, from 0: by its name as it is written, else in any case, else by its number from 1. */
function findColumn(
  file: string,
  columns: Columns,
  wanted: ColumnName,
  role: string,
  firstLine?: string,
): number {
  const lower = String(wanted).toLowerCase();
  const exact = columns.flatMap((name, i) => (name === wanted ? [i] : []));
  const alike = columns.flatMap((name, i) => (name?.toLowerCase() === lower ? [i] : []));
  const found = exact.length > 0 ? exact : alike;
  if (typeof wanted === 'string' && found.length === 1) return found[0];
  if (typeof wanted === 'string' && found.length > 1) throw ambiguous(file, wanted, role, found);
  const number = /^\d+$/.test(String(wanted)) ? Number(wanted) : 0;
  if (number >= 1 && number <= columns.length) return number - 1;
  throw missing(file, columns, wanted, firstLine);
}

/** One column is not two things. */
function checkDifferent(file: string, columns: Readonly<Record<string, number | undefined>>): void {
  const roles = Object.entries(columns).filter(([, column]) => column !== undefined);
  const [first, second] =
    roles.flatMap(([role, column]) =>
      roles.filter(([other, same]) => same === column && other > role).map(([other]) => [role, other]),
    )[0] ?? [];
  if (first === undefined) return;
  throw new FileRefusal(`${file}: one column would be both ${first} and ${second}`, {
    code: 'name a column of its own for each, in the option columns',
    flags: 'name a column of its own for each, with --columns',
  });
}

function ambiguous(file: string, wanted: string, role: string, found: readonly number[]): InputError {
  const numbers = found.map((i) => i + 1);
  return new FileRefusal(`${file} calls its columns ${numbers.join(' and ')} '${wanted}'`, {
    code: `say which by its number, such as columns: { ${role}: ${numbers[0]} }`,
    flags: `say which by its number, such as --columns ${role}=${numbers[0]}`,
  });
}

function missing(file: string, columns: Columns, wanted: ColumnName, firstLine?: string): InputError {
  const names = columns.filter((name) => name !== undefined);
  if (names.length > 0) {
    const found = `${file} has no column '${wanted}'; its columns are ${names.join(', ').slice(0, 300)}`;
    return new FileRefusal(found, columnAdvice(firstLine === undefined ? [] : names));
  }
  if (firstLine === undefined) {
    return new InputError(`${file} has no column '${wanted}'; it has no records with columns`);
  }
  const found = `${file} has no column '${wanted}', as it has no header; its first line is ${shownLine(firstLine)}`;
  return new FileRefusal(found, {
    code: 'number its columns: columns: { user: 1, artist: 2, plays: 3 }',
    flags: 'number its columns: --columns user=1,artist=2,plays=3',
  });
}

/** A table of users and artists without plays is mostly one of listens. */
function noPlays(file: string, columns: Columns, firstLine?: string): InputError {
  const names = columns.filter((name) => name !== undefined);
  if (names.length === 0 && firstLine === undefined) return missing(file, columns, 'plays', firstLine);
  const found =
    names.length > 0
      ? `its columns are ${names.join(', ').slice(0, 300)}`
      : `as it has no header; its first line is ${shownLine(firstLine ?? '')}`;
  const column = names.length > 0 ? "'...'" : '3';
  return new FileRefusal(`${file} has no column 'plays'${names.length > 0 ? '; ' : ', '}${found}`, {
    code: `if each row is one listen, have them counted with countListens: true, else say which column has the plays with columns: { plays: ${column} }`,
    flags: `if each row is one listen, have them counted with --count-listens, else say which column has the plays with --columns plays=${column.replaceAll("'", '')}`,
  });
}

function alreadyCounted(file: string, name: string): InputError {
  const found = `${file} has a column '${name}', so that its rows are more than single listens`;
  return new FileRefusal(found, { code: 'leave countListens out', flags: 'leave --count-listens out' });
}
