import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { InputError, isSystemError } from '../../util/errors.js';
import { gunzipped } from '../dataset/gunzip.js';
import { checkSize, mostUnpacked } from './bounds.js';
import type { ExportFile } from './export-files.js';
import { unreadable } from './unreadable.js';

const GZIP = '\x1f\x8b';
/** At its end a gzip says how much it unpacks to, in four bytes. */
const SIZE_BYTES = 4;

/**
 * A file on the disk, which may be compressed with gzip: then its content is what it unpacks to.
 *
 * @param bytes how large it is
 */
export async function openFile(file: string, bytes: number): Promise<ExportFile> {
  const plain = { label: file, name: path.basename(file) };
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(GZIP.length) });
    if (buffer.toString('latin1', 0, bytesRead) !== GZIP)
      return { ...plain, bytes, open: () => createReadStream(file) };
    const end = Buffer.alloc(SIZE_BYTES);
    await handle.read({ buffer: end, position: Math.max(0, bytes - SIZE_BYTES) });
    return { ...plain, bytes: likelySize(end.readUInt32LE(), bytes), open: () => contentOf(file, bytes) };
  } finally {
    await handle.close();
  }
}

/** What a gzip says, of its last part alone, unless that cannot be; it is no more than a measure for the progress. */
function likelySize(told: number, packedBytes: number): number {
  return told > packedBytes && told <= mostUnpacked(packedBytes) ? told : packedBytes;
}

/** Ends with an error where it unpacks to more than a history does, or is damaged. */
async function* contentOf(file: string, packedBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of gunzipped(file)) {
      bytes += chunk.length;
      checkSize({ label: file, bytes, packedBytes });
      yield chunk;
    }
  } catch (error) {
    if (error instanceof InputError || isSystemError(error)) throw error;
    throw unreadable(file, error, 'get it again');
  }
}
