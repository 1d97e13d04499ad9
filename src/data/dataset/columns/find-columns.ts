import { shownLine } from '../file-error.js';
import {
  ambiguousColumn,
  checkDifferent,
  missingColumn,
  noPlays,
  type Role,
  refuseCounted,
  refuseRow,
  severalUsualColumns,
  type Table,
} from './column-errors.js';
import { alikeColumns, bareName, type Columns, columnKey, usualColumns } from './column-names.js';
import { type ColumnName, type PlayColumns, type RequiredColumn, wantedColumn } from './table-options.js';

/** Where the columns of a table are, from 0. */
export interface FoundColumns {
  readonly user: number;
  readonly artist: number;
  /** Undefined where listens are counted. */
  readonly plays: number | undefined;
  /** When a listen was; undefined where plays are read. */
  readonly time: number | undefined;
  /** The time of day, or the whole time, where column `time` may have no more than the day. */
  readonly clock: number | undefined;
  readonly mbid: number | undefined;
  /** What was taken though it was not named and is not called by its role, in words. */
  readonly note: string | undefined;
}

/** What columns of times are called, without what is no letter: those of a day and its time come first. */
const TIME_NAMES = [
  ...['timestamp', 'datetime', 'dateandtime', 'utctime', 'uts', 'ts'],
  ...['listenedat', 'playedat', 'scrobbledat', 'endtime', 'starttime', 'playedon'],
  ...['zeitpunkt', 'zeitstempel', 'horodatage'],
  ...['time', 'timeofday', 'uhrzeit', 'zeit', 'hora', 'heure'],
];
/** What columns of days are called, which may have the time of day as well. */
const DAY_NAMES = ['date', 'dateplayed', 'playdate', 'day', 'datum', 'fecha', 'jour', 'dia'];
/** What columns of MusicBrainz ids are called. */
const MBID_NAMES = [
  'artistmbid',
  'mbid',
  'artmbid',
  'artistmbids',
  'musicbrainzartistid',
  'musicbrainzid',
  'artid',
];

/**
 * Finds the columns of a table by their names or numbers, or else by what they are usually called.
 *
 * @throws InputError for a column that is missing or ambiguous, and for plays beside listens to be counted
 */
export function findColumns(table: Table): FoundColumns {
  const { file, columns, options } = table;
  const { countListens = false, columns: given = {} } = options;
  const user = requiredColumn(table, 'user');
  const artist = requiredColumn(table, 'artist');
  const plays = countListens ? undefined : requiredColumn(table, 'plays');
  checkDifferent(file, { user, artist, plays });
  const others = columns.map((name, i) => (i === user || i === artist ? undefined : name));
  const optional = (role: 'time' | 'mbid', names: readonly string[]) => {
    const usual = names.map((each) => others.find((name) => bareName(name) === each));
    const wanted = given[role] ?? usual.find((name) => name !== undefined);
    return wanted === undefined ? undefined : findColumn(table, wanted, role);
  };
  const day = given.time === undefined ? optional('time', DAY_NAMES) : undefined;
  const times = [day, optional('time', TIME_NAMES)].filter((i) => i !== undefined);
  const mbid = optional('mbid', MBID_NAMES);
  if (countListens) refuseCounted(table, [user, artist, mbid, ...times]);
  refuseRow(table, { user, artist, value: plays ?? times[0] });
  const [time, clock] = countListens ? times : [];
  const note = columnNotes(columns, given, { user, artist, plays, time, clock });
  return { user, artist, plays, time, clock, mbid, note };
}

/** Where a column is that was named, is called by its role, or is the only one with a usual name. */
function requiredColumn(table: Table, role: RequiredColumn): number {
  const { columns, options } = table;
  const isGiven = options.columns?.[role] !== undefined;
  if (isGiven || alikeColumns(columns, role).length > 0)
    return findColumn(table, wantedColumn(options, role), role);
  const usual = usualColumns(columns, role);
  if (usual.length === 1) return usual[0];
  if (usual.length > 1) throw severalUsualColumns(table, role, usual);
  throw role === 'plays' ? noPlays(table) : missingColumn(table, role);
}

/** Where a column is, from 0: by its name as it is written, else by one alike, else by its number from 1. */
function findColumn(table: Table, wanted: ColumnName, role: Role): number {
  const { columns } = table;
  const exact = columns.flatMap((name, i) => (name === wanted ? [i] : []));
  const found = exact.length > 0 ? exact : alikeColumns(columns, String(wanted));
  if (typeof wanted === 'string' && found.length === 1) return found[0];
  if (typeof wanted === 'string' && found.length > 1) throw ambiguousColumn(table, role, found);
  const number = /^\s*\d+\s*$/.test(String(wanted)) ? Number(wanted) : 0;
  if (number >= 1 && number <= columns.length) return number - 1;
  throw missingColumn(table, wanted);
}

/** Where columns are, from 0. */
type Places<Role extends string> = Readonly<Record<Role, number | undefined>>;

const ROLES: readonly RequiredColumn[] = ['user', 'artist', 'plays'];

/**
 * Says what was taken for which role though it was not named: by a usual name, beside others that are called nearly
 * the same, or as two columns that together are a time.
 *
 * @param given the columns that were named
 * @returns undefined where all is as it looks
 */
function columnNotes(
  columns: Columns,
  given: PlayColumns,
  found: Places<RequiredColumn | 'time' | 'clock'>,
): string | undefined {
  const taken = ROLES.flatMap((role) => {
    const name = columns[found[role] ?? -1];
    return name === undefined || given[role] !== undefined ? [] : [{ role, name }];
  });
  const usual = taken
    .filter(({ role, name }) => columnKey(name) !== role)
    .map(({ role, name }) => `${shownLine(name)} for ${role}`);
  const notes = [
    ...(usual.length === 0 ? [] : [`columns recognized by their usual names: ${usual.join(', ')}`]),
    ...taken.flatMap(({ role, name }) => leftNote(columns, role, name)),
    ...timeNote(columns, found),
  ];
  return notes.join('; ') || undefined;
}

function leftNote(columns: Columns, role: RequiredColumn, name: string): string[] {
  const others = alikeColumns(columns, name).map((i) => columns[i] ?? '');
  const left = others.filter((other) => other !== name).map(shownLine);
  if (left.length === 0) return [];
  return [`column ${shownLine(name)} was read as ${role}, and ${left.join(' and ')} ignored`];
}

/** A column called `time` may hold something else than the time of day, such as how long a track is. */
function timeNote(columns: Columns, { time, clock }: Places<'time' | 'clock'>): string[] {
  if (time === undefined || clock === undefined) return [];
  const [day, rest] = [time, clock].map((i) => shownLine(columns[i] ?? ''));
  return [
    `the time of a listen is read from columns ${day} and ${rest} together; if that is wrong, name one of them with columns: { time: ${day} } (--columns time=...)`,
  ];
}
