import { abortError } from '../../util/errors.js';
import { type TextFault, TextScan, wideFault } from '../dataset/text-fault.js';
import { wideEncodingOf } from '../dataset/wide-encoding.js';
import type { ExportFile } from './export-files.js';
import { knownKind } from './known-kinds.js';
import { NotAHistory } from './not-a-history.js';

/** How the reading of a file is watched and stopped. */
export interface Reading {
  /** Hears of each chunk that was read. */
  onBytes(bytes: number): void;
  /** Is asked between chunks. */
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

/** Reads the file once more to tell what is wrong with it. */
async function noText(file: ExportFile, cause?: unknown): Promise<NotAHistory> {
  const scan = new TextScan();
  for await (const chunk of file.open()) scan.add(chunk);
  scan.end();
  return notAHistory(file.label, scan.fault ?? { found: 'is no text' }, cause);
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
