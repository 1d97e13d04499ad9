import { showValue } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { type CsrMatrix, csrFromTriplets } from '../../matrix/csr.js';
import type { IdMap } from '../../matrix/id-map.js';
import { playCount } from '../../matrix/interactions.js';

/**
 * Plays of a new user or artist, by name: an object, or pairs, as in a Map or an array. Duplicate names are summed.
 *
 * @example { radiohead: 120, 'die Ärzte': 7 }
 * @example [['radiohead', 120], ['die Ärzte', 7]]
 */
export type PlaysByName = Readonly<Record<string, number>> | Iterable<readonly [name: string, plays: number]>;

/** n plays in ascending row order. */
interface NumberedPlays {
  readonly rows: Int32Array;
  readonly plays: Float32Array;
}

/** @throws InputError for no plays at all, an unknown name (with the nearest one), plays that are not above 0 */
export function numberPlays(given: PlaysByName, names: IdMap): NumberedPlays {
  const example = `{ '${names.names[0] ?? names.kind}': 120 }`;
  if (typeof given !== 'object' || given === null) {
    throw new InputError(
      `plays are ${showValue(given)}; expected ${names.kind}s and plays, as in ${example}`,
    );
  }
  const pairs: Iterable<readonly [string, number]> = Symbol.iterator in given ? given : Object.entries(given);
  const sums = new Map<number, number>();
  for (const pair of pairs) {
    if (!Array.isArray(pair))
      throw new InputError(`${showValue(pair)} is not a pair; expected plays as in ${example}`);
    const [name, plays] = pair;
    const row = names.index(String(name));
    sums.set(row, checkPlays(name, (sums.get(row) ?? 0) + checkPlays(name, plays)));
  }
  if (sums.size === 0)
    throw new InputError(`there are no plays; expected at least one ${names.kind}, as in ${example}`);
  const rows = Int32Array.from(sums.keys()).sort();
  return { rows, plays: Float32Array.from(rows, (row) => sums.get(row)!) };
}

function checkPlays(name: string, plays: number): number {
  const expected = playCount(plays);
  if (expected === undefined) return plays;
  throw new InputError(`plays of '${name}' are ${showValue(plays)}; expected ${expected}`);
}

/**
 * Plays with the columns of the model, matched by name. Columns that the model does not know have no vector and are
 * left out; columns that differ only in case are summed.
 *
 * @param plays (n x columns) plays
 * @param rows (n) names of its rows, for errors
 * @param columns names of its columns
 * @param known names of the model's columns; the same object needs no matching
 * @returns (n x known)
 * @throws InputError for plays that are not finite numbers above 0; when there are plays and no name is known
 */
export function alignColumns(plays: CsrMatrix, rows: IdMap, columns: IdMap, known: IdMap): CsrMatrix {
  checkRows(plays, rows, columns);
  if (columns === known) return plays;
  const places = columns.names.map((name) => known.find(name));
  if (plays.values.length > 0 && places.every((place) => place === undefined))
    throw noneKnown(columns, known);
  const merged: Record<'rows' | 'columns' | 'plays', number[]> = { rows: [], columns: [], plays: [] };
  for (let row = 0; row < plays.rows; row++) {
    const sums = new Map<number, number>();
    for (let i = plays.indptr[row]; i < plays.indptr[row + 1]; i++) {
      const place = places[plays.indices[i]];
      if (place !== undefined) sums.set(place, (sums.get(place) ?? 0) + plays.values[i]);
    }
    for (const [place, sum] of sums) {
      merged.rows.push(row);
      merged.columns.push(place);
      merged.plays.push(sum);
    }
  }
  return csrFromTriplets(plays.rows, known.size, merged.rows, merged.columns, merged.plays);
}

function checkRows({ indptr, indices, values }: CsrMatrix, rows: IdMap, columns: IdMap): void {
  const bad = values.findIndex((plays) => playCount(plays) !== undefined);
  if (bad < 0) return;
  const row = indptr.findIndex((start) => start > bad) - 1;
  throw new InputError(
    `${rows.kind} '${rows.names[row]}' and ${columns.kind} '${columns.names[indices[bad]]}' have ${values[bad]} ` +
      'plays; expected a finite number above 0: clean the dataset with clean()',
  );
}

function noneKnown(columns: IdMap, known: IdMap): InputError {
  const expected = known.size === 0 ? 'it has none' : `expected names as in '${known.names[0]}'`;
  return new InputError(
    `the model knows none of the ${columns.size} ${columns.kind}s, such as '${columns.names[0]}'; ${expected}`,
  );
}
