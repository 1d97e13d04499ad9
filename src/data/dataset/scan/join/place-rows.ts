import { allocateShared, type CsrMatrix } from '../../../../engine/matrix/csr.js';
import type { ScanThreads } from '../threads/scan-threads.js';
import type { Placing, ScannedRange } from '../threads/scan-worker.js';
import type { MergedNames } from './merge-names.js';
import type { OddRows } from './odd-lines.js';

/** The matrix of all good rows, with the counts that 32-bit floats cannot hold and the pairs that came more than once. */
export interface PlacedRows {
  /** (users x artists), with a row and a column for names without any plays, too */
  readonly matrix: CsrMatrix;
  /** Plays by position, where they are 16,777,216 or more. */
  readonly large: ReadonlyMap<number, number>;
  /** The artists that a user has in several rows. */
  readonly repeated: ReadonlyMap<number, ReadonlySet<number>>;
}

/** From here on, not every whole number is a 32-bit float. */
export const LARGE = 2 ** 24;

/** The matrix as rows came: plays are whole numbers, and pairs may be there more than once. */
interface Entries {
  readonly indptr: Int32Array;
  readonly artists: Int32Array;
  readonly plays: Int32Array;
}

/**
 * Puts the rows of all ranges into one matrix. Rows of a user lie together in most files: each such run is sorted by a
 * thread on its way there. Only users with several runs are sorted once more.
 */
export async function placeRows(
  threads: ScanThreads,
  ranges: readonly ScannedRange[],
  odd: OddRows,
  users: MergedNames,
  artists: MergedNames,
): Promise<PlacedRows> {
  const rowsOf = ranges.map(countRows);
  const runsOf = new Int32Array(users.names.length);
  const indptr = new Int32Array(users.names.length + 1);
  const good = odd.rows.filter(({ flaw }) => flaw === undefined);
  const [oddUsers, oddArtists] = [users.numbers[ranges.length], artists.numbers[ranges.length]];
  for (const [i, range] of ranges.entries()) {
    const numbers = users.numbers[i];
    for (const [user, rows] of rowsOf[i].entries()) indptr[numbers[user] + 1] += rows;
    for (const { users } of range.windows) for (const user of users) runsOf[numbers[user]]++;
  }
  for (const { user = 0 } of good) {
    indptr[oddUsers[user] + 1]++;
    runsOf[oddUsers[user]]++;
  }
  for (let user = 0; user < runsOf.length; user++) indptr[user + 1] += indptr[user];
  const entries: Entries = {
    indptr,
    artists: new Int32Array(allocateShared(4 * (indptr.at(-1) ?? 0))),
    plays: new Int32Array(allocateShared(4 * (indptr.at(-1) ?? 0))),
  };
  const next = indptr.slice(0, -1);
  const placings = ranges.map((_, i): Placing => {
    const numbers = users.numbers[i];
    const firstOf = Int32Array.from(numbers, (user) => next[user]);
    for (const [user, rows] of rowsOf[i].entries()) next[numbers[user]] += rows;
    return { artistOf: artists.numbers[i], firstOf, artists: entries.artists, plays: entries.plays };
  });
  await threads.place(placings);
  for (const { user = 0, pair = 0, plays = 0 } of good) {
    const position = next[oddUsers[user]]++;
    entries.artists[position] = oddArtists[pair];
    entries.plays[position] = plays;
  }
  for (const [user, runs] of runsOf.entries()) if (runs > 1) sortRow(entries, user);
  return toMatrix(entries, artists.names.length);
}

/** (users of the range) how many rows each has. */
function countRows({ windows, users }: ScannedRange): Int32Array {
  const rows = new Int32Array(users.order.length);
  for (const window of windows) {
    for (const [run, user] of window.users.entries()) {
      rows[user] += (window.starts[run + 1] ?? window.plays.length) - window.starts[run];
    }
  }
  return rows;
}

/** Plays are below this. */
const MOST_PLAYS = 2 ** 31;

/** Sorts a user's entries by artist. */
function sortRow({ indptr, artists, plays }: Entries, user: number): void {
  const [start, end] = [indptr[user], indptr[user + 1]];
  // Both fit into a double, which sorts quickest.
  const keys = new Float64Array(end - start);
  for (let i = start; i < end; i++) keys[i - start] = artists[i] * MOST_PLAYS + plays[i];
  keys.sort();
  for (let i = start; i < end; i++) {
    artists[i] = Math.floor(keys[i - start] / MOST_PLAYS);
    plays[i] = keys[i - start] % MOST_PLAYS;
  }
}

/** Adds up the plays of repeated pairs and makes floats of all. */
function toMatrix({ indptr, artists, plays }: Entries, columns: number): PlacedRows {
  const large = new Map<number, number>();
  const repeated = new Map<number, Set<number>>();
  const rows = indptr.length - 1;
  // Each takes the place of the whole number that is there, or of one before.
  const values = new Float32Array(plays.buffer);
  let kept = 0;
  for (let user = 0, start = 0; user < rows; user++) {
    const end = indptr[user + 1];
    for (let i = start; i < end; ) {
      const artist = artists[i];
      let sum = plays[i];
      for (i++; i < end && artists[i] === artist; i++) {
        sum += plays[i];
        const known = repeated.get(user);
        if (known) known.add(artist);
        else repeated.set(user, new Set([artist]));
      }
      if (sum >= LARGE) large.set(kept, sum);
      artists[kept] = artist;
      values[kept++] = sum;
    }
    start = end;
    indptr[user + 1] = kept;
  }
  const matrix = {
    rows,
    columns,
    indptr,
    indices: artists.subarray(0, kept),
    values: values.subarray(0, kept),
  };
  return { matrix, large, repeated };
}
