import { abortError, messageOf } from '../util/errors.js';
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
 * @throws NotAHistory when the file holds something other than UTF-8 text, or nothing
 */
export async function* textChunks(file: ExportFile, { onBytes, signal }: Reading): AsyncGenerator<string> {
  const { label } = file;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  let isBlank = true;
  for await (const chunk of file.open()) {
    if (signal?.aborted) throw abortError(signal);
    const kind = isFirst ? knownKind(chunk) : undefined;
    if (kind) throw new NotAHistory(label, kind.found, kind.advice);
    isFirst = false;
    const text = decode(decoder, label, chunk);
    onBytes(chunk.length);
    if (text.includes('\0')) throw new NotAHistory(label, 'is no text (it has zero bytes)');
    isBlank &&= text.trim() === '';
    if (text !== '') yield text;
  }
  decode(decoder, label);
  if (isBlank) throw new NotAHistory(label, 'is empty');
}

function decode(decoder: TextDecoder, label: string, chunk?: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (error) {
    throw new NotAHistory(label, `is no text in UTF-8 (${messageOf(error)})`, undefined, { cause: error });
  }
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
