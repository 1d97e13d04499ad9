import { InputError } from '../../../util/errors.js';
import { type CsrMatrix, csrFromTriplets } from '../../matrix/csr.js';
import type { IdMap } from '../../matrix/id-map.js';

/**
 * Plays with the columns of the model, matched by name. Columns that the model does not know have no vector and are
 * left out; two that are the same one, because they differ in case only, are added up.
 *
 * @param plays (n x columns) plays
 * @param rows (n) names of its rows, for errors
 * @param columns names of its columns
 * @param known names of the model's columns; the same object needs no matching
 * @returns (n x known)
 * @throws InputError for plays that are not finite numbers above 0; when there are plays and no name is known
 */
export function alignColumns(plays: CsrMatrix, rows: IdMap, columns: IdMap, known: IdMap): CsrMatrix {
  checkPlays(plays, rows, columns);
  if (columns === known) return plays;
  const places = columns.names.map((name) => known.find(name));
  if (plays.values.length > 0 && places.every((place) => place === undefined))
    throw noneKnown(columns, known);
  const merged = { rows: [] as number[], columns: [] as number[], plays: [] as number[] };
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

function checkPlays({ indptr, indices, values }: CsrMatrix, rows: IdMap, columns: IdMap): void {
  const bad = values.findIndex((plays) => !(plays > 0 && plays < Number.POSITIVE_INFINITY));
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
