import { readdir, rm, rmdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database, firstLine, isDiskFull, scratchFolder } from '../../duckdb/database.js';
import { literal } from '../../duckdb/sql.js';
import { InputError, messageOf } from '../../util/errors.js';
import { hashOf, isBeingWritten, isPartialGone, writeBeside } from '../../util/node/files.js';
import { requireWritable } from './catalogue/catalogue.js';
import type { Source } from './detect/source.js';

/** Raised whenever the tables of a cache file change, so that older files are built anew. */
const CACHE_VERSION = 11;
/** A DuckDB file starts with three header blocks of 4 KiB. */
const HEADER_BYTES = 3 * 4096;
/** A process that has built a file releases it at once; these are 5 seconds. */
const LOCK_TRIES = 50;
const LOCK_WAIT_MS = 100;
const DAY_MS = 24 * 3600 * 1000;
/** In a folder that other machines share, their processes write all the while; only those of this one can be asked for. */
const PARTIAL_LIFETIME_MS = 10 * 60 * 1000;
/** A file not opened for this long belongs to a source that is gone, or to options tried once; it can be rebuilt. */
const UNUSED_LIFETIME_MS = 30 * DAY_MS;

/** Where a source's cache file lies, and which files it replaces. */
export interface CacheFile {
  readonly file: string;
  /** Files in the folder with this prefix come from an older state of the same source. */
  readonly family: string;
}

/**
 * The cache file of a source: its name changes with the paths, sizes and times of the files read, with what was said
 * about the table and with the importer's version. A copy may keep the time of its contents (`cp -p`, archives), but
 * not that of its entry in the file system.
 */
export async function cacheFile(source: Source, directory: string): Promise<CacheFile> {
  const { plays, parts = [plays], artists, profiles } = source;
  const files = [...parts, artists, profiles].filter((file) => file !== undefined);
  const states = await Promise.all(files.map((file) => stat(file)));
  const identity = [source.format, files, source.table];
  const state = [
    CACHE_VERSION,
    states.map(({ size, mtimeMs, ctimeMs, ino }) => [size, mtimeMs, ctimeMs, ino]),
  ];
  const slug = source.name.replace(/[^\w.-]+/g, '-').slice(0, 40);
  const family = `${slug}-${hash(identity)}-`;
  return { file: path.join(directory, 'cache', `${family}${hash(state)}.duckdb`), family };
}

function hash(value: unknown): string {
  return hashOf(JSON.stringify(value)).slice(0, 12);
}

/**
 * Opens a cache file to read, building it first when there is none or when it is damaged. Any number of
 * processes may do so at once: each builds its own file, and the last to finish stays.
 *
 * @param build fills an empty database
 */
export async function openCache(
  cache: CacheFile,
  description: string,
  build: (database: Database) => Promise<void>,
): Promise<Database> {
  const cached = await openUnlocked(cache.file, description).catch(() => undefined);
  if (cached) {
    await markUsed(cache.file);
    return cached;
  }
  await requireWritable(path.dirname(cache.file));
  // An empty folder in its place; one that holds files is not ours to delete.
  await rmdir(cache.file).catch(() => undefined);
  try {
    await writeBeside(cache.file, (partial) => buildFile(partial, cache.file, description, build));
  } catch (error) {
    return await afterFailedRename(cache.file, description, error);
  }
  await removeStale(cache);
  return await openUnlocked(cache.file, description);
}

/**
 * Opens a finished cache file. The process that has just put it in its place, or in that of ours, may hold
 * it for a moment still.
 */
async function openUnlocked(file: string, description: string): Promise<Database> {
  for (let tries = 1; ; tries++) {
    try {
      return await openComplete(file, description);
    } catch (error) {
      if (!/set lock|being used by another process/i.test(messageOf(error))) throw error;
      if (tries < LOCK_TRIES) await sleep(LOCK_WAIT_MS);
      else
        throw new InputError(
          `another process is writing the cache file ${file}; try again when it has ended`,
          { cause: error },
        );
    }
  }
}

