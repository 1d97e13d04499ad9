/** An encoding with two or four bytes for a character. With a byte order mark it needs no byte order in its name. */
export type WideEncoding = 'UTF-16' | 'UTF-16LE' | 'UTF-16BE' | 'UTF-32' | 'UTF-32LE' | 'UTF-32BE';

/** So much of a text shows what it is. */
const HEAD_BYTES = 4096;
/** Characters that text of no kind has. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROLS = /[\0-\x08\x0e-\x19\x7f\ufffe\uffff]/;

/** The encoding of a text of wide characters, by its first bytes; undefined for all else. */
export function wideEncodingOf(bytes: Uint8Array): WideEncoding | undefined {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES));
  const start = head.toString('hex', 0, 4);
  if (start === 'fffe0000' || start === '0000feff') return 'UTF-32';
  if (start.startsWith('fffe') || start.startsWith('feff')) return 'UTF-16';
  if (isUtf32(head, 'readUInt32LE')) return 'UTF-32LE';
  if (isUtf32(head, 'readUInt32BE')) return 'UTF-32BE';
  if (isUtf16(head, 'utf-16le')) return 'UTF-16LE';
  return isUtf16(head, 'utf-16be') ? 'UTF-16BE' : undefined;
}

/**
 * The same text in UTF-8, without a byte order mark.
 *
 * @throws TypeError where bytes are no text in UTF-16
 */
export async function* asUtf8(
  chunks: AsyncIterable<Uint8Array>,
  encoding: WideEncoding,
): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    const isBig = encoding === 'UTF-16BE' || (encoding === 'UTF-16' && chunk[0] === 0xfe);
    decoder ??= new TextDecoder(isBig ? 'utf-16be' : 'utf-16le', { fatal: true });
    yield Buffer.from(decoder.decode(chunk, { stream: true }));
  }
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
}

/** Two characters or more, each of which Unicode has. */
function isUtf32(head: Buffer, read: 'readUInt32LE' | 'readUInt32BE'): boolean {
  const count = Math.floor(head.length / 4);
  const codes = Array.from({ length: count }, (_, i) => head[read](4 * i));
  return count >= 2 && codes.every((code) => code > 0 && code <= 0x10ffff);
}

/** Any bytes may be letters of some script: of a table a quarter at least is Latin letters, digits and delimiters. */
function isUtf16(head: Buffer, encoding: 'utf-16le' | 'utf-16be'): boolean {
  const even = head.subarray(0, head.length - (head.length % 2));
  const text = new TextDecoder(encoding).decode(even, { stream: true });
  const latin = Array.from(text).filter((character) => character < '\u0100').length;
  return latin >= 2 && 4 * latin >= text.length && !CONTROLS.test(text);
}
