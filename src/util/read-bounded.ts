import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/**
 * The text of a file that may be a device or a pipe, which have no size and perhaps no end.
 *
 * @param most reads no more bytes than that
 * @param signal ends the wait for a pipe into which nothing is written
 * @returns undefined when there is more
 */
export async function readBounded(
  file: string,
  most: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  const stream = open(file, most);
  const stop = () => stream.destroy(signal?.reason);
  signal?.addEventListener('abort', stop);
  try {
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > most) return undefined;
      chunks.push(chunk);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    stream.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Opening a pipe does not wait for who writes to it; reading it as a socket keeps no thread that nothing could stop. */
function open(file: string, most: number): Readable {
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFIFO()) return new Socket({ fd: descriptor, readable: true, writable: false });
    return createReadStream('', { fd: descriptor, end: most });
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}
