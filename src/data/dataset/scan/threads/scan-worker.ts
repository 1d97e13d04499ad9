import { parentPort, workerData } from 'node:worker_threads';
import { type CsrMatrix, countByColumn, transposeRows } from '../../../../engine/matrix/csr.js';
import { LARGE } from '../join/merge-runs.js';
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
  readonly plays: Float32Array;
}

/** What a thread found when it placed rows. */
export interface Placed {
  /** Positions of plays that a 32-bit float may not hold, and the plays. */
  readonly large: readonly (readonly [position: number, plays: number])[];
  /** Users of the range who have an artist twice in a run. */
  readonly repeating: readonly number[];
}

/** A thread's share of transposing. */
export interface Transposing {
  readonly matrix: CsrMatrix;
  /** The rows whose entries the thread moves. */
  readonly from: number;
  readonly to: number;
  /** (columns) where the first of them goes in each; without it, they are counted only. */
  readonly next?: Int32Array;
  readonly result?: CsrMatrix;
}

/** What a thread is asked for once it has read its range. */
export type ScanRequest = { readonly place: Placing } | { readonly transpose: Transposing };

/** What a thread says: how many bytes it has read, what was in them, and what it was asked for. */
export type ScanMessage =
  | { readonly type: 'bytes'; readonly done: number }
  | { readonly type: 'scanned'; readonly scanned: ScannedRange | undefined }
  | { readonly type: 'placed'; readonly placed: Placed }
  | { readonly type: 'counted'; readonly counts: Int32Array }
  | { readonly type: 'transposed' };

/** A message for so many bytes. */
const REPORTED_BYTES = 16 << 20;

const kernel = new ScanKernel((workerData as Range).windowBytes);
const scanned = scan(workerData as Range);
/** (pairs) the place of each in byte order: artists come in that order too, whatever numbers they get in the whole file */
const placeOf = scanned && invert(scanned.pairs.order);
post({ type: 'scanned', scanned }, scanned ? buffersOf(scanned) : []);
let runs: SortedRuns[] = scanned && placeOf ? sortRuns(scanned.windows, placeOf) : [];
// It waits until it is ended, also where there is nothing to place.
parentPort?.on('message', (request: ScanRequest) => {
  if ('transpose' in request) post(transpose(request.transpose));
  else {
    post({ type: 'placed', placed: place(request.place) });
    runs = [];
  }
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

/** The rows of a window, each run in rising order of artists. */
interface SortedRuns extends Pick<ScannedWindow, 'users' | 'starts'> {
  /** (rows) the place of the pair in byte order */
  readonly places: Int32Array;
  readonly plays: Int32Array;
}

/** Done while the other threads still read and names are joined. */
function sortRuns(windows: readonly ScannedWindow[], placeOf: Int32Array): SortedRuns[] {
  kernel.nameArtists(placeOf);
  return windows.map((window) => {
    const { artists, plays } = kernel.sortRuns(window);
    return { users: window.users, starts: window.starts, places: artists.slice(), plays: plays.slice() };
  });
}

/** Puts the entries of each run behind those of the user's earlier ones. */
function place({ artistOf, firstOf, artists, plays }: Placing): Placed {
  const artistAt = new Int32Array(artistOf.length);
  for (let pair = 0; pair < artistOf.length; pair++) artistAt[(placeOf as Int32Array)[pair]] = artistOf[pair];
  const large: [number, number][] = [];
  const repeating: number[] = [];
  for (const window of runs) {
    const { users, starts, places } = window;
    for (let run = 0; run < users.length; run++) {
      const end = run + 1 < users.length ? starts[run + 1] : places.length;
      let position = firstOf[users[run]];
      let last = -1;
      for (let row = starts[run]; row < end; row++, position++) {
        const artist = artistAt[places[row]];
        const count = window.plays[row];
        if (artist === last) repeating.push(users[run]);
        if (count >= LARGE) large.push([position, count]);
        artists[position] = artist;
        plays[position] = count;
        last = artist;
      }
      firstOf[users[run]] = position;
    }
  }
  return { large, repeating };
}

function transpose({ matrix, from, to, next, result }: Transposing): ScanMessage {
  if (next === undefined || result === undefined) {
    const indices = matrix.indices.subarray(matrix.indptr[from], matrix.indptr[to]);
    return { type: 'counted', counts: countByColumn({ columns: matrix.columns, indices }) };
  }
  transposeRows(matrix, from, to, next, result);
  return { type: 'transposed' };
}

/** (places) the number at each, as (numbers) the place of each. */
function invert(order: Int32Array): Int32Array {
  const placeOf = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) placeOf[order[place]] = place;
  return placeOf;
}

function post(message: ScanMessage, moved: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, moved);
}

/** Arrays that move to the other thread instead of being copied. */
function buffersOf({ users, pairs }: ScannedRange): ArrayBuffer[] {
  return [users, pairs].flatMap(({ texts, order }) => [texts.buffer, order.buffer] as ArrayBuffer[]);
}
