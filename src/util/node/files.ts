import { createHash, randomBytes } from 'node:crypto';
import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { showValue, wrongValue } from '../checks.js';
import { InputError, messageOf } from '../errors.js';

/** A name beside `target` that no other process uses: where a file is written before it is renamed. */
export function besideName(target: string): string {
  return `${target}.${process.pid}-${randomBytes(4).toString('hex')}.partial`;
}

/** Whether a file has such a name, of a living process of this machine. */
export function isBeingWritten(file: string): boolean {
  const [, pid] = /\.(\d+)-[\da-f]{8}\.partial/.exec(path.basename(file)) ?? [];
  return pid !== undefined && isAlive(Number(pid));
}

/** Whether an error of the system, or of a database, says that a file which is being written is gone. */
export function isPartialGone(error: unknown): boolean {
  const message = messageOf(error);
  return /-[\da-f]{8}\.partial/.test(message) && /no such file/i.test(message);
}

/** Whether there is a process of this number. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user exists, but takes no signal.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A file's text; undefined where there is no such file. */
export async function readTextIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}

/**
 * The file to write for `target`: if it is a link, its target, even if that does not exist yet.
 *
 * @throws InputError when it is a device, a pipe or a socket, which a file would replace
 */
export async function fileWritten(target: string): Promise<string> {
  const found = await stat(target).catch(() => undefined);
  if (found && !found.isFile() && !found.isDirectory()) {
    const what = found.isFIFO() ? 'a pipe' : found.isSocket() ? 'a socket' : 'a device';
    throw new InputError(`${target} is ${what}; expected a file to write, for example a new one`);
  }
  if (found) return await realpath(target);
  const leadsTo = await readlink(target).catch(() => undefined);
  return leadsTo === undefined ? target : path.resolve(path.dirname(target), leadsTo);
}

/**
 * Runs `write` on a name beside `target`, then renames the result over `target`. Readers see the old file or the new
 * one, never a partial one; when `write` fails, nothing is left behind.
 *
 * @param target the file to create, or a link to it; its folder is created, too
 * @param write receives the name beside it, and writes a complete file there
 * @throws InputError when no file can be created there, as for {@link fileWritten}
 */
export async function writeBeside<T>(target: string, write: (partial: string) => Promise<T>): Promise<T> {
  const file = await fileWritten(target);
  await makeFolder(path.dirname(file));
  return await replaceFile(file, besideName(file), write);
}

/**
 * Makes a folder with those above it that are missing. Node's own way never ends where folders cannot be made and the
 * system calls that "not found", as in /proc.
 */
export async function makeFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  const above = path.dirname(folder);
  // Where a file stands in the way, the system says so below.
  if (above !== folder && !(await stat(above).catch(() => undefined))) await makeFolder(above);
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Another process may have made it meanwhile.
    if (error.code !== 'EEXIST' || found !== undefined) throw error;
  });
}

/**
 * Writes into a folder once, and takes it away, because permissions alone do not tell: a disk may be read-only, and in
 * /proc nothing can be made.
 *
 * @throws the system's error where nothing can be written
 */
export async function probeFolder(folder: string): Promise<void> {
  await rmdir(await mkdtemp(path.join(folder, '.listenlab-')));
}

/** {@link writeBeside} for a file (or folder) that is no link, under a chosen name beside it. */
export async function replaceFile<T>(
  file: string,
  partial: string,
  write: (partial: string) => Promise<T>,
): Promise<T> {
  try {
    const result = await write(partial);
    await rename(partial, file);
    return result;
  } catch (error) {
    await rm(partial, { force: true, recursive: true });
    throw error;
  }
}

/**
 * Writes a whole file at once, atomically. See {@link writeBeside}.
 *
 * @param mode permissions of the file. Default: the system's
 * @throws InputError when there is no space for it, which some disks report only on sync
 */
export async function writeFileBeside(
  target: string,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  try {
    await writeBeside(target, async (partial) => {
      await writeFile(partial, content, { flush: true });
      if (mode !== undefined) await chmod(partial, mode);
    });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (!NO_ROOM.includes(String(code))) throw cause;
    throw new InputError(`not enough space for ${target} (${code}); free some, or write it elsewhere`, {
      cause,
    });
  }
}

