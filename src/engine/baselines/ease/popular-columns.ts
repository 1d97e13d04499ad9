import { allocateCsr, type CsrMatrix, countByColumn } from '../../matrix/csr.js';
import { topK } from '../../ranking/top-k.js';

// Shapes: rows R, columns C, of which P are selected.

/** (P) the columns with the most entries, ascending; never one without any. Cost: a pass over the entries. */
export function mostPopular(plays: CsrMatrix, most: number): Int32Array {
  const listeners = countByColumn(plays);
  return topK(listeners.length, most, (artist) => listeners[artist] || undefined).rows.sort();
}

/** (C) the place of each column among the selected, -1 for the others. */
export function placesAmong(selected: Int32Array, columns: number): Int32Array {
  const places = new Int32Array(columns).fill(-1);
  selected.forEach((column, place) => {
    places[column] = place;
  });
  return places;
}

/**
 * Some columns of a matrix.
 *
 * @param places as from {@link placesAmong}
 * @param count P
 * @returns (R x P); the matrix itself if all are selected
 * Cost: two passes over the entries.
 */
export function selectColumns(matrix: CsrMatrix, places: Int32Array, count: number): CsrMatrix {
  if (count === matrix.columns) return matrix;
  const { rows, indptr, indices, values } = matrix;
  let entries = 0;
  for (const column of indices) if (places[column] >= 0) entries++;
  const result = allocateCsr(rows, count, entries);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    for (let i = indptr[row]; i < indptr[row + 1]; i++) {
      const place = places[indices[i]];
      if (place < 0) continue;
      result.indices[next] = place;
      result.values[next++] = values[i];
    }
    result.indptr[row + 1] = next;
  }
  return result;
}
