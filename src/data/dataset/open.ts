import type { Work } from '../../duckdb/database.js';
import { anything, readOptions, WATCH_CHECKS, wrongValue } from '../../util/checks.js';
import { pathOf } from '../../util/node/files.js';
import { watched } from '../../util/work.js';
import { cacheFile, openCache } from './cache.js';
import { dataDirectory, findEntry } from './catalogue/catalogue.js';
import { makeSample } from './catalogue/sample/make-sample.js';
import { checkTableOptions, TABLE_CHECKS, type TableOptions } from './columns/table-options.js';
import { Dataset, type OpenedCache } from './dataset.js';
import { catalogueSource, pathSource, type Source, type SourceOptions } from './detect/source.js';
import { importSource } from './read/import.js';

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
    const database = await watched(`opening ${source.title}`, options, (work) =>
      openCache(cache, source.title, (empty) => importSource(empty, source, work)),
    );
    return { cache, database };
  };
  const source = await find();
  const opened = await openSource(source);
  const { name, title, simulated } = source;
  const { columns } = await opened.database.query('SELECT times, profiles FROM source_info');
  const [hasTimes, hasProfiles] = [columns.times[0] === true, columns.profiles[0] === true];
  const reopen = async () => openSource(await find());
  return new Dataset(
    { name, title, simulated, hasProfiles, hasTimes, cleaned: false, reopen },
    opened,
    options,
  );
}

async function findSource(nameOrPath: string, directory: string, options: SourceOptions): Promise<Source> {
  const entry = findEntry(nameOrPath);
  if (!entry) return pathSource(nameOrPath, options);
  if (entry.name === 'sample') await makeSample(directory);
  return catalogueSource(entry, directory, options);
}
