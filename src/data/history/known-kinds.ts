import { binaryFormat } from '../dataset/binary-formats.js';

/** What a file is by its first bytes, and what its owner can do, where that is known. */
export interface KnownKind {
  /** `is a gzip archive`. */
  readonly found: string;
  readonly advice: string;
}

const UNPACK = 'unpack it and give the file or folder that comes out';
/** Where a tar archive says what it is. */
const TAR_MAGIC = 257;
const AS_CSV = 'save the table of plays as CSV and give that';

/** By the bytes they begin with, in Latin-1. */
const KINDS: readonly [start: string, kind: KnownKind][] = [
  ['\x1f\x8b', { found: 'is a gzip archive', advice: UNPACK }],
  ['PK\x03\x04', { found: 'is a zip archive', advice: UNPACK }],
  ['BZh', { found: 'is a bzip2 archive', advice: UNPACK }],
  ['\xfd7zXZ\0', { found: 'is an xz archive', advice: UNPACK }],
  ['\x28\xb5\x2f\xfd', { found: 'is a Zstandard archive', advice: UNPACK }],
  ['7z\xbc\xaf\x27\x1c', { found: 'is a 7-Zip archive', advice: UNPACK }],
  ['Rar!', { found: 'is a RAR archive', advice: UNPACK }],
  ['PAR1', { found: 'is a Parquet file', advice: AS_CSV }],
  ['%PDF', { found: 'is a PDF', advice: AS_CSV }],
];

const TAR: KnownKind = { found: 'is a tar archive', advice: UNPACK };

const HTML: KnownKind = {
  found: 'is a web page',
  advice: 'of a Google Takeout choose JSON instead of HTML for the history, and give watch-history.json',
};

const XML: KnownKind = { found: 'is XML', advice: 'let the exporter write CSV or JSON' };

/** What a file that begins with these bytes is; undefined for text and for what is not known. */
export function knownKind(head: Uint8Array): KnownKind | undefined {
  const start = Buffer.from(head.subarray(0, 64)).toString('latin1');
  if (Buffer.from(head.subarray(TAR_MAGIC, TAR_MAGIC + 5)).toString('latin1') === 'ustar') return TAR;
  const found = KINDS.find(([bytes]) => start.startsWith(bytes));
  if (found) return found[1];
  const format = binaryFormat('', head);
  if (format) return { found: `is ${format.what}`, advice: AS_CSV };
  if (/^(\xef\xbb\xbf)?\s*<(!doctype html|html)/i.test(start)) return HTML;
  return /^(\xef\xbb\xbf)?\s*<\?xml/i.test(start) ? XML : undefined;
}