/** Errors for a full disk, an exceeded quota or a file that is too large. */
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/**
 * A new folder for temporary files, without links in its path; callers remove it.
 *
 * @throws InputError when the system's temporary folder is missing or not writable
 */
async function temporaryFolder(): Promise<string> {
  try {
    return await mkdtemp(path.join(await realpath(tmpdir()), 'listenlab-'));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new InputError(
      `cannot create temporary files in ${tmpdir()} (${code}); create that folder, or set TMPDIR to a writable one`,
      { cause },
    );
  }
}

/** Runs work with a temporary folder, and removes it if the work fails. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await temporaryFolder();
  try {
    return await work(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** SHA-256 as 64 hexadecimal digits. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * One hash of the names and contents of files, and of all files in folders.
 *
 * @param paths files and folders, from `root`
 * @throws the system's error when one of them is missing
 */
export async function hashOfFiles(root: string, paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of paths) {
    const within = (await stat(path.join(root, name))).isDirectory()
      ? await readdir(path.join(root, name), { recursive: true })
      : [''];
    for (const below of within.sort()) {
      const content = await readFile(path.join(root, name, below)).catch(ignoreFolder);
      if (content) hash.update(`\0${path.join(name, below)}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

function ignoreFolder(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EISDIR') throw error;
}

/** Folders replaced more recently are kept: processes started from them may still run. */
const KEEP_MS = 24 * 60 * 60 * 1000;
/** How many older ones are kept, for processes that run for days. */
const KEEP_COUNT = 5;

/** Removes the folders that `isReplaced` names, except those of the last day and five more. */
export async function removeReplaced(folder: string, isReplaced: (name: string) => boolean): Promise<void> {
  const names = (await readdir(folder)).filter(isReplaced);
  const found = await Promise.all(
    names.map(async (name) => {
      const { mtimeMs } = await stat(path.join(folder, name)).catch(() => ({ mtimeMs: Date.now() }));
      return { file: path.join(folder, name), mtimeMs };
    }),
  );
  const old = found.filter(({ mtimeMs }) => Date.now() - mtimeMs > KEEP_MS);
  old.sort((a, b) => b.mtimeMs - a.mtimeMs);
  await Promise.all(old.slice(KEEP_COUNT).map(({ file }) => rm(file, { recursive: true, force: true })));
}

/**
 * A path as given: a string or a file URL.
 *
 * @example pathOf(new URL('plays.csv', import.meta.url), 'the path of a file')
 * @param expected what it should be, and how to give it
 * @param option the option's name; omitted for an argument
 * @throws InputError for anything else, and for an empty string
 */
export function pathOf(given: string | URL, expected: string, option?: string): string {
  if (given instanceof URL) {
    try {
      return fileURLToPath(given);
    } catch (cause) {
      throw new InputError(`${given.href} is not a path (${messageOf(cause)}); expected ${expected}`, {
        cause,
      });
    }
  }
  if (typeof given === 'string' && given !== '') return given;
  if (option === undefined) throw wrongValue(given, expected);
  throw new InputError(`${option} is ${showValue(given)}; expected ${expected}`);
}

/**
 * The text of a file that may be a device or a pipe, which have no size and perhaps no end.
 *
 * @param most reads no more bytes than that
 * @param signal ends the wait for a pipe without a writer
 * @returns undefined when there is more
 */
export async function readBounded(
  file: string,
  most: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  const stream = open(file, most);
  const stop = () => stream.destroy(signal?.reason);
  signal?.addEventListener('abort', stop);
  try {
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > most) return undefined;
      chunks.push(chunk);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    stream.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Opening a pipe does not wait for a writer; reading it as a socket does not block a thread. */
function open(file: string, most: number): Readable {
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFIFO()) return new Socket({ fd: descriptor, readable: true, writable: false });
    return createReadStream('', { fd: descriptor, end: most });
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}
