import { anything, fractionLike, readOptions, requireIterable } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { formatCount } from '../../../util/format.js';
import { csrFromTriplets } from '../../matrix/csr.js';
import { IdMap } from '../../matrix/id-map.js';
import { type CheckedRow, checkRow, Interactions, type RowOfPlays } from '../../matrix/interactions.js';
import type { Split } from './split.js';

/** Plays of an artist by a user at some time: a row of a listening history. */
export interface TimedPlays extends RowOfPlays {
  /** A date, or any number that grows with time. */
  readonly time: Date | number;
}

/** Where the future begins: give one of the two. */
export interface SplitByTimeOptions {
  /** Share of the rows, counted from the end, that is the future. Default 0.2. Rows with equal times stay together. */
  fraction?: number;
  /** The first moment of the future. */
  from?: Date | number;
  /** Whether users without plays in the past are evaluated, too. Default false: their plays are left out. */
  emptyUsers?: boolean;
}

const CHECKS = {
  fraction: fractionLike(0.2),
  from: (value: unknown) => (Number.isFinite(Number(value)) ? undefined : 'a date or a finite number'),
  emptyUsers: anything,
};

/** A split by time, with what is in neither part. */
export interface TimeSplit extends Split {
  /** The first moment of the future: a date if times were given as dates. */
  readonly from: Date | number;
  /** Future plays that cannot be evaluated: of artists the user already played, and of new users. */
  readonly leftOut: Interactions;
}

/**
 * Trains on the past and evaluates on the future: the honest split for data with times, since nothing is learned from
 * what came later.
 *
 * An artist that a user played before and after is known: its past plays stay in `train` and its future plays are in
 * `leftOut`, since recommending is about new artists. So are plays of users who begin in the future, unless
 * `emptyUsers` is set. Artists that begin in the future stay in the catalogue and in `test`: no model can find them,
 * and all miss them equally. Plays of `train`, `test` and `leftOut` add up to all plays.
 *
 * @example const { train, test } = splits.byTime(scrobbles, { from: new Date('2024-01-01') });
 * @param rows in any order; a pair may occur repeatedly, its plays on either side are added
 * @param options see {@link SplitByTimeOptions}
 * @throws InputError for an impossible option, a time or plays that are not numbers, or when nothing is left to train
 * or to evaluate on
 * Cost: O(rows log rows), 24 bytes for each row while it runs, and about 100 for each pair.
 */
export function splitByTime(rows: Iterable<TimedPlays>, options: SplitByTimeOptions = {}): TimeSplit {
  const { emptyUsers, ...where } = readOptions(options, CHECKS, { emptyUsers: false });
  requireIterable(rows, 'rows of plays, as [{ user, artist, plays, time }, ...]');
  const all = readRows(rows);
  const { users, artists, user, artist, plays, time, length } = all;
  const from = beginning(all, where);
  const future = Number(from);

  const parts = {
    train: new Map<number, number>(),
    test: new Map<number, number>(),
    leftOut: new Map<number, number>(),
  };
  const pairOf = (i: number) => user[i] * artists.size + artist[i];
  const add = (part: Map<number, number>, i: number) =>
    part.set(pairOf(i), (part.get(pairOf(i)) ?? 0) + plays[i]);
  const seen = new Uint8Array(users.size);
  for (let i = 0; i < length; i++) {
    if (time[i] >= future) continue;
    seen[user[i]] = 1;
    add(parts.train, i);
  }
  for (let i = 0; i < length; i++) {
    if (time[i] < future) continue;
    const judges = !parts.train.has(pairOf(i)) && (emptyUsers || seen[user[i]] === 1);
    add(judges ? parts.test : parts.leftOut, i);
  }
  for (const [name, what] of [
    ['train', 'train on'],
    ['test', 'judge by'],
  ] as const) {
    if (parts[name].size > 0) continue;
    throw new InputError(
      `splitting at ${shown(from)} leaves nothing to ${what} in ${formatCount(length)} rows; ` +
        'use another time or fraction, or more data',
    );
  }
  const matrix = (part: Map<number, number>) => interactionsOf(part, users, artists);
  const train = matrix(parts.train);
  return { train, known: train, test: matrix(parts.test), leftOut: matrix(parts.leftOut), from };
}

