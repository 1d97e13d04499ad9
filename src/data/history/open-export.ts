import { createReadStream, type Dirent } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { showValue } from '../../util/checks.js';
import { InputError, isSystemError, noPermission } from '../../util/errors.js';
import { archiveFault } from '../dataset/packed/archive-error.js';
import { gunzipped, type OpenZip, openZip, type ZipMember } from '../dataset/packed/compressed.js';
import {
  checkSize,
  EXPECTED,
  type Export,
  type ExportFile,
  isGzipName,
  isHistoryName,
  isVideoHistory,
  MOST_FILES,
  mostUnpacked,
  NotAHistory,
  tooManyFiles,
} from './export-files.js';
import { nothingFound } from './history-errors.js';

/**
 * Finds the histories in a file, a folder or a zip. Reads none of them.
 *
 * @throws InputError when there is no such path or nothing in it is called like a history
 */
export async function openExport(given: string): Promise<Export> {
  if (typeof given !== 'string')
    throw new InputError(`path is ${showValue(given)}; expected the path of an export`);
  const file = path.resolve(given);
  const stats = await stat(file).catch((error: unknown) => {
    if (!isSystemError(error) || !['ENOENT', 'ENOTDIR'].includes(error.code)) throw error;
    throw new InputError(`no file or folder ${file}; check the path`);
  });
  if (stats.isDirectory()) return await openFolder(file);
  if (!stats.isFile()) throw new InputError(`${file} is neither a file nor a folder; ${EXPECTED}`);
  if (await isZip(file)) return await openArchive(file);
  if (isVideoHistory(file)) {
    throw new InputError(
      `${file} is Spotify's history of videos, which is not read as music; give the files Streaming_History_Audio_...`,
    );
  }
  return {
    title: file,
    files: [await openFile(file, stats.size)],
    isCollection: false,
    others: [],
    close: () => {},
  };
}

/** By its first bytes: those of a member, or of the end of an empty archive. */
async function isZip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read({ buffer: Buffer.alloc(4) });
    return ['PK\x03\x04', 'PK\x05\x06'].includes(buffer.toString('latin1'));
  } finally {
    await handle.close();
  }
}

const GZIP = '\x1f\x8b';
/** At its end a gzip says how much it unpacks to, in four bytes. */
const SIZE_BYTES = 4;

/**
 * A file on the disk, which may be compressed with gzip: then its content is what it unpacks to.
 *
 * @param bytes how large it is
 */
async function openFile(file: string, bytes: number): Promise<ExportFile> {
  const plain = { label: file, name: path.basename(file) };
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(GZIP.length) });
    if (buffer.toString('latin1', 0, bytesRead) !== GZIP)
      return { ...plain, bytes, open: () => createReadStream(file) };
    const end = Buffer.alloc(SIZE_BYTES);
    await handle.read({ buffer: end, position: Math.max(0, bytes - SIZE_BYTES) });
    return { ...plain, bytes: likelySize(end.readUInt32LE(), bytes), open: () => gzipContent(file, bytes) };
  } finally {
    await handle.close();
  }
}

/** What a gzip says, of its last part alone, unless that cannot be; it is no more than a measure for the progress. */
function likelySize(told: number, packedBytes: number): number {
  return told > packedBytes && told <= mostUnpacked(packedBytes) ? told : packedBytes;
}

/** Ends with an error where it unpacks to more than a history does, or is damaged. */
async function* gzipContent(file: string, packedBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of gunzipped(file)) {
      bytes += chunk.length;
      checkSize({ label: file, bytes, packedBytes });
      yield chunk;
    }
  } catch (error) {
    if (error instanceof InputError || isSystemError(error)) throw error;
    throw unreadable(file, error, 'download it again');
  }
}

/** ListenBrainz has listens/2021/11.jsonl; an unpacked archive often lies in a folder of its own, twice. */
const DEEPEST = 5;

/**
 * Finds the histories in a folder and those below it. What may not be read is left alone.
 *
 * @throws InputError when there is none, or the folder itself may not be read
 */
