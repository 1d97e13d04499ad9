import { seededRandom } from '../../util/random.js';
import { allocateShared, type CsrMatrix } from '../matrix/csr.js';
import { type ScorerParts, scorerOf } from '../ranking/scorer.js';
import type { TopLists } from './metrics/accuracy-metrics.js';
import type { HeldOutRanks } from './metrics/rank-metrics.js';

/** What to rank for n users, and the shared memory for the results. */
export interface RankingJob {
  readonly parts: ScorerParts;
  /** (users x artists) what is left out of lists and ranks. */
  readonly leftOut: CsrMatrix;
  /** (users x artists) what was held out. */
  readonly test: CsrMatrix;
  /** (n) rows of both. */
  readonly users: Int32Array;
  readonly lists?: TopLists;
  readonly ranks?: HeldOutRanks;
  readonly negatives?: number;
  readonly seed: number;
}

/** Memory for lists of this width. */
export function allocateLists(users: number, width: number): TopLists {
  return {
    width,
    artists: new Int32Array(allocateShared(users * width * 4)),
    lengths: new Int32Array(allocateShared(users * 4)),
  };
}

/** Memory for the ranks of these users' entries in `test`. */
export function allocateRanks(users: Int32Array, { indptr }: CsrMatrix): HeldOutRanks {
  const starts = new Int32Array(allocateShared((users.length + 1) * 4));
  users.forEach((user, i) => {
    starts[i + 1] = starts[i] + indptr[user + 1] - indptr[user];
  });
  const bytes = starts[users.length] * 8;
  return {
    starts,
    negativesAbove: new Float64Array(allocateShared(bytes)),
    places: new Float64Array(allocateShared(bytes)),
  };
}

/**
 * Returns the function that ranks artists for user `i` of the job's n and writes what the job asks for. The result
 * depends on the user and the seed, not on the order of calls.
 *
 * Cost of a call: that of the scorer's `best` for lists; for ranks that of the scores of the negatives and what was held
 * out, then O(negatives log heldOut). All artists are negatives where none are drawn.
 */
export function userRanker(job: RankingJob): (i: number) => void {
  const { leftOut, test, users, lists, ranks } = job;
  const scorer = scorerOf(job.parts);
  const scores = new Float64Array(leftOut.columns);
  const passed = new Uint8Array(leftOut.columns);
  return (i) => {
    const leftOutRow = rowOf(leftOut, users[i]);
    const testRow = rowOf(test, users[i]);
    if (lists) {
      const { rows } = scorer.best(users[i], lists.width, leftOutRow);
      lists.artists.set(rows, i * lists.width);
      lists.lengths[i] = rows.length;
    }
    if (ranks) {
      for (const row of [leftOutRow, testRow]) for (const artist of row) passed[artist] = 1;
      const random = seededRandom(job.seed ^ Math.imul(users[i] + 1, 0x85ebca6b));
      const negatives = negativesOf(
        passed,
        leftOut.columns - leftOutRow.length - testRow.length,
        random,
        job,
      );
      scorer.scoreSomeInto(users[i], joined(testRow, negatives.artists), scores);
      writeRanks(ranks, i, testRow, scores, negatives);
      for (const row of [leftOutRow, testRow]) for (const artist of row) passed[artist] = 0;
    }
  };
}

function rowOf({ indptr, indices }: CsrMatrix, row: number): Int32Array {
  return indices.subarray(indptr[row], indptr[row + 1]);
}

function joined(a: Int32Array, b: Int32Array): Int32Array {
  const both = new Int32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Negatives to compare with, and how many artists each of them stands for. */
interface Negatives {
  readonly artists: Int32Array;
  readonly weight: number;
}

function negativesOf(
  passed: Uint8Array,
  count: number,
  random: { integer(limit: number): number },
  { negatives = count }: RankingJob,
): Negatives {
  const artists = new Int32Array(Math.min(negatives, count));
  if (negatives >= count) {
    let next = 0;
    for (let artist = 0; artist < passed.length; artist++) if (!passed[artist]) artists[next++] = artist;
    return { artists, weight: 1 };
  }
  for (let next = 0; next < artists.length; ) {
    const artist = random.integer(passed.length);
    if (!passed[artist]) artists[next++] = artist;
  }
  return { artists, weight: count / negatives };
}

function writeRanks(
  { starts, negativesAbove, places }: HeldOutRanks,
  i: number,
  heldOut: Int32Array,
  scores: Float64Array,
  { artists, weight }: Negatives,
): void {
  const order = Array.from(heldOut, (artist, j) => ({ j, score: scores[artist] })).sort(
    (a, b) => a.score - b.score,
  );
  const sorted = Float64Array.from(order, ({ score }) => score);
  // above[p]: negatives that outscore exactly p of the held-out artists; alike[p]: the change from p - 1 to p of those
  // that score the same.
  const above = new Float64Array(sorted.length + 1);
  const alike = new Float64Array(sorted.length + 1);
  for (const artist of artists) {
    const lower = countBelow(sorted, scores[artist]);
    above[lower]++;
    if (sorted[lower] !== scores[artist]) continue;
    alike[lower]++;
    alike[countUpTo(sorted, scores[artist])]--;
  }
  for (let p = 1; p < alike.length; p++) alike[p] += alike[p - 1];
  let higher = 0;
  for (let p = sorted.length - 1; p >= 0; p--) {
    higher += above[p + 1];
    const same = countUpTo(sorted, sorted[p]) - countBelow(sorted, sorted[p]);
    const heldOutAbove = sorted.length - countUpTo(sorted, sorted[p]) + (same - 1) / 2;
    const at = starts[i] + order[p].j;
    negativesAbove[at] = weight * (higher + alike[p] / 2);
    places[at] = negativesAbove[at] + heldOutAbove;
  }
}

/** How many of the ascending values are below `value`. */
function countBelow(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the ascending values are at most `value`. */
function countUpTo(rising: Float64Array, value: number): number {
  let count = countBelow(rising, value);
  while (count < rising.length && rising[count] === value) count++;
  return count;
}
