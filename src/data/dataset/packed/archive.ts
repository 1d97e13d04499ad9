import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ReadEntry } from 'tar';
import { isSystemError } from '../../../util/errors.js';
import { formatCount } from '../../../util/format.js';
import { besideName } from '../../../util/node/files.js';
import { followSignal } from '../../../util/work.js';
import type { DatasetFile } from '../catalogue/catalogue.js';
import type { OnBytes } from '../catalogue/transfer.js';
import { type ArchiveBounds, ArchiveError, archiveBounds, archiveError } from './archive-error.js';
import { gunzipped, openZip } from './compressed.js';

/** Receives the content of one regular file of an archive. */
type OnMember = (
  member: DatasetFile,
  content: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
) => Promise<void>;
/** Which of the wanted files lies at this path of the archive, if any. */
type MemberFilter = (memberPath: string) => DatasetFile | undefined;

/** An archive that is being read, and its limits. */
interface Reading {
  readonly archive: string;
  readonly bounds: ArchiveBounds;
  readonly signal?: AbortSignal;
}

/**
 * Unpacks files of a zip or a gzipped tar into a folder, whatever folder of the archive they lie in, and checks their
 * size and MD5. All of them appear, or none. What unpacks to far more than files of plays do is stopped early.
 *
 * @param archive a path
 * @param kind how it is packed
 * @param want says by the last part of a path whether and as what a file is wanted
 * @param options.onBytes hears of each chunk that was unpacked
 * @returns the files, in the order of the archive
 * @throws ArchiveError when the archive is damaged, too large unpacked, or names a path outside itself
 */
export async function extract(
  archive: string,
  kind: 'zip' | 'tar.gz' | 'tar',
  want: (name: string, memberPath: string) => DatasetFile | undefined,
  folder: string,
  options: { signal?: AbortSignal; onBytes?: OnBytes; require?: (found: DatasetFile[]) => void } = {},
): Promise<DatasetFile[]> {
  const written = new Map<DatasetFile, string>();
  const bounds = await archiveBounds(archive);
  const choose: MemberFilter = (memberPath) => {
    bounds.addEntry();
    if (isOutside(memberPath)) throw new ArchiveError(`it names a path outside itself, '${memberPath}'`);
    const found = want(path.posix.basename(memberPath), memberPath);
    return found && !written.has(found) ? found : undefined;
  };
  const take: OnMember = async (member, content, signal = options.signal) => {
    const partial = besideName(path.join(folder, member.name));
    written.set(member, partial);
    const counted = kind === 'zip' ? bounds.within(content) : content;
    await writeChecked(member, counted, partial, { ...options, signal });
  };
  try {
    const reading: Reading = { archive, bounds, signal: options.signal };
    if (kind === 'zip') await eachZipMember(reading, choose, take);
    else await eachTarMember(reading, kind === 'tar.gz', choose, take);
    options.require?.([...written.keys()]);
    for (const [member, partial] of written) await rename(partial, path.join(folder, member.name));
    return [...written.keys()];
  } catch (error) {
    for (const partial of written.values()) await rm(partial, { force: true });
    options.signal?.throwIfAborted();
    throw isSystemError(error) ? error : archiveError(error);
  }
}

/**
 * Unpacks the named files of a zip or a gzipped tar into a folder.
 *
 * @param archive a path; one that ends with `.zip` before any `.partial` is read as zip, others as tar.gz
 * @param members which files, by the last part of their path
 * @throws ArchiveError as {@link extract} does, and when it lacks a requested file
 */
export async function extractMembers(
  archive: string,
  members: readonly DatasetFile[],
  folder: string,
  options: { signal?: AbortSignal; onBytes?: OnBytes } = {},
): Promise<void> {
  const kind = /\.zip(\.partial)?$/.test(archive) ? 'zip' : 'tar.gz';
  await extract(archive, kind, (name) => members.find((member) => member.name === name), folder, {
    ...options,
    require(found) {
      const missing = members.filter((member) => !found.includes(member)).map((member) => member.name);
      if (missing.length > 0) throw new ArchiveError(`it has no ${missing.join(' and no ')}`);
    },
  });
}

async function eachZipMember({ archive }: Reading, choose: MemberFilter, take: OnMember): Promise<void> {
  const zip = await openZip(archive);
  try {
    for await (const { path: memberPath, content } of zip.members()) {
      const member = choose(memberPath);
      if (member) await take(member, await content());
    }
  } finally {
    zip.close();
  }
}

async function eachTarMember(
  { archive, bounds, signal }: Reading,
  isGzipped: boolean,
  choose: MemberFilter,
  take: OnMember,
): Promise<void> {
  const { Parser } = await import('tar');
  const failure = followSignal(signal);
  const stop = failure.signal;
  // The parser waits while an entry is not read: whatever fails first must end every wait.
  const fail = (error: unknown) => failure.abort(error);
  const taken: Promise<void>[] = [];
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      taken.push(takeEntry(entry, choose, take, stop).catch(fail));
    },
  });
  parser.on('error', fail);
  const ended = once(parser, 'end', { signal: stop }).catch(fail);
  const parse = async (bytes: AsyncIterable<Buffer>) => {
    for await (const chunk of bytes) {
      try {
        bounds.addBytes(chunk.length);
      } catch (error) {
        // Told first: the streams that end now have errors of their own.
        return fail(error);
      }
      if (!parser.write(chunk)) await once(parser, 'drain', { signal: stop });
    }
    parser.end();
  };
  const bytes = isGzipped ? gunzipped(archive) : createReadStream(archive);
  await pipeline(bytes, parse, { signal: stop }).catch(fail);
  await Promise.all([ended, ...taken]);
  failure.release();
  stop.throwIfAborted();
}

async function takeEntry(
  entry: ReadEntry,
  choose: MemberFilter,
  take: OnMember,
  stop: AbortSignal,
): Promise<void> {
  const isFile = entry.type === 'File' || entry.type === 'OldFile';
  const member = isFile ? choose(entry.path) : undefined;
  if (member) await take(member, entry, stop);
  else entry.resume();
}

async function writeChecked(
  member: DatasetFile,
  content: AsyncIterable<Uint8Array>,
  partial: string,
  options: { signal?: AbortSignal; onBytes?: OnBytes },
): Promise<void> {
  const hash = createHash('md5');
  const tap = async function* (source: AsyncIterable<Uint8Array>) {
    let bytes = 0;
    for await (const chunk of source) {
      bytes += chunk.length;
      if (member.bytes !== undefined && bytes > member.bytes)
        throw new ArchiveError(`its ${member.name} has more than ${formatCount(member.bytes)} bytes`);
      hash.update(chunk);
      options.onBytes?.(chunk.length);
      yield chunk;
    }
  };
  await pipeline(content, tap, createWriteStream(partial), { signal: options.signal });
  const found = hash.digest('hex');
  if (member.md5 && found !== member.md5) {
    throw new ArchiveError(`its ${member.name} has MD5 ${found} instead of ${member.md5}`);
  }
}

function isOutside(memberPath: string): boolean {
  return path.win32.isAbsolute(memberPath) || memberPath.split(/[\\/]/).includes('..');
}
