import path from 'node:path';
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { shellPath } from '../../../util/escape.js';
import { wideEncodingOf } from '../text/encoding.js';
import { binaryFormat, documentRemedy, R_DATA, unpackFirst } from './foreign-files.js';

/** How a file is packed that can be unpacked here; a text in UTF-16 becomes one in UTF-8. */
export type Packing = 'zip' | 'tar.gz' | 'tar' | 'gzip' | 'zstd' | 'UTF-16';

const GZIP = '1f8b';
/** A first member, or the end of a zip that has none. */
const ZIP = ['504b0304', '504b0506'];
const ZSTD = '28b52ffd';
/** Where the format of a tar archive is named. */
const TAR_MAGIC = 257;
/** The shortest one. */
const GZIP_HEADER = 10;
/** What 64 KiB of gzip can unpack to, at most. */
const HEAD_LIMIT = 1 << 27;

/**
 * How a file is packed, by its first bytes; undefined for what is not packed, or in a way that is not opened here:
 * {@link remedyOf} says what to do about that.
 */
export function packingOf(file: string, head: Buffer): Packing | undefined {
  const magic = head.toString('hex', 0, 4);
  if (magic.startsWith(GZIP)) {
    const inner = unzippedHead(head);
    if (inner === undefined || remedyOf(file, inner) !== undefined) return undefined;
    return isTar(inner) ? 'tar.gz' : 'gzip';
  }
  if (remedyOf(file, head) !== undefined) return undefined;
  if (ZIP.includes(magic)) return 'zip';
  if (magic === ZSTD) return 'zstd';
  if (isTar(head)) return 'tar';
  return wideEncodingOf(head)?.startsWith('UTF-16') ? 'UTF-16' : undefined;
}

/** What a compressed file is called when it is unpacked. */
export function unpackedName(file: string): string {
  return file.replace(/\.(?:gz|gzip|zst|zstd)$/i, '');
}

/** What a file is that is not read, and what to do with it; undefined for all else. */
export function remedyOf(file: string, head: Buffer): string | undefined {
  const magic = head.toString('hex', 0, 4);
  const name = path.basename(file);
  if (magic.startsWith(GZIP)) return gzippedRemedy(name, unzippedHead(head));
  if (magic === ZSTD && zstdDecompressor() === undefined) {
    return `compressed with Zstandard, which this Node.js does not unpack; ${unpackFirst('Zstandard', name)}, or use Node.js 22.15 or newer`;
  }
  const format = binaryFormat(name, head);
  return format === undefined ? documentRemedy(head.toString('latin1')) : `${format.what}; ${format.remedy}`;
}

function gzippedRemedy(name: string, inner: Buffer | undefined): string | undefined {
  if (inner === undefined) return 'a damaged gzip file; download it again';
  const format = binaryFormat(name, inner);
  if (format === undefined) return documentRemedy(inner.toString('latin1'));
  // R itself compresses so, and reads it.
  if (format.what === R_DATA) return `${format.what}; ${format.remedy}`;
  const unpacked = unpackedName(name) === name ? `${name}.unpacked` : unpackedName(name);
  const command = `gzip -dc ${shellPath(name)} > ${shellPath(unpacked)}`;
  return `${format.what}, compressed with gzip; unpack it first: ${command}; then ${binaryFormat(unpacked, inner)?.remedy}`;
}

/** Unpacks Zstandard, where this Node.js can. */
export function zstdDecompressor(): (() => Transform) | undefined {
  return (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress;
}

/** What gzip unpacks at its beginning, though there may be damage behind; undefined where nothing is to be had. */
function unzippedHead(head: Buffer): Buffer | undefined {
  const options = { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength: HEAD_LIMIT };
  for (let length = head.length; length >= GZIP_HEADER; length = Math.floor(length / 2)) {
    try {
      return zlib.gunzipSync(head.subarray(0, length), options);
    } catch {
      // Half of it may be before the damage.
    }
  }
  return undefined;
}

function isTar(head: Buffer): boolean {
  return head.toString('latin1', TAR_MAGIC, TAR_MAGIC + 5) === 'ustar';
}
