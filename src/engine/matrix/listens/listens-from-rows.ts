import { requireIterable } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { IdMap } from '../id-map.js';
import { checkRow, type RowOfPlays } from '../interactions.js';
import { type ListenColumns, Listens } from './listens.js';

/** Plays of an artist by a user at some time: a row of a listening history. */
export interface TimedPlays extends RowOfPlays {
  /** A date, or any number that grows with time. */
  readonly time: Date | number;
}

type Columns = Required<Omit<ListenColumns, 'dated'>>;

/**
 * Listens from plain rows, in any order. Users and artists are numbered in the order of their names, so that nothing
 * about when or how often they were played shows in their order.
 *
 * @example const listens = listensFromRows([{ user: 'ann', artist: 'kent', plays: 1, time: new Date('2024-05-01') }])
 * @param rows names, plays above 0, and times: all of them dates, or all of them numbers
 * @throws InputError that names the first row with another value, and the value
 * Cost: O(rows log rows), 24 bytes a row.
 * @category Open data
 */
export function listensFromRows(rows: Iterable<TimedPlays>): Listens {
  requireIterable(rows, 'rows of plays, as [{ user, artist, plays, time }, ...]');
  const users = new Map<string, number>();
  const artists = new Map<string, number>();
  let columns = allocateColumns(1024);
  let length = 0;
  let dates = 0;
  for (const row of rows) {
    const { user, artist, plays } = checkRow(row, length);
    checkTime(row, length);
    if (length === columns.user.length) columns = grown(columns);
    columns.user[length] = numberOf(users, user);
    columns.artist[length] = numberOf(artists, artist);
    columns.plays[length] = plays;
    columns.time[length++] = Number(row.time);
    if (row.time instanceof Date) dates++;
  }
  if (dates > 0 && dates < length) {
    throw new InputError(
      `${dates} of ${length} rows have a date for a time and the others a number; expected one of them in all rows`,
    );
  }
  const inOrder = byTime(columns, length);
  return new Listens(sortNames('user', users, inOrder.user), sortNames('artist', artists, inOrder.artist), {
    ...inOrder,
    dated: dates > 0,
  });
}

function checkTime({ user, artist, time }: TimedPlays, at: number): void {
  if (Number.isFinite(Number(time)) && time !== null) return;
  const shown = time instanceof Date ? 'an invalid date' : `'${String(time)}'`;
  throw new InputError(
    `row ${at + 1} (user '${user}', artist '${artist}') has the time ${shown}; expected a date or a finite number`,
  );
}

function allocateColumns(length: number): Columns {
  return {
    user: new Int32Array(length),
    artist: new Int32Array(length),
    plays: new Float64Array(length),
    time: new Float64Array(length),
  };
}

function grown(columns: Columns): Columns {
  const larger = allocateColumns(2 * columns.user.length);
  for (const name of ['user', 'artist', 'plays', 'time'] as const) larger[name].set(columns[name]);
  return larger;
}

/** The rows in the order of time; those of one time stay in their order. */
function byTime({ user, artist, plays, time }: Columns, length: number): Columns {
  const order = Uint32Array.from({ length }, (_, i) => i);
  if (order.some((i) => i > 0 && time[i] < time[i - 1])) order.sort((a, b) => time[a] - time[b] || a - b);
  return {
    user: Int32Array.from(order, (i) => user[i]),
    artist: Int32Array.from(order, (i) => artist[i]),
    plays: Float64Array.from(order, (i) => plays[i]),
    time: Float64Array.from(order, (i) => time[i]),
  };
}

/** Numbers names in order of appearance. */
function numberOf(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}

/** The names in their order, with the column of their numbers changed to it. */
function sortNames(kind: 'user' | 'artist', numbers: Map<string, number>, column: Int32Array): IdMap {
  const names = [...numbers.keys()].sort();
  const places = new Int32Array(names.length);
  names.forEach((name, place) => {
    places[numbers.get(name) as number] = place;
  });
  for (let i = 0; i < column.length; i++) column[i] = places[column[i]];
  return new IdMap(kind, names);
}