/** Rows as columns: a history has many rows. */
interface TimedRows {
  readonly users: IdMap;
  readonly artists: IdMap;
  readonly length: number;
  readonly user: Int32Array;
  readonly artist: Int32Array;
  readonly plays: Float64Array;
  readonly time: Float64Array;
  /** Whether times were given as dates. */
  readonly dated: boolean;
}

function readRows(rows: Iterable<TimedPlays>): TimedRows {
  const users = new Map<string, number>();
  const artists = new Map<string, number>();
  let columns = allocateColumns(1024);
  let length = 0;
  let dated = false;
  for (const row of rows) {
    const { user, artist, plays, time } = checkTimedRow(row, length);
    if (length === columns.user.length) columns = grown(columns);
    columns.user[length] = numberOf(users, user);
    columns.artist[length] = numberOf(artists, artist);
    columns.plays[length] = plays;
    columns.time[length++] = Number(time);
    dated ||= time instanceof Date;
  }
  return {
    users: new IdMap('user', [...users.keys()]),
    artists: new IdMap('artist', [...artists.keys()]),
    length,
    dated,
    ...columns,
  };
}

type Columns = Pick<TimedRows, 'user' | 'artist' | 'plays' | 'time'>;

function allocateColumns(length: number): Columns {
  return {
    user: new Int32Array(length),
    artist: new Int32Array(length),
    plays: new Float64Array(length),
    time: new Float64Array(length),
  };
}

function grown(columns: Columns): Columns {
  const { user, artist, plays, time } = columns;
  const larger = allocateColumns(2 * user.length);
  larger.user.set(user);
  larger.artist.set(artist);
  larger.plays.set(plays);
  larger.time.set(time);
  return larger;
}

/** Numbers names in order of appearance. */
function numberOf(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}

function beginning(
  { time, length, dated }: TimedRows,
  { fraction, from }: Pick<SplitByTimeOptions, 'fraction' | 'from'>,
): Date | number {
  if (from !== undefined) {
    if (fraction !== undefined)
      throw new InputError('fraction and from were both given; expected one of them');
    return from;
  }
  if (length === 0) throw new InputError('there are no rows to split by time; expected plays with times');
  const times = time.slice(0, length).sort();
  const first = times[Math.min(length - 1, length - Math.round((fraction ?? 0.2) * length))];
  return dated ? new Date(first) : first;
}

type CheckedTimedRow = CheckedRow & Pick<TimedPlays, 'time'>;

function checkTimedRow(row: TimedPlays, at: number): CheckedTimedRow {
  const checked = checkRow(row, at);
  const { user, artist } = checked;
  const { time } = row;
  if (Number.isFinite(Number(time)) && time !== null) return { ...checked, time };
  throw new InputError(
    `row ${at + 1} (user '${user}', artist '${artist}') has the time ${shown(time)}; expected a date or a finite number`,
  );
}

function shown(time: unknown): string {
  if (!(time instanceof Date)) return `'${String(time)}'`;
  return Number.isNaN(time.getTime()) ? 'an invalid date' : time.toISOString();
}

/** @param plays by pair, numbered user * artists + artist */
function interactionsOf(plays: ReadonlyMap<number, number>, users: IdMap, artists: IdMap): Interactions {
  const pairs = [...plays.keys()];
  return new Interactions(
    users,
    artists,
    csrFromTriplets(
      users.size,
      artists.size,
      pairs.map((pair) => Math.floor(pair / artists.size)),
      pairs.map((pair) => pair % artists.size),
      [...plays.values()],
    ),
  );
}
