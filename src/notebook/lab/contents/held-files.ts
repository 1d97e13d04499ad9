import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { chmod, type FileHandle, lstat, open, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive, replaceFile } from '../../../util/node/files.js';
import { LabError } from '../server/requests.js';

/** Linux's flag to open a folder only to reach its entries; it needs no permission to list them. */
const O_PATH = 0o10000000;

/** Never follows links, and never blocks on a pipe. Windows has neither. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Runs work in a folder that is guaranteed to be the one that was checked: on Linux through its open descriptor, so
 * that replacing a part of its path by a link has no effect. Elsewhere by its path.
 *
 * @param folder absolute, without links
 * @param work receives a path of the folder that is valid until it ends
 * @throws LabError (404) when the folder no longer exists
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

/** Stats of an entry, without following links. */
export function entryStats(target: string): Promise<Stats> {
  return withEntry(target, (held) => lstat(held));
}

/** A file that is open for reading; callers close it. */
interface OpenFile {
  file: FileHandle;
  stats: Stats;
}

/**
 * Opens a file for reading.
 *
 * @param target absolute, without links
 * @throws LabError 404 when it is gone or has become a link, 400 when it is not a file
 */
export function openFile(target: string): Promise<OpenFile> {
  return withEntry(target, openHeld);
}

/** Opens a file of a held folder, like {@link openFile}. */
export async function openHeld(held: string): Promise<OpenFile> {
  const file = await open(held, READ).catch((error) => {
    throw isGone(error) ? moved(held) : error;
  });
  const stats = await file.stat();
  if (stats.isFile()) return { file, stats };
  await file.close();
  throw new LabError(400, `${path.basename(held)} is not a file`);
}

/** Reads all bytes of an open file and closes it. */
export function readAndClose({ file }: OpenFile): Promise<Buffer> {
  return file.readFile().finally(() => file.close());
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ELOOP', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));
}

function moved(target: string): LabError {
  return new LabError(404, `${path.basename(target)} was moved or deleted in the meantime; reload the page`);
}

/**
 * Writes a file atomically, even if the machine loses power: a hidden file beside it is written, flushed to the disk
 * and renamed.
 *
 * @throws the system's error (no space, no permission); the old file is then untouched
 */
export async function writeDurably(target: string, bytes: Uint8Array): Promise<void> {
  const before = await lstat(target).catch(() => undefined);
  await replaceFile(target, partialName(target), async (partial) => {
    await writeFile(partial, bytes, { flag: 'wx', flush: true });
    if (before?.isFile()) await chmod(partial, before.mode & 0o7777);
  });
}

/** A hidden name beside the target, of this process. */
export function partialName(target: string): string {
  const name = `.listenlab-${process.pid}-${randomBytes(6).toString('hex')}.partial`;
  return path.join(path.dirname(target), name);
}

/** Removes what servers killed in the middle of a save left in a folder. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = /^\.listenlab-(\d+)-[0-9a-f]+\.partial$/.exec(name);
    if (owner && !isAlive(Number(owner[1]))) await rm(path.join(folder, name), { force: true });
  }
}

/** Serialises changes that touch the same file, or a folder and something in it. */
export class FileLocks {
  readonly #underWay = new Set<{ files: readonly string[]; end: Promise<unknown> }>();

  /** Runs `work` when all earlier work that touches one of these files has ended. */
  async run<T>(files: readonly string[], work: () => Promise<T>): Promise<T> {
    const mine = files.map(folded);
    const before = [...this.#underWay].filter((other) => overlap(other.files, mine)).map(({ end }) => end);
    const turn = Promise.allSettled(before).then(work);
    const entry = { files: mine, end: turn };
    this.#underWay.add(entry);
    try {
      return await turn;
    } finally {
      this.#underWay.delete(entry);
    }
  }
}

/** On case-insensitive disks, `a` and `A` are the same file. */
export function folded(file: string): string {
  return file.normalize('NFC').toLowerCase();
}

function overlap(some: readonly string[], others: readonly string[]): boolean {
  return some.some((a) => others.some((b) => a === b || isWithin(a, b) || isWithin(b, a)));
}

function isWithin(file: string, folder: string): boolean {
  return file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
