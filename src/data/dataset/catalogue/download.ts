import { stat } from 'node:fs/promises';
import path from 'node:path';
import { anything, readOptions, WATCH_CHECKS, wrongValue } from '../../../util/checks.js';
import { InputError, isSystemError } from '../../../util/errors.js';
import { formatBytes } from '../../../util/format.js';
import { makeFolder } from '../../../util/node/files.js';
import type { TaskProgress } from '../../../util/work.js';
import { watched } from '../../../util/work.js';
import { extractMembers } from '../packed/archive.js';
import { ArchiveError } from '../packed/archive-error.js';
import { type DatasetEntry, dataDirectory, entryFolder, entryNamed } from './catalogue.js';
import { fetchFile, type Patience } from './fetch-file.js';
import { discardPartial, md5OfFile, TransferError } from './transfer.js';

/** Where and how to download. */
export interface DownloadOptions {
  /** Folder of all datasets; default LISTENLAB_DATA, else `data` in a clone, else the platform's folder for caches. */
  readonly dataDirectory?: string | URL;
  readonly signal?: AbortSignal;
  /** Bytes that are checked, downloaded or unpacked, of how many. */
  readonly onProgress?: (progress: TaskProgress) => void;
  /** Address of the same archive on another server. */
  readonly mirror?: string;
  /** How long to wait and how often to try again when a connection is cut; default about a minute. */
  readonly patience?: Patience;
  /** What whoever reads an error is to do once more; default the command `listenlab data get`. */
  readonly again?: string;
}

const CHECKS = {
  dataDirectory: anything,
  mirror: anything,
  patience: anything,
  again: anything,
  ...WATCH_CHECKS,
};

/** What {@link downloadDataset} did. */
export interface Download {
  /** Folder with the dataset's files. */
  readonly folder: string;
  /** `unpacked`: from an archive that was put there by hand; `built-in`: nothing to download. */
  readonly outcome: 'downloaded' | 'unpacked' | 'intact' | 'built-in';
}

/**
 * Downloads a dataset of the catalogue, unless it is there and intact.
 *
 * A cut download is resumed, in this call and in the next one. The files appear under their names only
 * when their checksums are right. An archive that was put into the dataset's folder by hand is unpacked
 * instead of downloaded. In a notebook, an interrupt of the cell stops it and a line shows how far it is,
 * where no signal and no onProgress are given.
 *
 * @example await downloadDataset('lastfm-2k', { onProgress: ({ task, note }) => console.log(task, note) })
 * @param dataset a name of the catalogue, or an entry like those in it
 * @throws InputError that says what happened and how to go on: offline, refused, cut too often, wrong
 * checksum, no space
 * @category Open data
 */
export async function downloadDataset(
  dataset: string | DatasetEntry,
  options: DownloadOptions = {},
): Promise<Download> {
  const entry = typeof dataset === 'string' ? entryNamed(dataset) : dataset;
  if (!Array.isArray(entry?.files))
    throw wrongValue(entry, "the name of a dataset: await downloadDataset('lastfm-2k')");
  const given = readOptions(options, CHECKS, {});
  const folder = entryFolder(entry, dataDirectory(given.dataDirectory));
  if (!entry.archive) return { folder, outcome: 'built-in' };
  const url = given.mirror ?? entry.archive.url;
  if (!/^https?:/.test(url) || !URL.canParse(url)) {
    throw new InputError(`'${url}' is not a download address; expected http://... or https://...`);
  }
  const archive = path.join(folder, path.posix.basename(new URL(entry.archive.url).pathname));
  const outcome = await watched(`downloading ${entry.name}`, given, (watch) =>
    bringFiles(entry, url, archive, { ...given, ...watch }),
  );
  return { folder, outcome };
}

/** Tells how many bytes of a file are done, of how many; `total` is 0 when nobody knows it. */
function tell({ onProgress }: DownloadOptions, task: string, done: number, total: number): void {
  const note = total > 0 ? `${formatBytes(done)} of ${formatBytes(total)}` : formatBytes(done);
  onProgress?.({ task, done, total, note });
}

