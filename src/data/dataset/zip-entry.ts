import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { ArchiveError } from './archive-bounds.js';

/** What is unpacked here: nothing at all, and Deflate. */
const READ_METHODS = [0, 8];
/** Other ways to compress, by their numbers in PKWARE's APPNOTE, 4.4.5. */
const METHODS: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
};

/**
 * What a file of a zip holds, which ends with an error where its checksum differs: yauzl compares sizes, and leaves the
 * checksum to others.
 *
 * @throws ArchiveError for one that is encrypted, or compressed in a way that is not read
 */
export async function zipContent(zip: ZipFile, entry: Entry): Promise<AsyncIterable<Uint8Array>> {
  if (entry.isEncrypted()) {
    throw new ArchiveError('its files are encrypted', {
      advice: 'unpack it with its password, e.g. with 7-Zip (7z x FILE), and give what comes out',
    });
  }
  const { compressionMethod } = entry;
  if (!READ_METHODS.includes(compressionMethod)) {
    const name = METHODS[compressionMethod] ?? `method ${compressionMethod}`;
    throw new ArchiveError(`its files are compressed with ${name}, and in a zip only Deflate is read`, {
      advice: 'unpack it, e.g. with 7-Zip (7z x FILE), and give what comes out',
    });
  }
  return withChecksum(await zip.openReadStreamPromise(entry), entry.crc32);
}

async function* withChecksum(
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
