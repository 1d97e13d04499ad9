import { abortError, InputError, messageOf } from '../util/errors.js';
import { formatBytes } from '../util/format.js';
import { EXPECTED, type ExportFile } from './export-files.js';

/**
 * Exports have files of 12 MB; ListenBrainz' single list has 100 MB for 100,000 listens. V8's strings end at
 * 512 Mi characters.
 */
const LARGEST_FILE = 384 * 2 ** 20;

/**
 * The text of a file.
 *
 * @param onBytes hears of each chunk that was read
 * @param signal is asked between chunks
 * @throws InputError when the file is too large, holds something other than UTF-8 text, or nothing
 */
export async function readText(
  { label, bytes, open }: ExportFile,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  if (bytes > LARGEST_FILE) {
    throw new InputError(
      `${label} is ${formatBytes(bytes)} large; a file of a history may have ${formatBytes(LARGEST_FILE)}`,
    );
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  const decode = (chunk?: Uint8Array) => {
    try {
      parts.push(decoder.decode(chunk, { stream: chunk !== undefined }));
    } catch (error) {
      throw new InputError(`${label} is no text in UTF-8 (${messageOf(error)}); ${EXPECTED}`, {
        cause: error,
      });
    }
  };
  for await (const chunk of open()) {
    if (signal?.aborted) throw abortError(signal);
    decode(chunk);
    onBytes(chunk.length);
  }
  decode();
  const text = parts.join('');
  if (text.includes('\0')) throw new InputError(`${label} is no text (it has zero bytes); ${EXPECTED}`);
  if (text.trim() === '') throw new InputError(`${label} is empty; ${EXPECTED}`);
  return text;
}
