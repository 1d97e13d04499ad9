import path from 'node:path';
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { documentRemedy } from './documents.js';

/** How a file is packed that can be unpacked here. */
export type Packing = 'zip' | 'tar.gz' | 'tar' | 'gzip' | 'zstd';

const GZIP = '1f8b';
/** A first member, or the end of a zip that has none. */
const ZIP = ['504b0304', '504b0506'];
const ZSTD = '28b52ffd';
/** A workbook is a zip. The names of its first parts stand at the beginning of the file. */
const WORKBOOK = /^PK[\s\S]*(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/workbook)/;
const OPEN_DOCUMENT = /^PK[\s\S]*mimetypeapplication\/vnd\.oasis\.opendocument/;
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
  return isTar(head) ? 'tar' : undefined;
}

/** What a compressed file is called when it is unpacked. */
export function unpackedName(file: string): string {
  return file.replace(/\.(?:gz|gzip|zst|zstd)$/i, '');
}

/** What a file is that is not read, and what to do with it; undefined for all else. */
export function remedyOf(file: string, head: Buffer): string | undefined {
  const magic = head.toString('hex', 0, 8);
  const name = path.basename(file);
  const text = head.toString('latin1');
  if (magic.startsWith(GZIP)) {
    const inner = unzippedHead(head);
    return inner === undefined
      ? 'a gzip file that is damaged at its beginning; get it again'
      : remedyOf(file, inner);
  }
  if (/^(?:RD[AX][23]\n|A\n[23]\n)/.test(text) || /^580a0000000[23]/.test(magic)) {
    return "data of R; write it as CSV there: write.csv(plays, 'plays.csv', row.names = FALSE), and give that file";
  }
  if (OPEN_DOCUMENT.test(text))
    return 'an OpenDocument spreadsheet; save the sheet with the plays as CSV, in UTF-8';
  if (WORKBOOK.test(text) || magic.startsWith('d0cf11e0'))
    return "an Excel workbook; save the sheet with the plays in Excel as 'CSV UTF-8', and give that file";
  if (/^(?:ARROW1|FEA1)/.test(text)) {
    return `an Arrow (Feather) file; save it as Parquet, e.g. with pandas: pd.read_feather('${name}').to_parquet('plays.parquet')`;
  }
  if (text.startsWith('SQLite format 3'))
    return `an SQLite database; export the table as CSV, e.g. sqlite3 -header -csv ${name} 'SELECT ...' > plays.csv`;
  if (text.startsWith('BZh')) return `compressed with bzip2; unpack it first: bunzip2 ${name}`;
  if (magic.startsWith('fd377a585a00')) return `compressed with xz; unpack it first: unxz ${name}`;
  if (magic.startsWith(ZSTD) && zstdDecompressor() === undefined) {
    return `compressed with Zstandard, which this Node.js does not unpack; unpack it first: unzstd ${name}, or use Node.js 22.15 or newer`;
  }
  if (magic.startsWith('377abcaf271c') || text.startsWith('Rar!'))
    return 'an archive of 7-Zip or RAR; unpack it and give the file of plays';
  return documentRemedy(text);
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