/** A rename fails when a folder is in the way or, on Windows, when another process has the file open. */
async function afterFailedRename(file: string, description: string, error: unknown): Promise<Database> {
  const { syscall, code } = error as NodeJS.ErrnoException;
  if (syscall !== 'rename') throw error;
  const other = await openComplete(file, description).catch(() => undefined);
  if (other) return other;
  throw new InputError(
    `cannot put the cache file ${file} in its place (${code}); delete what is there and try again`,
    { cause: error },
  );
}

async function buildFile(
  partial: string,
  file: string,
  description: string,
  build: (database: Database) => Promise<void>,
): Promise<void> {
  let database: Database | undefined;
  try {
    database = await Database.open(partial, 'READ_WRITE', description);
    await build(database);
    await database.run(`CREATE TABLE complete AS SELECT ${literal(path.basename(file))} AS value`);
    await database.run('CHECKPOINT');
  } catch (error) {
    if (isDiskFull(error)) throw diskFull(partial, error);
    if (isPartialGone(error) && !(error instanceof InputError)) throw notWritten(file, error);
    throw error;
  } finally {
    database?.close();
    await rm(`${partial}.wal`, { force: true });
    await rm(scratchFolder(partial), { force: true, recursive: true });
  }
}

function diskFull(file: string, cause: unknown): InputError {
  return new InputError(
    `no space left for the cache in ${path.dirname(file)}; free some, or set LISTENLAB_DATA to another folder`,
    { cause },
  );
}

function notWritten(file: string, cause: unknown): InputError {
  return new InputError(
    `cannot write the cache file ${file} (${firstLine(messageOf(cause))}); try again, and leave its folder alone meanwhile`,
    { cause },
  );
}

/** Opens a finished cache file; fails when it is missing, truncated, another one or not ours. */
async function openComplete(file: string, description: string): Promise<Database> {
  const { ino } = await stat(file);
  const database = await Database.open(file, 'READ_ONLY', description);
  try {
    const name = await database.value('SELECT value FROM complete');
    if (name !== path.basename(file)) throw new Error(`it is ${name}`);
    const size = await database.query('SELECT total_blocks, block_size FROM pragma_database_size()');
    const expected = HEADER_BYTES + Number(size.columns.total_blocks[0]) * Number(size.columns.block_size[0]);
    // One that was replaced meanwhile is another's, who renames what is complete.
    const now = await stat(file);
    if (now.ino === ino && now.size < expected)
      throw new Error(`${now.size} bytes, expected at least ${expected}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Updates the access time, which many file systems do not by themselves; once a day is enough. */
async function markUsed(file: string): Promise<void> {
  try {
    const { atimeMs, mtime } = await stat(file);
    if (Date.now() - atimeMs > DAY_MS) await utimes(file, new Date(), mtime);
  } catch {
    // Of a folder that cannot be written, nothing is removed either.
  }
}

/**
 * Removes what older states of the same source left, what has not been used for long, and half-written files of
 * processes that are gone.
 */
async function removeStale({ file, family }: CacheFile): Promise<void> {
  const folder = path.dirname(file);
  const current = path.basename(file).replace(/(\.clean|\.merged)?\.duckdb$/, '');
  for (const name of await readdir(folder)) {
    const other = path.join(folder, name);
    const stale = /\.partial(\.wal|\.tmp)?$/.test(name)
      ? !isBeingWritten(name) && (await isOlder(other, 'mtimeMs', PARTIAL_LIFETIME_MS))
      : name.startsWith(family)
        ? !name.startsWith(current)
        : name.endsWith('.duckdb') && (await isOlder(other, 'atimeMs', UNUSED_LIFETIME_MS));
    // Another process may remove it too, and Windows keeps open files: then it stays for the next time.
    if (stale) await rm(other, { force: true, recursive: true }).catch(() => undefined);
  }
}

async function isOlder(file: string, time: 'atimeMs' | 'mtimeMs', lifetime: number): Promise<boolean> {
  const stats = await stat(file).catch(() => undefined);
  return stats !== undefined && Date.now() - stats[time] > lifetime;
}
