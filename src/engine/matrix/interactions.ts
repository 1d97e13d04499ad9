import { requireIterable, showValue } from '../../util/checks.js';
import { DESCRIBE, type Description, INSPECT } from '../../util/description.js';
import { InputError } from '../../util/errors.js';
import { formatPlural } from '../../util/format.js';
import { type CsrMatrix, csrFromTriplets, transpose } from './csr.js';
import { IdMap } from './id-map.js';

/**
 * Who played what how often: the (users x artists) matrix of plays with the names of its rows and
 * columns. Its arrays lie on SharedArrayBuffer.
 */
export class Interactions {
  #byArtist: CsrMatrix | undefined;

  /**
   * @param users names of the rows
   * @param artists names of the columns
   * @param byUser (users x artists) plays
   * @param emptyBecause why there are no plays, for the error of a caller that needs some
   */
  constructor(
    readonly users: IdMap,
    readonly artists: IdMap,
    readonly byUser: CsrMatrix,
    readonly emptyBecause?: string,
  ) {}

  /** (artists x users) the same plays transposed; made on first use and kept. */
  get byArtist(): CsrMatrix {
    this.#byArtist ??= transpose(this.byUser);
    return this.#byArtist;
  }

  /** How many (user, artist) pairs have plays. */
  get size(): number {
    return this.byUser.indices.length;
  }

  /** @internal */
  [DESCRIBE](): Description {
    const { users, artists, size, byUser } = this;
    let plays = 0;
    for (const value of byUser.values) plays += value;
    const facts = {
      users: users.size,
      artists: artists.size,
      'pairs with plays': size,
      plays,
      'share of all pairs': `${((100 * size) / Math.max(1, users.size * artists.size)).toPrecision(3)}%`,
    };
    return { title: this[INSPECT](), facts };
  }

  /** @internal */
  [INSPECT](): string {
    const [users, artists] = [
      formatPlural(this.users.size, 'user'),
      formatPlural(this.artists.size, 'artist'),
    ];
    return `Interactions of ${users} and ${artists}`;
  }
}

/**
 * Interactions from plain rows, for small data and tests. The plays of a repeated pair are added up.
 *
 * @example interactionsFromRows([{ user: 'ann', artist: 'kent', plays: 12 }])
 * @param rows names and plays above 0; a number in place of a name stands for its digits
 * @throws InputError that names the first row with another value, and the value
 * @category Open data
 */
export function interactionsFromRows(rows: Iterable<RowOfPlays>): Interactions {
  requireIterable(rows, 'rows of plays, as [{ user, artist, plays }, ...]');
  const users = new Map<string, number>();
  const artists = new Map<string, number>();
  const pairs = new Map<string, { user: number; artist: number; plays: number }>();
  let count = 0;
  for (const row of rows) {
    const { plays, ...names } = checkRow(row, count++);
    const user = numberOf(users, names.user);
    const artist = numberOf(artists, names.artist);
    const pair = pairs.get(`${user} ${artist}`);
    if (pair) pair.plays += plays;
    else pairs.set(`${user} ${artist}`, { user, artist, plays });
  }
  const entries = [...pairs.values()];
  return new Interactions(
    new IdMap('user', [...users.keys()]),
    new IdMap('artist', [...artists.keys()]),
    csrFromTriplets(
      users.size,
      artists.size,
      entries.map((entry) => entry.user),
      entries.map((entry) => entry.artist),
      entries.map((entry) => entry.plays),
    ),
  );
}

function numberOf(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}

/** How often somebody played an artist. */
export interface RowOfPlays {
  /** A name; a number stands for its digits. */
  readonly user: string | number;
  /** A name; a number stands for its digits. */
  readonly artist: string | number;
  /** Above 0; fractions are allowed. */
  readonly plays: number;
}

/** A row whose values have been checked. */
export interface CheckedRow {
  readonly user: string;
  readonly artist: string;
  readonly plays: number;
}

/**
 * @param at place of the row among all, from 0
 * @throws InputError that names the row, counted from 1, the value found and the values expected
 */
export function checkRow(row: RowOfPlays, at: number): CheckedRow {
  const where = `row ${at + 1}`;
  if (typeof row !== 'object' || row === null) {
    throw new InputError(`${where} is ${showValue(row)}; expected { user, artist, plays }`);
  }
  const user = checkName('user', row, where);
  return { user, artist: checkName('artist', row, where), plays: checkPlays(row, where) };
}

function checkName(kind: 'user' | 'artist', row: RowOfPlays, where: string): string {
  const name: unknown = row[kind];
  if (typeof name === 'string' || Number.isFinite(name)) return String(name);
  if (name === undefined) throw missing(kind, row, where);
  throw new InputError(`${where} has the ${kind} ${showValue(name)}; expected a name, which is a string`);
}

function checkPlays(row: RowOfPlays, where: string): number {
  const plays: unknown = row.plays;
  // In single precision, as they are stored.
  const kept = typeof plays === 'number' ? Math.fround(plays) : Number.NaN;
  if (kept > 0 && kept < Number.POSITIVE_INFINITY) return row.plays;
  if (plays === undefined) throw missing('plays', row, where);
  const isOther = typeof plays === 'string' || typeof plays === 'bigint';
  const [type, remedy] = isOther ? [`, a ${typeof plays}`, ': use Number(...)'] : ['', ''];
  throw new InputError(`${where} has plays ${showValue(plays)}${type}; expected a number above 0${remedy}`);
}

function missing(name: keyof RowOfPlays, row: RowOfPlays, where: string): InputError {
  const found = Object.keys(row).join(', ') || 'nothing';
  return new InputError(`${where} has no ${name}; expected { user, artist, plays } and found ${found}`);
}
