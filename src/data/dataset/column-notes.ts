import { alikeColumns, type Columns, columnKey } from './column-names.js';
import { shownLine } from './file-refusal.js';
import type { PlayColumns, RequiredColumn } from './table-options.js';

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
export function columnNotes(
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
    ...(usual.length === 0 ? [] : [`taken by their usual names: column ${usual.join(', ')}`]),
    ...taken.flatMap(({ role, name }) => leftNote(columns, role, name)),
    ...timeNote(columns, found),
  ];
  return notes.join('; ') || undefined;
}

function leftNote(columns: Columns, role: RequiredColumn, name: string): string[] {
  const others = alikeColumns(columns, name).map((i) => columns[i] ?? '');
  const left = others.filter((other) => other !== name).map(shownLine);
  if (left.length === 0) return [];
  return [`column ${shownLine(name)} was taken for ${role}, and ${left.join(' and ')} left out`];
}

/** A column called `time` may hold something else than the time of day, such as how long a track is. */
function timeNote(columns: Columns, { time, clock }: Places<'time' | 'clock'>): string[] {
  if (time === undefined || clock === undefined) return [];
  const [day, rest] = [time, clock].map((i) => shownLine(columns[i] ?? ''));
  return [
    `when a listen was is read from columns ${day} and ${rest} together; where that is wrong, name one of them with columns: { time: ${day} } (--columns time=...)`,
  ];
}
