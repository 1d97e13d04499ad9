import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readlink } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../lab-error.js';

/** Linux's open for what only leads to a folder's entries; it needs no right to list them. */
const O_PATH = 0o10000000;

/** Never through a link, and never waiting for the other end of a pipe. Windows has neither. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Runs work in a folder that stays the one that was checked: on Linux by the open folder itself, so that a
 * link put into the place of a part of its path meanwhile leads nowhere else. Elsewhere by its path.
 *
 * @param folder absolute, without links
 * @param work receives a path of the folder that is good until it ends
 * @throws LabError (404) when there is no such folder any more
 */
export async function withFolder<T>(folder: string, work: (held: string) => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') return work(folder);
  const handle = await open(folder, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW).catch((error) => {
    throw isGone(error) ? moved(folder) : error;
  });
  try {
    const held = `/proc/self/fd/${handle.fd}`;
    if ((await readlink(held)) !== folder) throw moved(folder);
    return await work(held);
  } finally {
    await handle.close();
  }
}

/** The same for one entry of a folder; the last part of the path may be a link, which is not followed. */
export function withEntry<T>(target: string, work: (held: string) => Promise<T>): Promise<T> {
  return withFolder(path.dirname(target), (held) =>
    work(`${held}${path.sep}${path.basename(target) || '.'}`),
  );
}

/** What an entry is, a link not followed. */
export function entryStats(target: string): Promise<Stats> {
  return withEntry(target, (held) => lstat(held));
}

/** A file that is open for reading; callers close it. */
export interface OpenFile {
  file: FileHandle;
  stats: Stats;
}

/**
 * Opens a file for reading.
 *
 * @param target absolute, without links
 * @throws LabError 404 when it is gone or a link by now, 400 when it is no file
 */
export function openFile(target: string): Promise<OpenFile> {
  return withEntry(target, openHeld);
}

/** Opens a file of a folder that is held, as {@link openFile}. */
export async function openHeld(held: string): Promise<OpenFile> {
  const file = await open(held, READ).catch((error) => {
    throw isGone(error) ? moved(held) : error;
  });
  const stats = await file.stat();
  if (stats.isFile()) return { file, stats };
  await file.close();
  throw new LabError(400, `${path.basename(held)} is not a file`);
}

/** All bytes of an open file, which is closed then. */
export function readAndClose({ file }: OpenFile): Promise<Buffer> {
  return file.readFile().finally(() => file.close());
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ELOOP', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));
}

function moved(target: string): LabError {
  return new LabError(404, `${path.basename(target)} was moved or deleted meanwhile; reload the page`);
}
