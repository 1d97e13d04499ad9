import { stat } from 'node:fs/promises';
import { Database, type Work } from '../../duckdb/database.js';
import { anything, readOptions, WATCH_CHECKS, wrongValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { pathOf } from '../../util/node/files.js';
import { watched } from '../../util/work.js';
import { type CacheFile, cacheFile, openCache } from './cache.js';
import { dataDirectory, findEntry } from './catalogue/catalogue.js';
import { makeSample } from './catalogue/sample/make-sample.js';
import type { OpenedCache } from './cleaned-tables.js';
import { checkTableOptions, TABLE_CHECKS, type TableOptions } from './columns/table-options.js';
import { Dataset } from './dataset.js';
import { catalogueSource, pathSource, type Source, type SourceOptions } from './detect/source.js';
import { LateTables } from './late-tables.js';
import { importSource } from './read/import.js';
import type { ScannedPlays } from './scan/scan-plays.js';

/** How to open a dataset; everything may be left out. */
export interface OpenOptions extends Work, TableOptions {
  /** Path of a profile file (user, gender, age, country, signup, as in Last.fm 360K). */
  profiles?: string | URL;
  /** Where downloads and caches are kept; default: LISTENLAB_DATA, else `data` in a clone, else the platform's caches. */
  dataDirectory?: string | URL;
}

const CHECKS = { ...TABLE_CHECKS, profiles: anything, dataDirectory: anything, ...WATCH_CHECKS };

/**
 * Opens a dataset of plays. `openDataset` of src/data/history/open-dataset.ts is the one for users: it recognises a
 * listening history as well when it sees one.
 */
export async function openPlays(given: string | URL, options: OpenOptions = {}): Promise<Dataset> {
  const nameOrPath = given instanceof URL ? pathOf(given, 'the path of a dataset') : given;
  if (typeof nameOrPath !== 'string')
    throw wrongValue(nameOrPath, "a name or a path: await openDataset('sample')");
  checkTableOptions(readOptions(options, CHECKS, {}));
  const directory = dataDirectory(options.dataDirectory);
  const { profiles: file } = options;
  const profiles = file === undefined ? undefined : pathOf(file, 'the path of a profile file', 'profiles');
  const find = () => findSource(nameOrPath, directory, { ...options, profiles });
  const openSource = async (source: Source): Promise<OpenedCache> => {
    const cache = await cacheFile(source, directory);
    const isChanged = async () =>
      (await cacheFile(source, directory).catch(() => undefined))?.file !== cache.file;
    return await watched(`opening ${source.title}`, options, (work) =>
      openTables(cache, { ...source, isChanged }, work),
    );
  };
  const source = await find();
  const opened = await openSource(source);
  const { name, title, simulated } = source;
  const { hasTimes, hasProfiles } = opened.scanned
    ? { hasTimes: false, hasProfiles: source.profiles !== undefined }
    : await readInfo(await opened.tables.ready(options));
  const reopen = async () => openSource(await find());
  return new Dataset(
    { name, title, simulated, hasProfiles, hasTimes, cleaned: false, reopen },
    opened,
    options,
  );
}

async function readInfo(database: Database): Promise<{ hasTimes: boolean; hasProfiles: boolean }> {
  const { columns } = await database.query('SELECT times, profiles FROM source_info');
  return { hasTimes: columns.times[0] === true, hasProfiles: columns.profiles[0] === true };
}

/** Files of fewer bytes are in tables within a second, as soon as anybody asks. */
const LEAST_SCANNED = 32e6;

/** Files that others may replace while they are read. */
interface WatchedSource extends Source {
  readonly isChanged: () => Promise<boolean>;
}

function changedError({ plays }: Source, cause?: unknown): InputError {
  return new InputError(
    `${plays} was changed or replaced while it was read; open it again once nothing writes to it`,
    { cause },
  );
}

/** Opens a source's cache. Where it is made anew of a file that can be scanned, its tables are written behind. */
async function openTables(cache: CacheFile, source: WatchedSource, work: Work): Promise<OpenedCache> {
  let begin: (late: Work) => void = () => {};
  const begun = new Promise<Work>((resolve) => {
    begin = resolve;
  });
  let found: (scanned: ScannedPlays) => void = () => {};
  const scanned = new Promise<ScannedPlays>((resolve) => {
    found = resolve;
  });
  const { size } = await stat(source.plays);
  let isRead = false;
  const scan = async (scanned: ScannedPlays) => {
    if (await source.isChanged()) throw changedError(source);
    isRead = true;
    found(scanned);
    return await begun;
  };
  const scanning = size < LEAST_SCANNED ? undefined : { found: scan };
  const opening = openCache(cache, source.title, async (empty) => {
    const failure = await importSource(empty, source, work, scanning).then(
      () => undefined,
      (error: Error) => error,
    );
    // Once the rows are in memory, their file may change.
    if (!isRead && failure?.name !== 'AbortError' && (await source.isChanged()))
      throw changedError(source, failure);
    if (failure) throw failure;
  });
  const first = await Promise.race([scanned, opening]);
  if (first instanceof Database) return { cache, tables: LateTables.written(first) };
  const tables = LateTables.behind((late) => {
    begin(late);
    return opening;
  });
  return { cache, tables, scanned: first };
}

async function findSource(nameOrPath: string, directory: string, options: SourceOptions): Promise<Source> {
  const entry = findEntry(nameOrPath);
  if (!entry) return pathSource(nameOrPath, options);
  if (entry.name === 'sample') await makeSample(directory);
  return catalogueSource(entry, directory, options);
}
