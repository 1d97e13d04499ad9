import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../../util/errors.js';
import { ArchiveError } from './archive-bounds.js';

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
    if (buffer.toString('hex') !== MAGIC) throw new ArchiveError('it is damaged (it does not begin as gzip)');
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
  return new ArchiveError('something that is not part of it stands behind its end', {
    cause,
    advice: 'leave that out, e.g. gzip -dc FILE > NEW, and give the new file',
  });
}