async function openFolder(folder: string): Promise<Export> {
  const denied: string[] = [];
  const found = await filesBelow(folder, denied);
  const names = found.sort().filter(isHistoryName);
  const files: ExportFile[] = [];
  // One after the other: a system has no room for thousands of open files.
  for (const name of names) {
    const file = path.join(folder, name);
    try {
      files.push(await openFile(file, (await stat(file)).size));
    } catch (error) {
      if (!noPermission(error)) throw error;
      denied.push(file);
    }
  }
  if (files.length === 0) throw nothingFound(`folder ${folder}`, found, denied.sort());
  return {
    title: `folder ${folder}`,
    files,
    isCollection: true,
    others: found.filter((name) => !isHistoryName(name)).map((name) => path.join(folder, name)),
    denied: denied.sort(),
    close: () => {},
  };
}

/**
 * Paths of regular files from the folder on, with slashes. Links are not followed.
 *
 * @param denied is added the folders that may not be read
 */
async function filesBelow(folder: string, denied: string[]): Promise<string[]> {
  const found: string[] = [];
  async function look(within: string, depth: number): Promise<void> {
    for (const entry of await entriesOf(path.join(folder, within), depth > 1 ? denied : undefined)) {
      const name = path.posix.join(within, entry.name);
      if (entry.isFile()) found.push(name);
      else if (entry.isDirectory() && depth < DEEPEST) await look(name, depth + 1);
      if (found.length > MOST_FILES) throw tooManyFiles(`folder ${folder}`);
    }
  }
  await look('', 1);
  return found;
}

async function entriesOf(folder: string, denied: string[] | undefined): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const refusal = noPermission(error);
    if (!refusal || !denied) throw refusal ?? error;
    denied.push(folder);
    return [];
  }
}

const WORKBOOK_ADVICE =
  "save its sheet of plays (of Deezer's export: 10_listeningHistory) as CSV and give that";
const REMEDY = 'download the archive again, or unpack it and give the folder';

/**
 * Finds the histories in a zip. Nothing is unpacked to disk, so that no name in it can lead anywhere.
 *
 * @throws InputError when it has none, is damaged or encrypted, or names a path outside itself
 */
async function openArchive(file: string): Promise<Export> {
  let zip: OpenZip | undefined;
  try {
    zip = await openZip(file);
    const members: ZipMember[] = [];
    for await (const member of zip.members()) {
      if (members.push(member) > MOST_FILES) throw tooManyFiles(`zip ${file}`);
    }
    return exportOfZip(file, zip, members);
  } catch (error) {
    zip?.close();
    throw error instanceof InputError ? error : unreadable(file, error, REMEDY);
  }
}

function exportOfZip(file: string, zip: OpenZip, members: readonly ZipMember[]): Export {
  const names = members.map((member) => member.path);
  if (names.includes('[Content_Types].xml'))
    throw new NotAHistory(file, 'is an Excel workbook', WORKBOOK_ADVICE);
  if (names.includes('mimetype') && names.includes('content.xml'))
    throw new NotAHistory(file, 'is an OpenDocument spreadsheet', WORKBOOK_ADVICE);
  const histories = members.filter((member) => isHistory(member.path));
  if (histories.length === 0) throw nothingFound(`zip ${file}`, names, [], 'unpack it first and give');
  histories.sort((a, b) => (a.path < b.path ? -1 : 1));
  const files = histories.map((member) => ({
    label: `${member.path} in ${file}`,
    name: path.posix.basename(member.path),
    bytes: member.bytes,
    packedBytes: member.packedBytes,
    open: () => memberContent(file, member),
  }));
  return {
    title: `zip ${file}`,
    files,
    isCollection: true,
    others: names.filter((name) => !isHistory(name)).map((name) => `${name} in ${file}`),
    close: () => zip.close(),
  };
}

/** What is compressed once more is not unpacked twice. */
function isHistory(name: string): boolean {
  return isHistoryName(name) && !isGzipName(name);
}

/** Ends with an error when there is more or less than the archive says, or its checksum differs. */
async function* memberContent(file: string, member: ZipMember): AsyncGenerator<Uint8Array> {
  try {
    yield* await member.content();
  } catch (error) {
    throw unreadable(`${member.path} in ${file}`, error, REMEDY);
  }
}

/**
 * The error about what cannot be unpacked.
 *
 * @param remedy what to do where it is damaged
 */
function unreadable(label: string, error: unknown, remedy: string): InputError {
  const { found, advice = remedy } = archiveFault(error);
  return new InputError(`${label} cannot be unpacked (${found}); ${advice}`, { cause: error });
}
