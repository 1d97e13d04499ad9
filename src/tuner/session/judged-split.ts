import { randomSplit } from '../../engine/evaluate/split/random-splits.js';
import { markAtRandom, type Split } from '../../engine/evaluate/split/split.js';
import { allocateCsr, type CsrMatrix } from '../../engine/matrix/csr.js';
import { Interactions } from '../../engine/matrix/interactions.js';
import { seededRandom } from '../../util/random.js';
import { takingTurns } from '../../util/work.js';

/** More users than this are sampled: the mean's standard error is then about 0.005. */
export const MOST_USERS = 2000;

/** The share of a user's plays that is held out. */
const FRACTION = 0.2;
const SEED = 42;

/**
 * Plays held back to judge models: a fifth of all plays, or, where there are many more users than are judged, a fifth
 * of the plays of {@link MOST_USERS} of them, drawn at random. What is held back from others would not be looked at, and
 * choosing it takes a second for 18 million plays.
 *
 * @throws InputError when there are too few plays
 * Cost: a copy of the plays, on the calling thread, which it yields now and then.
 */
export async function judgedSplit(interactions: Interactions): Promise<Split> {
  const { users, artists, byUser } = interactions;
  if (users.size <= 2 * MOST_USERS) return randomSplit(interactions, { fraction: FRACTION, seed: SEED });
  const random = seededRandom(SEED);
  const drawn = random.shuffle(new Int32Array(users.size).map((_, user) => user));
  const judged = drawn.filter((user) => playsOf(byUser, user) > 1).slice(0, MOST_USERS);
  const held = new Map<number, Uint8Array>();
  for (const user of judged.sort()) {
    const count = playsOf(byUser, user);
    const marks = new Uint8Array(count);
    markAtRandom(marks, 0, count, Math.max(1, Math.round(FRACTION * count)), random);
    held.set(user, marks);
  }
  const { others, marked } = await divideRows(byUser, held);
  const train = new Interactions(users, artists, others);
  return { train, known: train, test: new Interactions(users, artists, marked) };
}

function playsOf({ indptr }: CsrMatrix, user: number): number {
  return indptr[user + 1] - indptr[user];
}

/**
 * Divides a few rows of a matrix, and copies all that lies between them at once.
 *
 * @param marks by row, rising: 1 for entries that go to `marked`
 */
async function divideRows(
  matrix: CsrMatrix,
  marks: ReadonlyMap<number, Uint8Array>,
): Promise<{ marked: CsrMatrix; others: CsrMatrix }> {
  const { rows, columns, indptr, indices, values } = matrix;
  let count = 0;
  for (const row of marks.values()) count += row.reduce((sum, mark) => sum + mark, 0);
  const marked = allocateCsr(rows, columns, count);
  const others = allocateCsr(rows, columns, indices.length - count);
  const turn = takingTurns();
  let [done, taken] = [0, 0];
  const copyUpTo = (end: number) => {
    others.indices.set(indices.subarray(done, end), done - taken);
    others.values.set(values.subarray(done, end), done - taken);
    done = end;
  };
  for (const [row, own] of marks) {
    copyUpTo(indptr[row]);
    for (let i = 0; i < own.length; i++) {
      if (own[i] === 0) copyUpTo(done + 1);
      else {
        marked.indices[taken] = indices[done];
        marked.values[taken++] = values[done++];
      }
    }
    marked.indptr[row + 1] = own.reduce((sum, mark) => sum + mark, 0);
    await turn();
  }
  copyUpTo(indices.length);
  for (let row = 0; row < rows; row++) {
    marked.indptr[row + 1] += marked.indptr[row];
    others.indptr[row + 1] = indptr[row + 1] - marked.indptr[row + 1];
  }
  return { marked, others };
}
