import type { Database, Work } from '../../duckdb/database.js';
import { type CacheFile, openCache } from './cache.js';
import { cleanInto } from './clean/clean.js';
import { FileRefusal } from './file-error.js';
import { LateTables } from './late-tables.js';
import type { MendedTables, OpenedTables } from './mended-tables.js';
import { type CleanedScan, cleanScanned } from './scan/clean/clean-scanned.js';
import type { ScannedPlays } from './scan/scan-plays.js';

/** A cache file that was opened, and the rows where they are in memory because its tables are still written. */
export interface OpenedCache extends OpenedTables {
  readonly scanned?: ScannedPlays;
  readonly cleaned?: CleanedScan;
}

/** What is cleaned, and how progress is shown. */
interface CleanedSource {
  readonly name: string;
  readonly title: string;
  readonly tables: MendedTables;
  readonly watched: <T>(verb: string, run: (work: Work) => Promise<T>) => Promise<T>;
}

/** Cleans a source: its tables into a cache beside its own, or first its rows in memory. */
export class CleanedTables {
  readonly #source: CleanedSource;
  /** The source's rows, until they are cleaned and in tables. */
  #scanned: ScannedPlays | undefined;
  /** What became of them. */
  #cleaned: CleanedScan | undefined;

  constructor(source: CleanedSource, { scanned }: OpenedCache) {
    this.#source = source;
    this.#scanned = scanned;
  }

  /** @throws InputError for mergeByMbid where the source has no MusicBrainz ids */
  async open(mergeByMbid: boolean): Promise<OpenedCache> {
    if (mergeByMbid) await this.#requireMbids();
    const opened = mergeByMbid ? undefined : await this.#cleanInMemory();
    return opened ?? (await this.reopen(mergeByMbid));
  }

  /** Opens the cleaned tables, and makes them where they are not there. */
  reopen(mergeByMbid: boolean): Promise<OpenedCache> {
    const { tables, title, watched } = this.#source;
    return watched('cleaning', (work) =>
      tables.use(work, async () => {
        const cache = this.#cache(mergeByMbid);
        const build = (empty: Database) => cleanInto(empty, tables.cache.file, { mergeByMbid }, work);
        return { cache, tables: LateTables.written(await openCache(cache, title, build)) };
      }),
    );
  }

  #cache(mergeByMbid: boolean): CacheFile {
    const { file, family } = this.#source.tables.cache;
    return { file: file.replace(/\.duckdb$/, mergeByMbid ? '.merged.duckdb' : '.clean.duckdb'), family };
  }

  /** Cleans rows that are in memory; their tables are written behind those of the source. */
  async #cleanInMemory(): Promise<OpenedCache | undefined> {
    const { tables: raw, title, watched } = this.#source;
    const scanned = this.#scanned;
    if (scanned) this.#cleaned = await watched('cleaning', async () => cleanScanned(scanned));
    const cleaned = this.#cleaned;
    if (!cleaned) return undefined;
    const cache = this.#cache(false);
    const tables = LateTables.behind((late) =>
      raw.use(late, async () => {
        this.#scanned = undefined;
        const build = (empty: Database) => cleanInto(empty, raw.cache.file, {}, late, cleaned);
        return await openCache(cache, title, build);
      }),
    );
    // Writing takes the processors that the matrix is still made with.
    void cleaned.byArtist.then(() => tables.begin());
    return { cache, tables, cleaned };
  }

  async #requireMbids(): Promise<void> {
    const { tables, name, watched } = this.#source;
    const count = 'SELECT count(mbid) AS value FROM source_artists';
    const found = await watched('looking for MusicBrainz ids in', (work) =>
      tables.use(work, (database) => database.value(count)),
    );
    if (found !== 0) return;
    const column = 'or name the column of the ids';
    throw new FileRefusal(`dataset '${name}' has no MusicBrainz ids to merge artists by`, {
      code: `leave mergeByMbid out, ${column}: openDataset(..., { columns: { mbid: '...' } })`,
      flags: `leave --merge-by-mbid out, ${column}: --columns mbid=...`,
    });
  }
}
