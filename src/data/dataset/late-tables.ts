import { AsyncResource } from 'node:async_hooks';
import type { Database, Work } from '../../duckdb/database.js';
import { abortError } from '../../util/errors.js';

/** Somebody who only reads rows that are in memory asks no question at first; whoever asks one waits no longer for this. */
const IDLE_MS = 1000;

/** Writes tables, and opens them. */
type Write = (work: Work) => Promise<Database>;

/**
 * The tables of a dataset, which may still be written while its rows are already in memory. Writing begins with the first
 * question, when {@link begin} is called, or after a second.
 */
export class LateTables {
  readonly #write: Write;
  readonly #watchers = new Set<Work>();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #stop = new AbortController();
  #writing: Promise<Database> | undefined;

  private constructor(write: Write, delay?: number) {
    this.#write = write;
    if (delay !== undefined) this.#timer = setTimeout(() => this.begin(), delay);
  }

  /** Tables that are there. */
  static written(database: Database): LateTables {
    return new LateTables(async () => database);
  }

  /** @param write called once; its failure is told to everybody who asks */
  static behind(write: Write): LateTables {
    return new LateTables(write, IDLE_MS);
  }

  /** Begins to write, unless that has begun. Nobody waits for it, so a failure is told later. */
  begin(): void {
    this.#begun().catch(() => {});
  }

  #begun(): Promise<Database> {
    clearTimeout(this.#timer);
    this.#writing ??= this.#write({
      signal: this.#stop.signal,
      onProgress: (progress) => {
        for (const { onProgress } of this.#watchers) onProgress?.(progress);
      },
    });
    return this.#writing;
  }

  /** Waits until the tables are there. The signal ends waiting, not writing. */
  async ready(work: Work): Promise<Database> {
    const { signal } = work;
    if (signal?.aborted) throw abortError(signal);
    const watcher = watcherOf(work);
    this.#watchers.add(watcher);
    let stop = () => {};
    try {
      const stopped = new Promise<never>((_, reject) => {
        stop = () => reject(abortError(signal as AbortSignal));
        signal?.addEventListener('abort', stop);
      });
      return await Promise.race([this.#begun(), stopped]);
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#watchers.delete(watcher);
    }
  }

  /** Closes the tables once they are written: nothing that was read is lost. */
  close(): void {
    this.closed({}).catch(() => {});
  }

  /** The same, and waits for that. The signal ends writing: what is not written yet is left out, and the file with it. */
  async closed(work: Work): Promise<void> {
    const { signal } = work;
    const watcher = watcherOf(work);
    const stop = () => this.#stop.abort(abortError(signal as AbortSignal));
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    this.#watchers.add(watcher);
    try {
      const database = await this.#begun();
      database.close();
    } catch (error) {
      if (!this.#stop.signal.aborted) throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#watchers.delete(watcher);
    }
  }
}

/** Who asks is told in the place of the asking: another cell of a notebook may have begun to write. */
function watcherOf({ onProgress }: Work): Work {
  return { onProgress: onProgress && AsyncResource.bind(onProgress) };
}
