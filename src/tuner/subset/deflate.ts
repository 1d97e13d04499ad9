/** Compresses bytes as raw deflate (RFC 1951), in Node.js and in browsers alike. */
export function deflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return passThrough(bytes, new CompressionStream('deflate-raw'));
}

/**
 * Undoes {@link deflate}.
 *
 * @param most stops once more bytes than this came out: a few hostile ones can stand for gigabytes
 * @throws Error of the engine's own for bytes that are not raw deflate; RangeError beyond `most`
 */
export function inflate(
  bytes: Uint8Array,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  return passThrough(bytes, new DecompressionStream('deflate-raw'), most);
}

async function passThrough(
  bytes: Uint8Array,
  through: CompressionStream | DecompressionStream,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = through.writable.getWriter();
  // Whatever goes wrong is told where it is read, too.
  const written = Promise.all([writer.write(bytes.slice()), writer.close()]).catch(() => {});
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = through.readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length > most) {
      await reader.cancel().catch(() => {});
      throw new RangeError(`more than ${most} bytes`);
    }
  }
  await written;
  const result = new Uint8Array(length);
  let end = 0;
  for (const chunk of chunks) {
    result.set(chunk, end);
    end += chunk.length;
  }
  return result;
}
