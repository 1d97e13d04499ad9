import { showValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';

/** How often somebody played an artist. */
export interface RowOfPlays {
  /** A name; a number stands for its digits. */
  readonly user: string | number;
  /** A name; a number stands for its digits. */
  readonly artist: string | number;
  /** Above 0; fractions are taken, too. */
  readonly plays: number;
}

/** A row of which everything has been checked. */
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
  // As they are kept: in single precision.
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
