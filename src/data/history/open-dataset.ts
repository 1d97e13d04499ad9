import { existsSync } from 'node:fs';
import path from 'node:path';
import { InputError, isSystemError, noPermission } from '../../util/errors.js';
import { shellWord } from '../../util/escape.js';
import { pathOf } from '../../util/node/files.js';
import { signalFor } from '../../util/work.js';
import { findEntry } from '../dataset/catalogue/catalogue.js';
import type { Dataset } from '../dataset/dataset.js';
import { type OpenOptions, openPlays } from '../dataset/open.js';

/**
 * Opens a dataset: plays of listeners, ready to be queried and cleaned.
 *
 * The first time, the source is read into a DuckDB file in the data directory's folder `cache`; from then
 * on that file is opened, until the source, the options or the reader change. Nothing is downloaded.
 * A large file in the Last.fm 360K format is read into memory first: `clean()` and `interactions()` answer at once, and the
 * file is written behind, while a question in SQL waits for it; a process ends when it is complete.
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
 * @category Open data
 */
export async function openDataset(nameOrPath: string | URL, options: OpenOptions = {}): Promise<Dataset> {
  try {
    return await openPlays(nameOrPath, options);
  } catch (error) {
    const given = nameOrPath instanceof URL ? pathOf(nameOrPath, 'the path of a dataset') : nameOrPath;
    throw noPermission(error) ?? (await historyInstead(error, given, options));
  }
}

/**
 * What to say in place of an error about a file that turns out to be a listening history, one person's plays; for any
 * other the error itself.
 *
 * @param options how it was to be read: who says which columns it has does not take it for a history
 */
export async function historyInstead(error: unknown, file: string, options: OpenOptions): Promise<unknown> {
  if (!(error instanceof InputError) || typeof file !== 'string' || options?.columns !== undefined)
    return error;
  if (findEntry(file) !== undefined || !existsSync(file)) return error;
  const kind = await kindOf(file, await signalFor(options.signal));
  return kind === undefined ? error : historyRefusal(file, kind);
}

/** The kind of listening history that a file is; undefined where it is none, or cannot be read. */
async function kindOf(file: string, signal?: AbortSignal): Promise<string | undefined> {
  // Only for files that are refused.
  const { historyKind } = await import('./open-history.js');
  return await historyKind(file, signal).catch((error: unknown) => {
    if (isSystemError(error)) return undefined;
    throw error;
  });
}

/** The error about a listening history in the place of a dataset. */
export function historyRefusal(file: string, kind: string): InputError {
  const command = `npx listenlab my-music ${shellWord(path.resolve(file))} --dataset sample`;
  return new InputError(
    `${file} is a listening history (${kind}), the plays of one person; expected a dataset with the plays of many. ` +
      `Give it to the notebook 06-your-music as the parameter history, or run: ${command}`,
  );
}
