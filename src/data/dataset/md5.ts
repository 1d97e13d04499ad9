import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Called with the bytes of each chunk that went by. */
export type OnBytes = (bytes: number) => void;

/**
 * Feeds a file, or its first part, into a hash.
 *
 * @param bytes how much of the file, from its start; default all
 */
export async function hashFile(
  hash: Hash,
  file: string,
  options: { bytes?: number; signal?: AbortSignal; onBytes?: OnBytes } = {},
): Promise<Hash> {
  if (options.bytes === 0) return hash;
  const end = options.bytes === undefined ? undefined : options.bytes - 1;
  for await (const chunk of createReadStream(file, { end, signal: options.signal, highWaterMark: 1 << 20 })) {
    hash.update(chunk);
    options.onBytes?.(chunk.length);
  }
  return hash;
}

/** MD5 of a file as 32 hexadecimal digits: what the publishers of the datasets name. */
export async function md5OfFile(
  file: string,
  options: { signal?: AbortSignal; onBytes?: OnBytes } = {},
): Promise<string> {
  return (await hashFile(createHash('md5'), file, options)).digest('hex');
}
