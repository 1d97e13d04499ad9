import type { Random } from '../../../util/random.js';
import { allocateCsr, type CsrMatrix } from '../../matrix/csr.js';
import { IdMap } from '../../matrix/id-map.js';
import { Interactions } from '../../matrix/interactions.js';

/**
 * Plays divided into those a model learns from and those it is evaluated on. All parts have the same artists.
 *
 * Most splits hold out plays of training users: there `known` is `train` itself. If whole users are held out (strong
 * generalisation), `train` has the other users, `known` the revealed plays of the held-out users, and `test` their
 * hidden plays.
 *
 * What is asked of a model is new artists: no pair of `test` is known, and evaluations leave known artists out of lists.
 * With `repeats` it is what is played next, whether known or new.
 */
export interface Split {
  /** What the model is trained on. */
  readonly train: Interactions;
  /** Known plays of the users recommended to; the same object as `train` unless users are held out. */
  readonly known: Interactions;
  /** Plays of the users of `known` that the model must find. */
  readonly test: Interactions;
  /** Whether pairs of `test` may be known, so that evaluations keep known artists in lists. Default false. */
  readonly repeats?: boolean;
}

/** Divides a matrix by entries: those that are marked, and the others. Cost: O(entries). */
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

/**
 * Sets exactly `count` of the marks from `from` to `to` - 1, drawn at random: each in turn with probability (still
 * wanted) / (still left) (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S).
 */
export function markAtRandom(
  marks: Uint8Array,
  from: number,
  to: number,
  count: number,
  random: Random,
): void {
  let wanted = count;
  for (let i = from; i < to && wanted > 0; i++) {
    if (random.uniform() * (to - i) >= wanted) continue;
    marks[i] = 1;
    wanted--;
  }
}

/** The users whose mark is `wanted`, in their order, with all their entries. Cost: O(users + entries). */
export function takeUsers(
  { users, artists, byUser }: Interactions,
  marks: Uint8Array,
  wanted: 0 | 1,
): Interactions {
  const rows = Int32Array.from(marks.keys()).filter((user) => marks[user] === wanted);
  const { indptr, indices, values } = byUser;
  const entries = rows.reduce((sum, row) => sum + indptr[row + 1] - indptr[row], 0);
  const taken = allocateCsr(rows.length, byUser.columns, entries);
  rows.forEach((row, i) => {
    const start = taken.indptr[i];
    taken.indices.set(indices.subarray(indptr[row], indptr[row + 1]), start);
    taken.values.set(values.subarray(indptr[row], indptr[row + 1]), start);
    taken.indptr[i + 1] = start + indptr[row + 1] - indptr[row];
  });
  const names = Array.from(rows, (row) => users.names[row]);
  return new Interactions(new IdMap('user', names), artists, taken);
}
