import { aboveZero, check, requireIterable, showValue, wrongValue } from '../../util/checks.js';
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
  /** @internal What one training leaves for the next; see als/node/workshop.ts. */
  idle?: { release(): Promise<void> };

  /**
   * @param users names of the rows
   * @param artists names of the columns
   * @param byUser (users x artists) plays
   * @param emptyBecause why there are no plays, for the error of a caller that needs some
   * @param byArtist (artists x users) the same plays transposed, where they are known. Default: made on first use
   * @throws InputError for other values, or plays that do not fit the names
   */
  constructor(
    readonly users: IdMap,
    readonly artists: IdMap,
    readonly byUser: CsrMatrix,
    readonly emptyBecause?: string,
    byArtist?: CsrMatrix,
  ) {
    this.#byArtist = byArtist;
    const named = users instanceof IdMap && artists instanceof IdMap;
    if (named && byUser?.rows === users.size && byUser.columns === artists.size) return;
    throw wrongValue(byUser, 'names of users and artists, and a CSR matrix of that size');
  }

  /** (artists x users) the same plays transposed; made on first use and kept. */
  get byArtist(): CsrMatrix {
    this.#byArtist ??= transpose(this.byUser);
    return this.#byArtist;
  }

  /** How many (user, artist) pairs have plays. */
  get size(): number {
    return this.byUser.indices.length;
  }

  /**
   * Ends the threads and gives back the memory that trainings on these plays keep for the next one: about 16 bytes an
   * entry and 4 bytes for each factor of each user and artist, 350 MB for 18 million entries at 20 factors. Left alone,
   * that is done 20 s after the last training.
   *
   * @example await interactions.release()
   */
  async release(): Promise<void> {
    await this.idle?.release();
  }

  /** @internal */
  [DESCRIBE](): Description {
    const { users, artists, size, byUser } = this;
    const facts = {
      users: users.size,
      artists: artists.size,
      'pairs with plays': size,
      plays: byUser.values.reduce((sum, plays) => sum + plays, 0),
      'share of all pairs': `${((100 * size) / Math.max(1, users.size * artists.size)).toPrecision(3)}%`,
    };
    return { title: this[INSPECT](), facts };
  }

  /** @internal */
  [INSPECT](): string {
    const { users, artists } = this;
    return `Interactions of ${formatPlural(users.size, 'user')} and ${formatPlural(artists.size, 'artist')}`;
  }
}

/**
 * Interactions from plain rows, for small data and tests. The plays of a repeated pair are added up.
 *
 * @example interactionsFromRows([{ user: 'ann', artist: 'kent', plays: 12 }])
 * @param rows names and plays above 0; a number in place of a name stands for its digits
 * @throws InputError that names the first row with another value, and the value. Rows that `clean()` drops from a file,
 * as those without a name, are refused too
 * @category Open data
 */
export function interactionsFromRows(rows: Iterable<RowOfPlays>): Interactions {
  requireIterable(rows, 'rows of plays, as [{ user, artist, plays }, ...]');
  const users = new Map<string, number>();
  const artists = new Map<string, number>();
  const pairs = new Map<string, number>();
  const [userOf, artistOf, sums]: number[][] = [[], [], []];
  let count = 0;
  for (const row of rows) {
    const { plays, ...names } = checkRow(row, count++);
    const user = numberOf(users, names.user);
    const artist = numberOf(artists, names.artist);
    const pair = numberOf(pairs, `${user} ${artist}`);
    userOf[pair] = user;
    artistOf[pair] = artist;
    sums[pair] = (sums[pair] ?? 0) + plays;
    check(`the sum of plays of a pair up to row ${count}`, sums[pair], playCount);
  }
  return new Interactions(
    new IdMap('user', [...users.keys()]),
    new IdMap('artist', [...artists.keys()]),
    csrFromTriplets(users.size, artists.size, userOf, artistOf, sums),
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
  /** From 1.4e-45 to 3.4e38, as they are kept as floats of 32 bits; fractions are allowed. */
  readonly plays: number;
}

const EXPECTED = 'expected { user, artist, plays }';

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
    throw new InputError(`${where} is ${showValue(row)}; ${EXPECTED}`);
  }
  const missing = (['user', 'artist', 'plays'] as const).find((name) => row[name] === undefined);
  if (missing) {
    const found = Object.keys(row).join(', ') || 'nothing';
    throw new InputError(`${where} has no ${missing}; ${EXPECTED} and found ${found}`);
  }
  const { plays } = row;
  const names = { user: checkName('user', row, where), artist: checkName('artist', row, where) };
  const expected = playCount(plays);
  if (expected === undefined) return { ...names, plays };
  const type = typeof plays as string;
  const [kind, remedy] = ['string', 'bigint'].includes(type)
    ? [`, a ${type}`, ': use Number(...)']
    : ['', ''];
  throw new InputError(`${where} has plays ${showValue(plays)}${kind}; expected ${expected}${remedy}`);
}

function checkName(kind: 'user' | 'artist', row: RowOfPlays, where: string): string {
  const name = Number.isFinite(row[kind]) ? String(row[kind]) : row[kind];
  if (typeof name === 'string' && name.trim() !== '') return name;
  throw new InputError(
    `${where} has the ${kind} ${showValue(name)}; expected a name, which is a string and not blank`,
  );
}

/** Passes plays as they are kept: numbers above 0 in single precision. */
export function playCount(value: unknown): string | undefined {
  return (
    aboveZero(value) ??
    (aboveZero(Math.fround(value as number)) && 'a number from 1.4e-45 to 3.4e38, the range of 32-bit floats')
  );
}
