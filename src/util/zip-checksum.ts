import { crc32 } from 'node:zlib';

/**
 * What a member of a zip holds, which ends with an error where its checksum differs: yauzl compares sizes, and leaves
 * the checksum to others.
 *
 * @param expected what the archive says
 */
export async function* withChecksum(
  content: AsyncIterable<Uint8Array>,
  expected: number,
): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  for await (const chunk of content) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (checksum !== expected) throw new Error('its checksum is wrong');
}
