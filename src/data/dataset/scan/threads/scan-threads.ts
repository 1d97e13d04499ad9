import { open } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Work } from '../../../../duckdb/database.js';
import { allocateCsr, type CsrMatrix } from '../../../../engine/matrix/csr.js';
import { abortError } from '../../../../util/errors.js';
import type { Range } from './scan-range.js';
import type { Placed, Placing, ScanMessage, ScannedRange } from './scan-worker.js';

/** How a file is divided; tests have other ways than programs. */
export interface ScanOptions {
  /** How many at most; default: one for each processor. */
  readonly threads?: number;
  /** A thread is started for so many; default 32 MiB, as it takes as long to start as to read a tenth of them. */
  readonly rangeBytes?: number;
  /** What a thread reads at once, and the longest line; default 4 MiB, as DuckDB takes lines of up to 2 MB. */
  readonly windowBytes?: number;
}

/** To look for the end of a line. */
const SEARCHED_BYTES = 1 << 16;

const LINE_END = 10;

const BYTE_ORDER_MARK = '\ufeff';

/** Threads that read a file of user, id, artist and plays, each a range of it, and then place its rows in a matrix. */
export class ScanThreads {
  readonly #workers: readonly Worker[];
  readonly #failure: Promise<never>;
  /** What each thread has to say next. */
  readonly #answers: ((message: ScanMessage) => void)[] = [];

  private constructor(ranges: readonly Range[], { signal, onProgress }: Work) {
    const done = ranges.map(() => 0);
    const total = Math.max(1, ranges.at(-1)?.to ?? 0);
    // Workers must not inherit the flags of the process: some, such as --input-type, break them.
    const script = new URL('./scan-worker.js', import.meta.url);
    this.#workers = ranges.map((workerData) => new Worker(script, { workerData, execArgv: [] }));
    for (const [i, worker] of this.#workers.entries()) {
      worker.on('message', (message: ScanMessage) => {
        if (message.type !== 'bytes') return this.#answers[i](message);
        done[i] = message.done;
        const bytes = done.reduce((sum, each) => sum + each);
        onProgress?.({ task: 'reading plays', done: (100 * bytes) / total, total: 100 });
      });
    }
    this.#failure = new Promise((_, reject) => {
      const stop = () => reject(abortError(signal as AbortSignal));
      signal?.addEventListener('abort', stop, { once: true });
      // It may have come while the file was divided.
      if (signal?.aborted) stop();
      for (const worker of this.#workers) {
        worker.on('error', reject);
        worker.on('exit', () => reject(new Error('a thread that reads plays has ended')));
      }
    });
    this.#failure.catch(() => {});
  }

  /** @returns undefined for a file with a byte order mark */
  static async start(
    file: string,
    work: Work,
    { threads = availableParallelism(), rangeBytes = 32 << 20, windowBytes = 4 << 20 }: ScanOptions = {},
  ): Promise<ScanThreads | undefined> {
    if (work.signal?.aborted) throw abortError(work.signal);
    const ranges = await divide(file, threads, rangeBytes, windowBytes);
    return ranges && new ScanThreads(ranges, work);
  }

  /** @returns the ranges in their order; undefined for a file that is another one than was expected, see scan-range.ts */
  async scan(): Promise<ScannedRange[] | undefined> {
    const messages = await this.#ask(() => {});
    const scanned = messages.map((message) => (message.type === 'scanned' ? message.scanned : undefined));
    const found = scanned.filter((range) => range !== undefined);
    return found.length === scanned.length ? found : undefined;
  }

  /** @param placings (ranges) */
  async place(placings: readonly Placing[]): Promise<Placed[]> {
    const messages = await this.#ask((worker, i) => worker.postMessage({ place: placings[i] }));
    return messages.map((message) => (message as Extract<ScanMessage, { type: 'placed' }>).placed);
  }

  /**
   * The transposed matrix, as `transpose` makes it: each thread counts the entries of its rows by column, which tells where
   * they go, and moves them there.
   *
   * @param matrix its arrays are shared memory
   */
  async transpose(matrix: CsrMatrix): Promise<CsrMatrix> {
    const result = allocateCsr(matrix.columns, matrix.rows, matrix.indices.length);
    const shares = this.#workers.map((_, i) => ({
      matrix,
      from: rowAt(matrix, i / this.#workers.length),
      to: rowAt(matrix, (i + 1) / this.#workers.length),
    }));
    const messages = await this.#ask((worker, i) => worker.postMessage({ transpose: shares[i] }));
    const counts = messages.map((message) => (message as Extract<ScanMessage, { type: 'counted' }>).counts);
    // From counts to where each thread's part of a column begins.
    for (let column = 0, position = 0; column < matrix.columns; column++) {
      for (const next of counts) {
        const entries = next[column];
        next[column] = position;
        position += entries;
      }
      result.indptr[column + 1] = position;
    }
    await this.#ask((worker, i) =>
      worker.postMessage({ transpose: { ...shares[i], next: counts[i], result } }),
    );
    return result;
  }

  #ask(send: (worker: Worker, i: number) => void): Promise<ScanMessage[]> {
    const answers = this.#workers.map((worker, i) => {
      const answer = new Promise<ScanMessage>((resolve) => {
        this.#answers[i] = resolve;
      });
      send(worker, i);
      return answer;
    });
    return Promise.race([Promise.all(answers), this.#failure]);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** The first row behind a share of all entries. */
function rowAt({ rows, indptr }: CsrMatrix, share: number): number {
  if (share === 1) return rows;
  const position = Math.floor(indptr[rows] * share);
  let [low, high] = [0, rows];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (indptr[middle] < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Ranges of about the same size, each of whole lines. */
async function divide(
  file: string,
  threads: number,
  rangeBytes: number,
  windowBytes: number,
): Promise<Range[] | undefined> {
  const input = await open(file);
  try {
    const { size } = await input.stat();
    const first = await input.read(Buffer.alloc(3), 0, 3, 0);
    if (first.buffer.toString() === BYTE_ORDER_MARK) return undefined;
    const count = Math.max(1, Math.min(threads, Math.ceil(size / rangeBytes)));
    const ends: number[] = [];
    const buffer = Buffer.alloc(SEARCHED_BYTES);
    for (let i = 1; i < count; i++) {
      let position = Math.floor((size * i) / count);
      for (;;) {
        const { bytesRead } = await input.read(buffer, 0, buffer.length, position);
        const end = buffer.subarray(0, bytesRead).indexOf(LINE_END);
        position += end < 0 ? bytesRead : end + 1;
        if (end >= 0 || bytesRead === 0) break;
      }
      ends.push(position);
    }
    return [...ends, size].map((to, i) => ({ file, from: i === 0 ? 0 : ends[i - 1], to, windowBytes }));
  } finally {
    await input.close();
  }
}
