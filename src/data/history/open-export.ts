import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { InputError, isSystemError } from '../../util/errors.js';
import { EXPECTED, type Export, isVideoHistory } from './export-files.js';
import { openFile } from './open-file.js';
import { openFolder } from './open-folder.js';
import { openZip } from './open-zip.js';

/**
 * Finds the histories in a file, a folder or a zip. Reads none of them.
 *
 * @throws InputError when there is no such path or nothing in it is called like a history
 */
export async function openExport(given: string): Promise<Export> {
  if (typeof given !== 'string') throw new InputError(`path is ${given}; expected the path of an export`);
  const file = path.resolve(given);
  const stats = await stat(file).catch((error: unknown) => {
    if (!isSystemError(error) || !['ENOENT', 'ENOTDIR'].includes(error.code)) throw error;
    throw new InputError(`no file or folder ${file}; check the path`);
  });
  if (stats.isDirectory()) return await openFolder(file);
  if (!stats.isFile()) throw new InputError(`${file} is neither a file nor a folder; ${EXPECTED}`);
  if (await isZip(file)) return await openZip(file);
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
