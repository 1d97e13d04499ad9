import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../../../util/errors.js';
import { pathOf } from '../../../util/node/files.js';
import {
  catalogue,
  type DatasetEntry,
  entryFolder,
  findEntry,
  nearestEntry,
} from '../catalogue/catalogue.js';
import { adviceOf } from '../columns/column-advice.js';
import type { TableOptions } from '../columns/table-options.js';
import { FileRefusal } from '../file-error.js';
import { LINE_FORMATS } from '../read/lines.js';
import type { Dialect } from '../text/dialect.js';
import {
  HETREC_ARTISTS,
  HETREC_PLAYS,
  holdsFiles,
  isDataName,
  isPackedName,
  PLAYS_1K,
  PLAYS_360K,
  PROFILES_OF,
  parquetParts,
} from './file-names.js';
import { checkText, type Inspected, inspectPlays } from './inspect.js';

/** The files of one dataset, found and identified, but not read yet. */
export interface Source {
  readonly name: string;
  readonly title: string;
  readonly simulated: boolean;
  /**
   * `lastfm-360k`: lines of user, mbid, artist, plays without header or quoting; `lastfm-1k`: a listen in each line,
   * likewise; `hetrec`: user_artists.dat beside artists.dat; `packed`: an archive or compressed file, whose format is
   * seen when it is unpacked; the rest are tables with named columns.
   */
  readonly format: Inspected['format'];
  /** How it is written (`text` only). */
  readonly dialect?: Dialect;
  /** Absolute path of the file of plays, or of the folder that its parts lie in. */
  readonly plays: string;
  /** Absolute paths of the parts of a table in several files, in order (`parquet` only). */
  readonly parts?: readonly string[];
  /** Absolute path of artists.dat (`hetrec` only). */
  readonly artists?: string;
  /** Absolute path of the profile file. */
  readonly profiles?: string;
  /** The user's options for the table (`text`, `parquet` and `json` only). */
  readonly table: TableOptions;
}

/** What a user may say about where and how to read. */
export interface SourceOptions extends TableOptions {
  profiles?: string;
}

const HETREC_COLUMNS = { user: 'userID', artist: 'artistID', plays: 'weight' };

/** Finds the files of a catalogue dataset that has been downloaded (or made). */
export function catalogueSource(entry: DatasetEntry, directory: string, options: SourceOptions): Source {
  refuseTableOptions(`dataset '${entry.name}' of the catalogue`, options);
  const folder = entryFolder(entry, directory);
  const missing = entry.files.find((file) => !existsSync(path.join(folder, file.name)));
  if (missing) {
    throw new InputError(
      `dataset '${entry.name}' is not downloaded yet (no ${missing.name} in ${folder}); ` +
        `run: npx listenlab data get ${entry.name}`,
    );
  }
  const { name, title, simulated, listens } = entry;
  return { ...pathSource(folder, { ...options, countListens: listens }), name, title, simulated };
}

/** Finds out what a file or folder is. Reads no more than the start of it. */
export function pathSource(given: string, options: SourceOptions): Source {
  if (!existsSync(given)) throw missingPath(given);
  const kind = statSync(given);
  if (!kind.isFile() && !kind.isDirectory()) {
    throw new InputError(
      `${given} is neither a file nor a folder, and a pipe can be read only once; save it as a file and give its path`,
    );
  }
  const file = realpathSync(given);
  const profiles =
    options.profiles === undefined ? undefined : existingFile(options.profiles, 'profile file');
  const found = statSync(file).isDirectory() ? folderSource(file, options) : fileSource(file, options);
  const name = path.basename(file);
  return { ...found, name, title: name, simulated: false, profiles: profiles ?? found.profiles };
}

type Found = Omit<Source, 'name' | 'title' | 'simulated'>;

function folderSource(folder: string, options: SourceOptions): Found {
  if (existsSync(path.join(folder, HETREC_PLAYS)))
    return hetrecSource(path.join(folder, HETREC_PLAYS), options);
  const plays = Object.keys(PROFILES_OF).find((name) => existsSync(path.join(folder, name)));
  if (plays !== undefined) return fileSource(path.join(folder, plays), options);
  const parts = parquetParts(folder);
  if (parts.length > 0) return { format: 'parquet', plays: folder, parts, table: tableOptions(options) };
  const held = readdirSync(folder).filter((name) => isDataName(name) || isPackedName(name));
  if (held.length > 0) throw holdsFiles(folder, held.sort());
  throw new InputError(
    `folder ${folder} holds neither ${HETREC_PLAYS} (HetRec) nor ${PLAYS_360K} (Last.fm 360K) nor ${PLAYS_1K} (Last.fm 1K); ` +
      'give the path of a file of plays instead',
  );
}

