import { checkOptionNames } from '../util/option-names.js';
import { watched } from '../util/watched.js';
import { wrongValue } from '../util/wrong-value.js';
import { cacheFile, openCache } from './cache.js';
import { dataDirectory, findEntry } from './catalogue.js';
import type { Work } from './database.js';
import { Dataset } from './dataset.js';
import { importSource } from './import.js';
import { makeSample } from './sample/files.js';
import { catalogueSource, pathSource, type Source } from './source.js';
import { checkTableOptions, type TableOptions } from './table-options.js';

/** How to open a dataset; everything may be left out. */
export interface OpenOptions extends Work, TableOptions {
  /** Path of a profile file (user, gender, age, country, signup, as in Last.fm 360K). */
  profiles?: string;
  /** Where downloads and caches lie; default: the environment variable LISTENLAB_DATA, else data/ here. */
  dataDirectory?: string;
}

/**
 * Opens a dataset: plays of listeners, ready to be queried and cleaned.
 *
 * The first time, the source is read into a DuckDB file in the data directory's folder `cache`; from then
 * on that file is opened, until the source, the options or the reader change. Nothing is downloaded.
 *
 * In a notebook, an interrupt of the cell stops it, and a line shows how far it is; likewise for `clean()`
 * and `interactions()` of the dataset. A signal or an onProgress given here takes their place, for all three.
 *
 * @param nameOrPath a name from the catalogue (`sample`, `lastfm-2k`, `lastfm-360k`, `lastfm-1k`), or the path of
 *   - a file in the Last.fm 360K format: no header, no quoting; user, mbid, artist, plays between tabs;
 *   - HetRec's user_artists.dat, with artists.dat beside it;
 *   - a folder that holds either;
 *   - a TSV, CSV, Parquet or JSON file with the columns user, artist and plays, those of `columns`, or such with a usual
 *     name (user_id, artistName, playcount, also in German, French and Spanish) where each is the only one;
 *   - with `countListens`, a file in the Last.fm 1K format, or a table with a row for each listen: user and artist, and
 *     a time if there is one;
 *   - a folder of Parquet files called part-..., as Spark writes a table;
 *   - one of these in a zip, tar.gz or tar archive, or compressed with gzip (or Zstandard, where Node.js has it).
 * @param options how a table is read: {@link TableOptions}; and where profiles and caches are
 * @throws InputError when there is no such dataset or file, when it can't be read, or when it could be read in two ways
 * @example const plays = await openDataset('plays.csv', { columns: { user: 'who', artist: 'band', plays: 'n' } })
 */
export async function openDataset(nameOrPath: string, options: OpenOptions = {}): Promise<Dataset> {
  if (typeof nameOrPath !== 'string')
    throw wrongValue(nameOrPath, "a name or a path: await openDataset('sample')");
  checkOptionNames<OpenOptions>(options, {
    columns: true,
    delimiter: true,
    decimal: true,
    thousands: true,
    header: true,
    countListens: true,
    profiles: true,
    dataDirectory: true,
    signal: true,
    onProgress: true,
  });
  checkTableOptions(options);
  const directory = options.dataDirectory ?? dataDirectory();
  const source = await findSource(nameOrPath, directory, options);
  const cache = await cacheFile(source, directory);
  const database = await watched(
    `opening ${source.title}`,
    options,
    (progress) => progress,
    (work) => openCache(cache, source.title, (empty) => importSource(empty, source, work)),
  );
  const { name, title, simulated } = source;
  const { columns } = await database.query('SELECT times, profiles FROM source_info');
  const [hasTimes, hasProfiles] = [columns.times[0] === true, columns.profiles[0] === true];
  return new Dataset(
    { name, title, simulated, hasProfiles, hasTimes, cleaned: false, cache },
    database,
    options,
  );
}

async function findSource(nameOrPath: string, directory: string, options: OpenOptions): Promise<Source> {
  const entry = findEntry(nameOrPath);
  if (!entry) return pathSource(nameOrPath, options);
  if (entry.name === 'sample') await makeSample(directory);
  return catalogueSource(entry, directory, options);
}
