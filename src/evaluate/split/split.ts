import { allocateCsr, type CsrMatrix } from '../../matrix/csr.js';
import { Interactions } from '../../matrix/interactions.js';

/**
 * Plays divided into those a model learns from and those it is judged by. All parts have the same artists.
 *
 * Most splits hold back plays of users that are trained on: there `known` is `train` itself. Where whole users are
 * held back (strong generalisation), `train` has the others, `known` what is told about the users held back, and
 * `test` what is not.
 */
export interface Split {
  /** What the model is trained on. */
  readonly train: Interactions;
  /** What is known about the users who are recommended to; the very object `train` unless users are held back. */
  readonly known: Interactions;
  /** What they played, too, and the model must find: the users of `known`. */
  readonly test: Interactions;
}

/** Divides a matrix by entries: those whose mark is set, and the others. Cost: O(entries). */
export function divideEntries(
  interactions: Interactions,
  marks: Uint8Array,
): { marked: Interactions; others: Interactions } {
  const { users, artists, byUser } = interactions;
  return {
    marked: new Interactions(users, artists, entriesWhere(byUser, marks, 1)),
    others: new Interactions(users, artists, entriesWhere(byUser, marks, 0)),
  };
}

function entriesWhere(matrix: CsrMatrix, marks: Uint8Array, wanted: number): CsrMatrix {
  let count = 0;
  for (const mark of marks) if (mark === wanted) count++;
  const result = allocateCsr(matrix.rows, matrix.columns, count);
  let next = 0;
  for (let row = 0; row < matrix.rows; row++) {
    for (let i = matrix.indptr[row]; i < matrix.indptr[row + 1]; i++) {
      if (marks[i] !== wanted) continue;
      result.indices[next] = matrix.indices[i];
      result.values[next++] = matrix.values[i];
    }
    result.indptr[row + 1] = next;
  }
  return result;
}
