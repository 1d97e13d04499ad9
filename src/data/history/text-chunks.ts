import { abortError } from '../../util/errors.js';
import { binaryFormat } from '../dataset/detect/foreign-files.js';
import { type TextFault, TextScan, wideEncodingOf, wideFault } from '../dataset/text/encoding.js';
import { type ExportFile, NotAHistory } from './export-files.js';

/** How reading a file is observed and stopped. */
export interface Reading {
  /** Called with the size of each chunk read. */
  onBytes(bytes: number): void;
  /** Checked between chunks. */
  readonly signal?: AbortSignal;
}

/**
 * The text of a file in chunks, without a byte order mark; none is empty.
 *
 * @throws NotAHistory when the file holds something other than text in UTF-8, or in UTF-16 with a byte order mark, or
 * nothing
 */
export async function* textChunks(file: ExportFile, { onBytes, signal }: Reading): AsyncGenerator<string> {
  const { label } = file;
  let decoder: TextDecoder | undefined;
  let isBlank = true;
  for await (const chunk of file.open()) {
    if (signal?.aborted) throw abortError(signal);
    decoder ??= decoderFor(chunk, label);
    const text = await decode(decoder, file, chunk);
    onBytes(chunk.length);
    if (text.includes('\0')) throw await noText(file);
    isBlank &&= text.trim() === '';
    if (text !== '') yield text;
  }
  if (decoder) await decode(decoder, file);
  if (isBlank) throw new NotAHistory(label, 'is empty');
}

/** @throws NotAHistory when the first bytes are known for something that is not read */
function decoderFor(head: Uint8Array, label: string): TextDecoder {
  const kind = knownKind(head);
  if (kind) throw new NotAHistory(label, kind.found, kind.advice);
  const wide = wideEncodingOf(head);
  if (wide === undefined) return new TextDecoder('utf-8', { fatal: true });
  if (wide !== 'UTF-16') throw notAHistory(label, wideFault(wide));
  return new TextDecoder(head[0] === 0xff ? 'utf-16le' : 'utf-16be', { fatal: true });
}

async function decode(decoder: TextDecoder, file: ExportFile, chunk?: Uint8Array): Promise<string> {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (error) {
    throw await noText(file, error);
  }
}

/** Reads the file again to say what is wrong with it. */
async function noText(file: ExportFile, cause?: unknown): Promise<NotAHistory> {
  const scan = new TextScan();
  for await (const chunk of file.open()) scan.add(chunk);
  scan.end();
  return notAHistory(file.label, scan.fault ?? { found: 'is not text' }, cause);
}

function notAHistory(label: string, { found, advice }: TextFault, cause?: unknown): NotAHistory {
  return new NotAHistory(label, found, advice, { cause });
}

/** Reads ahead until there is something other than blanks; gives all chunks again. */
export async function peek(
  chunks: AsyncGenerator<string>,
): Promise<{ head: string; chunks: AsyncGenerator<string> }> {
  const first: string[] = [];
  for (;;) {
    const { value, done } = await chunks.next();
    if (done) break;
    first.push(value);
    // A byte order mark in two chunks, or a few blanks, say nothing yet.
    if (value.trim() !== '') break;
  }
  return { head: first.join('').trimStart(), chunks: rejoined(first, chunks) };
}

async function* rejoined(first: readonly string[], rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield* first;
  yield* rest;
}

/** What a file is by its first bytes, and what its owner can do, where that is known. */
interface KnownKind {
  /** `is a gzip archive`. */
  readonly found: string;
  readonly advice: string;
}

const UNPACK = 'unpack it and give the unpacked file or folder';
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
  advice: 'in Google Takeout, choose JSON instead of HTML for the history, and give watch-history.json',
};

const XML: KnownKind = { found: 'is XML', advice: 'export it as CSV or JSON' };

/** What a file that begins with these bytes is; undefined for text and for what is not known. */
function knownKind(head: Uint8Array): KnownKind | undefined {
  const start = Buffer.from(head.subarray(0, 64)).toString('latin1');
  if (Buffer.from(head.subarray(TAR_MAGIC, TAR_MAGIC + 5)).toString('latin1') === 'ustar') return TAR;
  const found = KINDS.find(([bytes]) => start.startsWith(bytes));
  if (found) return found[1];
  const format = binaryFormat('', head);
  if (format) return { found: `is ${format.what}`, advice: AS_CSV };
  if (/^(\xef\xbb\xbf)?\s*<(!doctype html|html)/i.test(start)) return HTML;
  return /^(\xef\xbb\xbf)?\s*<\?xml/i.test(start) ? XML : undefined;
}