function fileSource(file: string, options: SourceOptions): Found {
  const isNamed = options.columns === undefined || existsSync(path.join(path.dirname(file), HETREC_ARTISTS));
  if (path.basename(file) === HETREC_PLAYS && isNamed) return hetrecSource(file, options);
  const inspected = inspectPlays(file, options);
  if (inspected.format === 'hetrec') return hetrecSource(file, options);
  if (inspected.format in LINE_FORMATS)
    return { ...inspected, plays: file, profiles: besideProfiles(file), table: {} };
  return { ...inspected, plays: file, table: tableOptions(options) };
}

function tableOptions(options: SourceOptions): TableOptions {
  const { columns, delimiter, decimal, thousands, header, countListens } = options;
  return { columns, delimiter, decimal, thousands, header, countListens };
}

/** A published file needs no table options, and must not be read differently. */
function refuseTableOptions(known: string, options: SourceOptions): void {
  const [name] = Object.entries(tableOptions(options)).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (name === undefined) return;
  const flag =
    name === 'header' ? '--no-header' : `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const advice = 'leave it out, or give the path of your own table instead of the dataset';
  throw new FileRefusal(`${known} is read as it was published`, {
    code: `the option ${name} is for tables that listenlab does not know: ${advice}`,
    flags: `${flag} is for tables that listenlab does not know: ${advice}`,
  });
}

function hetrecSource(plays: string, options: SourceOptions): Found {
  const artists = path.join(path.dirname(plays), HETREC_ARTISTS);
  if (!existsSync(artists)) {
    const both = 'put both files of hetrec2011-lastfm-2k into one folder';
    const { code, flags } = adviceOf(`${both}, or use the numbers as names`, { columns: HETREC_COLUMNS });
    throw new FileRefusal(
      `${plays} needs ${HETREC_ARTISTS} beside it (names of the artist numbers), but there is none`,
      { code, flags },
    );
  }
  refuseTableOptions(`${plays} of HetRec`, options);
  return { format: 'hetrec', plays: checkText(plays), artists: checkText(artists), table: {} };
}

/** Only the published pairs of names are picked up automatically: any other profile file is given in the options. */
function besideProfiles(plays: string): string | undefined {
  const name = PROFILES_OF[path.basename(plays)];
  const profiles = name === undefined ? undefined : path.join(path.dirname(plays), name);
  return profiles !== undefined && existsSync(profiles) ? checkText(profiles) : undefined;
}

function existingFile(file: string, what: string): string {
  if (!existsSync(file)) throw new InputError(`no ${what} ${path.resolve(file)}; check the path`);
  return checkText(realpathSync(file));
}

function missingPath(given: string): InputError {
  if (/^file:\/\//i.test(given) && URL.canParse(given)) {
    const file = pathOf(new URL(given), 'the path of a dataset');
    return new InputError(`${given} is the address of a file; give its path, ${file}`);
  }
  if (/^[a-z]+:\/\//i.test(given)) {
    return new InputError(
      `${given} is a web address, and only data get uses the network; save it as a file and give its path`,
    );
  }
  const names = catalogue().map((entry) => entry.name);
  const hint = findEntry(nearestEntry(given))?.name ?? names[0];
  const looksLikePath = /[\\/.]/.test(given);
  return new InputError(
    looksLikePath
      ? `no file or folder ${path.resolve(given)}; give an existing path or a dataset name (${names.join(', ')})`
      : `no dataset or file '${given}'; did you mean '${hint}'? Datasets: ${names.join(', ')}`,
  );
}

/** What messages call a row: rows of JSON and Parquet have no lines of their own. */
export function unitOf({ format }: Source): 'line' | 'row' {
  return format === 'json' || format === 'json-records' || format === 'parquet' ? 'row' : 'line';
}

/** The number of the first row, as a reader of the file counts them. */
export function firstRow({ format, dialect }: Source): number {
  return format === 'hetrec' ? 2 : 1 + (dialect?.skip ?? 0);
}
