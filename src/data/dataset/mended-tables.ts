import { rm } from 'node:fs/promises';
import { DamagedFile, type Database, type Work } from '../../duckdb/database.js';
import type { CacheFile } from './cache.js';
import type { LateTables } from './late-tables.js';

/** A cache file and the tables in it. */
export interface OpenedTables {
  readonly cache: CacheFile;
  readonly tables: LateTables;
}

/** Tables of a cache file, which is built anew when it turns out to be damaged. */
export class MendedTables {
  #opened: OpenedTables;
  readonly #reopen: () => Promise<OpenedTables>;
  /** Damaged caches that were built anew: what still reads them may end. */
  readonly #replaced: OpenedTables[] = [];
  #rebuilding: Promise<void> | undefined;

  /** @param reopen opens the cache again, building it anew from the source where it is gone */
  constructor({ cache, tables }: OpenedTables, reopen: () => Promise<OpenedTables>) {
    this.#opened = { cache, tables };
    this.#reopen = reopen;
  }

  /** The file that is read now. */
  get cache(): CacheFile {
    return this.#opened.cache;
  }

  /** Runs a step as soon as the tables are there, and once more when their file is damaged and has been built anew. */
  async use<T>(work: Work, step: (database: Database) => Promise<T>): Promise<T> {
    const opened = this.#opened;
    try {
      return await step(await opened.tables.ready(work));
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error;
      // Another step may have found the damage first.
      if (opened === this.#opened) {
        this.#rebuilding ??= this.#rebuild(error.file);
        await this.#rebuilding;
      }
      return await step(await this.#opened.tables.ready(work));
    }
  }

  async #rebuild(damaged: string): Promise<void> {
    try {
      await rm(damaged, { force: true });
      const replaced = this.#opened;
      this.#opened = await this.#reopen();
      this.#replaced.push(replaced);
    } finally {
      this.#rebuilding = undefined;
    }
  }

  /** Closes the tables once they are written, or left out: see {@link LateTables.closed}. */
  async closed(work: Work): Promise<void> {
    await Promise.all([...this.#replaced, this.#opened].map(({ tables }) => tables.closed(work)));
  }
}