/** Makes the dataset's files appear in the archive's folder, in the way that needs the least. */
async function bringFiles(
  entry: DatasetEntry,
  url: string,
  archive: string,
  options: DownloadOptions,
): Promise<Download['outcome']> {
  const folder = path.dirname(archive);
  try {
    if (await isIntact(entry, folder, options)) return 'intact';
    await makeFolder(folder);
    if (await isFile(archive)) {
      await unpackByHand(entry, archive, options);
      return 'unpacked';
    }
    await fetchAndUnpack(entry, url, archive, options);
    return 'downloaded';
  } catch (error) {
    options.signal?.throwIfAborted();
    const again = options.again ?? `run 'npx listenlab data get ${entry.name}'`;
    throw withRemedy(error, entry, { url, archive, again });
  }
}

async function fetchAndUnpack(
  entry: DatasetEntry,
  url: string,
  archive: string,
  options: DownloadOptions,
): Promise<void> {
  const { md5, bytes } = entry.archive ?? {};
  const partial = `${archive}.partial`;
  const file = path.basename(archive);
  const { signal, patience } = options;
  await fetchFile({
    url,
    partial,
    md5,
    bytes,
    signal,
    patience,
    onProgress: (received, total) => tell(options, `downloading ${file}`, received, total),
  });
  try {
    await unpack(entry, partial, options);
  } catch (error) {
    if (error instanceof ArchiveError) await discardPartial(partial);
    throw error instanceof ArchiveError
      ? new ArchiveError(`${url} is not the expected archive: ${error.message}`)
      : error;
  }
  await discardPartial(partial);
}

async function unpackByHand(entry: DatasetEntry, archive: string, options: DownloadOptions): Promise<void> {
  try {
    const expected = entry.archive?.md5;
    if (expected !== undefined) {
      const found = await md5OfFile(archive, { signal: options.signal });
      if (found !== expected) throw new ArchiveError(`it has MD5 ${found} instead of ${expected}`);
    }
    await unpack(entry, archive, options);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw new ArchiveError(`${archive} is not the expected archive: ${error.message}; remove it`, {
      cause: error,
    });
  }
}

async function unpack(entry: DatasetEntry, archive: string, options: DownloadOptions): Promise<void> {
  const total = entry.files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  let received = 0;
  await extractMembers(archive, entry.files, path.dirname(archive), {
    signal: options.signal,
    onBytes(bytes) {
      received += bytes;
      tell(options, `unpacking ${path.basename(archive)}`, received, total);
    },
  });
}

async function isIntact(entry: DatasetEntry, folder: string, options: DownloadOptions): Promise<boolean> {
  const paths = entry.files.map((file) => path.join(folder, file.name));
  for (const file of paths) if (!(await isFile(file))) return false;
  for (const [index, file] of paths.entries()) {
    const { name, md5 } = entry.files[index];
    const { size: total } = await stat(file);
    let received = 0;
    const onBytes = (bytes: number) => {
      received += bytes;
      tell(options, `checking ${name}`, received, total);
    };
    const found = md5 && (await md5OfFile(file, { signal: options.signal, onBytes }));
    if (found !== md5) return false;
  }
  return true;
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

function withRemedy(
  error: unknown,
  entry: DatasetEntry,
  { url, archive, again }: { url: string; archive: string; again: string },
): unknown {
  if (error instanceof TransferError || error instanceof ArchiveError) {
    return new InputError(
      `${error.message}; ${again} again later, or fetch ${url} by hand (homepage: ${entry.home}), ` +
        `save it as ${archive} and ${again}`,
      { cause: error },
    );
  }
  if (isSystemError(error)) {
    return new InputError(
      `cannot store the dataset in ${path.dirname(archive)} (${error.message}); make room there or set ` +
        `LISTENLAB_DATA to a folder that can be written, and ${again} again`,
      { cause: error },
    );
  }
  return error;
}
