import { allocateShared } from '../../../../engine/matrix/csr.js';
import type { ScanThreads } from '../threads/scan-threads.js';
import type { Placing, ScannedRange } from '../threads/scan-worker.js';
import type { MergedNames } from './merge-names.js';
import { type Entries, LARGE, mergeRuns, type PlacedRows } from './merge-runs.js';
import type { OddRows } from './odd-lines.js';

/**
 * Puts the rows of all ranges into one matrix. Rows of a user lie together in most files: each such run has been sorted
 * by a thread. Only users with several runs are sorted once more.
 */
export async function placeRows(
  threads: ScanThreads,
  ranges: readonly ScannedRange[],
  odd: OddRows,
  users: MergedNames,
  artists: MergedNames,
): Promise<PlacedRows> {
  const rowsOf = ranges.map(countRows);
  const runsOf = new Int32Array(users.count);
  const indptr = new Int32Array(users.count + 1);
  const good = odd.rows.filter(({ flaw }) => flaw === undefined);
  const [oddUsers, oddArtists] = [users.numbers[ranges.length], artists.numbers[ranges.length]];
  for (const [i, { windows }] of ranges.entries()) {
    const numbers = users.numbers[i];
    for (let user = 0; user < numbers.length; user++) indptr[numbers[user] + 1] += rowsOf[i][user];
    for (const window of windows) {
      for (let run = 0; run < window.users.length; run++) runsOf[numbers[window.users[run]]]++;
    }
  }
  for (const { user = 0 } of good) {
    indptr[oddUsers[user] + 1]++;
    runsOf[oddUsers[user]]++;
  }
  for (let user = 0; user < runsOf.length; user++) indptr[user + 1] += indptr[user];
  const entries: Entries = {
    indptr,
    artists: new Int32Array(allocateShared(4 * (indptr.at(-1) ?? 0))),
    plays: new Float32Array(allocateShared(4 * (indptr.at(-1) ?? 0))),
  };
  const next = indptr.slice(0, -1);
  const placings = ranges.map((_, i): Placing => {
    const numbers = users.numbers[i];
    const firstOf = new Int32Array(numbers.length);
    for (let user = 0; user < numbers.length; user++) {
      firstOf[user] = next[numbers[user]];
      next[numbers[user]] += rowsOf[i][user];
    }
    return { artistOf: artists.numbers[i], firstOf, artists: entries.artists, plays: entries.plays };
  });
  const placed = await threads.place(placings);
  const large = placed.flatMap((range) => range.large);
  for (const { user = 0, pair = 0, plays = 0 } of good) {
    const position = next[oddUsers[user]]++;
    entries.artists[position] = oddArtists[pair];
    entries.plays[position] = plays;
    if (plays >= LARGE) large.push([position, plays]);
  }
  for (const [i, { repeating }] of placed.entries())
    for (const user of repeating) runsOf[users.numbers[i][user]]++;
  return mergeRuns(entries, runsOf, new Map(large), artists.count);
}

/** (users of the range) how many rows each has. */
function countRows({ windows, users }: ScannedRange): Int32Array {
  const rows = new Int32Array(users.order.length);
  for (const { users, starts, plays } of windows) {
    for (let run = 0; run < users.length; run++) {
      rows[users[run]] += (run + 1 < users.length ? starts[run + 1] : plays.length) - starts[run];
    }
  }
  return rows;
}
