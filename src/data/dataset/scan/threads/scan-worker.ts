import { parentPort, workerData } from 'node:worker_threads';
import { ScanKernel, type ScannedWindow, type SortedNames } from './kernel.js';
import { type Range, scanRange } from './scan-range.js';

/** What is in a range; names have the numbers in which they come first there. */
export interface ScannedRange {
  readonly windows: readonly ScannedWindow[];
  readonly users: SortedNames;
  /** Artists, each with an id. */
  readonly pairs: SortedNames;
}

/** Where the rows of a range go in the matrix of the whole file. */
export interface Placing {
  /** (pairs) the artist's column */
  readonly artistOf: Int32Array;
  /** (users) the position of the first entry */
  readonly firstOf: Int32Array;
  /** (rows of the file) the columns of all entries, to be filled */
  readonly artists: Int32Array;
  /** (rows of the file) their plays, to be filled */
  readonly plays: Int32Array;
}

/** What a thread says: how many bytes it has read, what was in them, and that the rows are placed. */
export type ScanMessage =
  | { readonly type: 'bytes'; readonly done: number }
  | { readonly type: 'scanned'; readonly scanned: ScannedRange | undefined }
  | { readonly type: 'placed' };

/** A message for so many bytes. */
const REPORTED_BYTES = 16 << 20;

const kernel = new ScanKernel((workerData as Range).windowBytes);
const scanned = scan(workerData as Range);
post({ type: 'scanned', scanned }, scanned ? buffersOf(scanned) : []);
// It waits until it is ended, also where there is nothing to place.
parentPort?.on('message', (placing: Placing) => {
  for (const window of scanned?.windows ?? []) place(window, placing);
  post({ type: 'placed' });
});

function scan(range: Range): ScannedRange | undefined {
  let reported = 0;
  const windows = scanRange(kernel, range, (done) => {
    if (done - reported < REPORTED_BYTES) return;
    reported = done;
    post({ type: 'bytes', done });
  });
  return windows && { windows, users: kernel.sortedNames('users'), pairs: kernel.sortedNames('pairs') };
}

/** Puts the entries of each run behind those of the user's earlier ones. */
function place(window: ScannedWindow, { artistOf, firstOf, artists, plays }: Placing): void {
  if (window === scanned?.windows[0]) kernel.nameArtists(artistOf);
  const sorted = kernel.sortRuns(window);
  for (const [run, user] of window.users.entries()) {
    const start = window.starts[run];
    const end = window.starts[run + 1] ?? window.pairs.length;
    artists.set(sorted.artists.subarray(start, end), firstOf[user]);
    plays.set(sorted.plays.subarray(start, end), firstOf[user]);
    firstOf[user] += end - start;
  }
}

function post(message: ScanMessage, moved: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, moved);
}

/** Arrays that move to the other thread instead of being copied. */
function buffersOf({ users, pairs }: ScannedRange): ArrayBuffer[] {
  return [users, pairs].flatMap(({ texts, order }) => [texts.buffer, order.buffer] as ArrayBuffer[]);
}
