import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Work } from '../../../duckdb/database.js';
import { InputError, isSystemError } from '../../../util/errors.js';
import { makeFolder } from '../../../util/node/files.js';
import type { DatasetFile } from '../catalogue/catalogue.js';
import { isBesideData, isDataName, isPartName } from '../detect/file-names.js';
import { readHead } from '../detect/inspect.js';
import { type Packing, packingOf, unpackedName, zstdDecompressor } from '../detect/packing.js';
import { asUtf8, wideEncodingOf } from '../text/encoding.js';
import { extract } from './archive.js';
import { ArchiveError, archiveBounds, archiveError } from './archive-error.js';
import { gunzipped } from './compressed.js';

/** What came out of a packed file. */
interface Unpacked {
  /** The file of plays, or the folder that it lies in with others of its kind. */
  readonly path: string;
  /** What messages call the unpacked files, by their paths. */
  readonly shown: ReadonlyMap<string, string>;
}

/** Names by which a folder of files is known as a whole. */
type KnownNames = (name: string) => boolean;

/**
 * Unpacks a file into a folder, within bounds: see `archiveBounds`. Of an archive only what may be plays is written, by
 * the last part of its path.
 *
 * @param folder is made
 * @param isKnown tells names of published files, which belong together
 * @throws InputError for a damaged archive, one without plays, and one with several files that may be the plays
 */
export async function unpack(
  file: string,
  folder: string,
  isKnown: KnownNames,
  { signal, onProgress }: Work,
): Promise<Unpacked> {
  const packing = packingOf(file, readHead(file)) as Packing;
  await makeFolder(folder);
  onProgress?.({ task: `unpacking ${path.basename(file)}`, done: 0, total: 100 });
  try {
    if (packing === 'UTF-16') return await decodeFile(file, folder, signal);
    if (packing === 'gzip' || packing === 'zstd') return await unpackFile(file, packing, folder, signal);
    return await unpackArchive(file, packing, folder, isKnown, signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof InputError || isSystemError(error)) throw error;
    const { message, advice = 'check that it is complete, or unpack it by hand' } = archiveError(error);
    throw new InputError(`${file} cannot be unpacked: ${message}; ${advice}`, { cause: error });
  }
}

async function unpackFile(
  file: string,
  packing: 'gzip' | 'zstd',
  folder: string,
  signal?: AbortSignal,
): Promise<Unpacked> {
  const target = path.join(folder, unpackedName(path.basename(file)));
  const bounds = await archiveBounds(file);
  const within = (content: AsyncIterable<Buffer>) => bounds.within(content);
  if (packing === 'gzip') await pipeline(gunzipped(file), within, createWriteStream(target), { signal });
  else {
    const decompress = zstdDecompressor()?.();
    if (decompress === undefined) throw new ArchiveError('this Node.js does not unpack it');
    await pipeline(createReadStream(file), decompress, within, createWriteStream(target), { signal });
  }
  return { path: target, shown: new Map([[target, file]]) };
}

async function decodeFile(file: string, folder: string, signal?: AbortSignal): Promise<Unpacked> {
  const target = path.join(folder, path.basename(file));
  const bounds = await archiveBounds(file);
  const encoding = wideEncodingOf(readHead(file)) ?? 'UTF-16';
  const within = (content: AsyncIterable<Buffer>) => bounds.within(asUtf8(content, encoding));
  try {
    await pipeline(createReadStream(file), within, createWriteStream(target), { signal });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InputError(
      `${file} begins as ${encoding}, but is damaged: it ends in the middle of a character, or contains invalid bytes; download it again, or export it as CSV in UTF-8`,
      { cause: error },
    );
  }
  return { path: target, shown: new Map([[target, file]]) };
}

async function unpackArchive(
  file: string,
  kind: 'zip' | 'tar.gz' | 'tar',
  folder: string,
  isKnown: KnownNames,
  signal?: AbortSignal,
): Promise<Unpacked> {
  const names = new Set<string>();
  const others: string[] = [];
  const want = (name: string, memberPath: string): DatasetFile | undefined => {
    const isData = isDataName(name) || isKnown(name) || path.extname(name) === '';
    if (!isData || isBesideData(name) || /(?:^|\/)(?:__MACOSX|\.[^/]*)\//.test(memberPath)) {
      others.push(name);
      return undefined;
    }
    // Of two files of one name in two folders, neither is the only one.
    if (names.has(name)) throw severalFiles(file, [name, memberPath]);
    names.add(name);
    return { name };
  };
  const found = await extract(file, kind, want, folder, { signal });
  const shown = new Map(found.map(({ name }) => [path.join(folder, name), `${file} (${name})`]));
  if (found.some(({ name }) => isKnown(name))) return { path: folder, shown };
  if (found.length === 1) return { path: path.join(folder, found[0].name), shown };
  if (found.length > 1 && found.every(({ name }) => isPartName(name))) return { path: folder, shown };
  if (found.length > 1)
    throw severalFiles(
      file,
      found.map(({ name }) => name),
    );
  const inside = others.length === 0 ? 'no files' : `only ${others.slice(0, 5).join(', ')}`;
  throw new InputError(
    `${file} contains ${inside}; expected a file of plays (TSV, CSV, Parquet or JSON): unpack it and give the path of that file`,
  );
}

function severalFiles(file: string, names: readonly string[]): InputError {
  const shown = names.slice(0, 5).join(', ');
  return new InputError(
    `${file} contains several files that may be the plays (${shown}${names.length > 5 ? ', ...' : ''}); unpack it and give the path of one`,
  );
}
