import path from 'node:path';
import type { Entry, ZipFile } from 'yauzl';
import { InputError } from '../../util/errors.js';
import { zipContent } from '../dataset/zip-entry.js';
import { MOST_FILES, tooManyFiles } from './bounds.js';
import { type Export, isGzipName, isHistoryName } from './export-files.js';
import { NotAHistory } from './not-a-history.js';
import { nothingFound } from './nothing-found.js';
import { unreadable } from './unreadable.js';

const WORKBOOK_ADVICE =
  "save its sheet of plays (of Deezer's export: 10_listeningHistory) as CSV and give that";
const REMEDY = 'download the archive again, or unpack it and give the folder';

/**
 * Finds the histories in a zip. Nothing is unpacked to disk, so that no name in it can lead anywhere.
 *
 * @throws InputError when it has none, is damaged or encrypted, or names a path outside itself
 */
export async function openZip(file: string): Promise<Export> {
  const { openPromise } = await import('yauzl');
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(file, { autoClose: false });
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      if (entries.push(entry) > MOST_FILES) throw tooManyFiles(`zip ${file}`);
    }
    return exportOf(file, zip, entries);
  } catch (error) {
    zip?.close();
    throw error instanceof InputError ? error : unreadable(file, error, REMEDY);
  }
}

function exportOf(file: string, zip: ZipFile, entries: readonly Entry[]): Export {
  const names = entries.map((entry) => entry.fileName).filter((name) => !name.endsWith('/'));
  if (names.includes('[Content_Types].xml'))
    throw new NotAHistory(file, 'is an Excel workbook', WORKBOOK_ADVICE);
  if (names.includes('mimetype') && names.includes('content.xml'))
    throw new NotAHistory(file, 'is an OpenDocument spreadsheet', WORKBOOK_ADVICE);
  const histories = entries.filter((entry) => isMember(entry.fileName));
  if (histories.length === 0) throw nothingFound(`zip ${file}`, names, [], 'unpack it first and give');
  histories.sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
  const files = histories.map((entry) => ({
    label: `${entry.fileName} in ${file}`,
    name: path.posix.basename(entry.fileName),
    bytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    open: () => contentOf(file, zip, entry),
  }));
  return {
    title: `zip ${file}`,
    files,
    isCollection: true,
    others: names.filter((name) => !isMember(name)).map((name) => `${name} in ${file}`),
    close: () => zip.close(),
  };
}

/** What is compressed once more is not unpacked twice. */
function isMember(name: string): boolean {
  return isHistoryName(name) && !isGzipName(name);
}

/** Ends with an error when there is more or less than the archive says, or its checksum differs. */
async function* contentOf(file: string, zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    yield* await zipContent(zip, entry);
  } catch (error) {
    throw unreadable(`${entry.fileName} in ${file}`, error, REMEDY);
  }
}
