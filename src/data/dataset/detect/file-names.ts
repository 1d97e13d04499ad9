import { type Dirent, readdirSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '../../../util/errors.js';
import { shellWord } from '../../../util/escape.js';
import { formatPlural } from '../../../util/format.js';
import { FileRefusal } from '../file-error.js';
import { checkPart } from './inspect.js';

export const PLAYS_360K = 'usersha1-artmbid-artname-plays.tsv';
export const PROFILES_360K = 'usersha1-profile.tsv';
export const PLAYS_1K = 'userid-timestamp-artid-artname-traid-traname.tsv';
const PROFILES_1K = 'userid-profile.tsv';
/** The published pairs of names. */
export const PROFILES_OF: Readonly<Record<string, string>> = {
  [PLAYS_360K]: PROFILES_360K,
  [PLAYS_1K]: PROFILES_1K,
};
export const HETREC_PLAYS = 'user_artists.dat';
export const HETREC_ARTISTS = 'artists.dat';

/** Whether this is the name of a published file of plays or profiles. */
export function isPublishedName(name: string): boolean {
  return [HETREC_PLAYS, HETREC_ARTISTS, ...Object.entries(PROFILES_OF).flat()].includes(name);
}

const DATA = /\.(?:tsv|csv|tab|txt|dat|jsonl?|ndjson|parquet)$/i;
const PACKED = /\.(?:zip|tar|tgz|gz|gzip|zst|zstd)$/i;
/** Names of files that accompany data in archives and folders. */
const BESIDES = /^(?:\.|read.?me|licen[cs]e|changelog)/i;

/** Whether a file has the extension of a table of plays. */
export function isDataName(name: string): boolean {
  return DATA.test(name) && !BESIDES.test(name);
}

/** Whether a file has the extension of an archive or compressed file. */
export function isPackedName(name: string): boolean {
  return PACKED.test(name) && !BESIDES.test(name);
}

/** Whether a file's name says that it only accompanies data. */
export function isBesideData(name: string): boolean {
  return BESIDES.test(name);
}

/** Whether a file is named as Spark and Dask name the parts of a table. */
export function isPartName(name: string): boolean {
  return /^part\b.*\.parquet$/.test(name);
}

/** How many files of a folder a message names. */
const FILES_SHOWN = 5;

/** A folder is not a table, but the intended file may be in it. */
export function holdsFiles(folder: string, names: readonly string[]): InputError {
  const [first] = names;
  const shown = names.slice(0, FILES_SHOWN).map((name) => `'${name}'`);
  const all = shown.join(', ') + (names.length > FILES_SHOWN ? ', ...' : '');
  const file = path.join(folder, first);
  const found =
    names.length === 1
      ? `the file ${all}`
      : `${formatPlural(names.length, 'file')} that may contain plays (${all})`;
  const advice =
    names.length === 1
      ? 'give its path'
      : 'if they are parts of one table, write that as one file first; else give the path of one of them, such as';
  return new FileRefusal(`folder ${folder} holds ${found}; expected a file of plays or a published dataset`, {
    code: `${advice}: ${JSON.stringify(file)}`,
    flags: `${advice}: --dataset ${shellWord(file)}`,
  });
}

/** The files of a table as Spark and Dask write it: part-00000.parquet and so on. */
export function parquetParts(folder: string): string[] {
  const inFolder = readdirSync(folder, { withFileTypes: true });
  const names = inFolder.map(({ name }) => name).filter(isPartName);
  if (names.length === 0) return [];
  const others = inFolder.filter((entry) => isParquetBeside(folder, entry)).map(({ name }) => name);
  if (others.length > 0) {
    throw new InputError(
      `folder ${folder} holds other files beside the part-...parquet files of a table: ${others.slice(0, 3).join(', ')}; it is unclear which belong to it, so write the table as one Parquet file, e.g. with pandas or Spark, and give that file`,
    );
  }
  return names.sort().map((name) => checkPart(path.join(folder, name)));
}

/** What Spark's own parts stand alone without: other files, folders of partitions, and the log of a Delta table. */
function isParquetBeside(folder: string, entry: Dirent): boolean {
  const { name } = entry;
  if (!entry.isDirectory()) return name.endsWith('.parquet') && !/^[._]/.test(name) && !isPartName(name);
  if (name === '_delta_log') return true;
  return (
    !/^[._]/.test(name) && readdirSync(path.join(folder, name)).some((each) => each.endsWith('.parquet'))
  );
}
