import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { crc32, createGunzip } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { messageOf } from '../../../util/errors.js';
import { ArchiveError } from './archive-error.js';

/** The supported methods: stored and Deflate. */
const READ_METHODS = [0, 8];
/** Other compression methods, by their numbers in PKWARE's APPNOTE, 4.4.5. */
const METHODS: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
};

/** A file in a zip. */
export interface ZipMember {
  /** Its path in the zip, with slashes. */
  readonly path: string;
  /** Unpacked, as the zip says. */
  readonly bytes: number;
  readonly packedBytes: number;
  /**
   * What it holds; ends with an error where its checksum differs, or there is more or less of it than the zip says.
   *
   * @throws ArchiveError for one that is encrypted, or compressed in a way that is not read
   */
  content(): Promise<AsyncIterable<Uint8Array>>;
}

/** A zip whose files can be read in any order until it is closed. */
export interface OpenZip {
  /** Its files, without folders, in the order of the zip. */
  members(): AsyncGenerator<ZipMember>;
  close(): void;
}

/** Opens a zip. Nothing is unpacked until the content of a file is asked for. */
export async function openZip(file: string): Promise<OpenZip> {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(file, { autoClose: false });
  return {
    async *members() {
      for await (const entry of zip.eachEntry()) {
        if (entry.fileName.endsWith('/')) continue;
        yield {
          path: entry.fileName,
          bytes: entry.uncompressedSize,
          packedBytes: entry.compressedSize,
          content: () => zipContent(zip, entry),
        };
      }
    },
    close: () => zip.close(),
  };
}

/** yauzl compares sizes, and leaves the checksum to others. */
async function zipContent(zip: ZipFile, entry: Entry): Promise<AsyncIterable<Uint8Array>> {
  if (entry.isEncrypted()) {
    throw new ArchiveError('its files are encrypted', {
      advice: 'unpack it with its password, e.g. with 7-Zip (7z x FILE), and give the unpacked file',
    });
  }
  const { compressionMethod } = entry;
  if (!READ_METHODS.includes(compressionMethod)) {
    const name = METHODS[compressionMethod] ?? `method ${compressionMethod}`;
    throw new ArchiveError(`its files are compressed with ${name}, and in a zip only Deflate is read`, {
      advice: 'unpack it, e.g. with 7-Zip (7z x FILE), and give the unpacked file',
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

/** With Deflate, its only method. */
const MAGIC = '1f8b08';
/** What zlib says of bytes in the place of a header: the first one has been looked at before. */
const NO_HEADER =
  /incorrect header check|unknown compression method|unknown header flags|header crc mismatch/;

/**
 * What a gzip file unpacks to. Behind its end there may be zeros, as tapes have them; `pipeline` with a stream that ends
 * there would take what is left unread for a failure, and the stream itself leaves out whatever comes after a zero.
 *
 * @throws ArchiveError when it is no gzip, or something else stands behind its end
 */
export async function* gunzipped(file: string): AsyncGenerator<Buffer> {
  await requireGzip(file);
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.once('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk;
  } catch (error) {
    throw NO_HEADER.test(messageOf(error)) ? behindGzip(error) : error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
  await requireZeros(file, gunzip.bytesWritten);
}

async function requireGzip(file: string): Promise<void> {
  const input = await open(file);
  try {
    const { buffer } = await input.read({ buffer: Buffer.alloc(MAGIC.length / 2) });
    if (buffer.toString('hex') !== MAGIC)
      throw new ArchiveError('it is damaged (it does not begin like gzip)');
  } finally {
    await input.close();
  }
}

async function requireZeros(file: string, start: number): Promise<void> {
  for await (const chunk of createReadStream(file, { start })) {
    if ((chunk as Buffer).some((byte) => byte !== 0)) throw behindGzip();
  }
}

function behindGzip(cause?: unknown): ArchiveError {
  return new ArchiveError('it is followed by data that is not part of it', {
    cause,
    advice: 'remove that data, e.g. gzip -dc FILE > NEW, and give the new file',
  });
}
