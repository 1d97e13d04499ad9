import { InputError } from '../../util/errors.js';

/** Magic number of packed plays: format and version. */
export const MAGIC = [0x4c, 0x4c, 0x50, 0x31];

/** The magic, the number of bytes before compression and their checksum. */
export const HEADER_BYTES = 12;

/** The checksum FNV-1a in 32 bits (Fowler, Noll and Vo): it detects damage, not tampering. */
export function checksumOf(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) sum = Math.imul(sum ^ bytes[i], 0x01000193);
  return sum >>> 0;
}

/** The error for packed plays with invalid content. */
export function damagedPlays(what: string, cause?: unknown): InputError {
  return new InputError(`the packed plays are damaged: ${what}; make them again`, { cause });
}

/** A growing buffer of integers in LEB128: seven bits per byte, low bits first. */
export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  /** @param value 0 to 2^32 - 1 */
  number(value: number): void {
    this.#makeRoom(5);
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) + 128;
    this.#bytes[this.#length++] = rest;
  }

  bytes(added: Uint8Array): void {
    this.#makeRoom(added.length);
    this.#bytes.set(added, this.#length);
    this.#length += added.length;
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const wider = new Uint8Array(2 * (this.#length + more));
    wider.set(this.#bytes);
    this.#bytes = wider;
  }
}

/** Reads what a {@link ByteWriter} wrote; anything else is an error. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #place = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Bytes left: a bound for counts of things that take at least a byte each. */
  get left(): number {
    return this.#bytes.length - this.#place;
  }

  number(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      if (this.left === 0) throw damagedPlays('they end too early');
      const byte = this.#bytes[this.#place++];
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
    throw damagedPlays('a number has too many digits');
  }

  /** Reads a count of things that take at least this many bytes each. */
  count(bytesEach: number): number {
    const count = this.number();
    if (count * bytesEach > this.left)
      throw damagedPlays(`they should have ${count} items but end too early`);
    return count;
  }

  bytes(length: number): Uint8Array {
    if (length > this.left) throw damagedPlays('they end too early');
    this.#place += length;
    return this.#bytes.subarray(this.#place - length, this.#place);
  }
}

/** Longer argument lists than this overflow the stack of some engines. */
const CHUNK = 0x8000;

/** Bytes as base64, in Node.js and in browsers alike. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(text);
}

/** Undoes {@link base64Of}; the bytes have a buffer of their own. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  return Uint8Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

/** Compresses bytes as raw deflate (RFC 1951), in Node.js and in browsers alike. */
export function deflate(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return passThrough(bytes, new CompressionStream('deflate-raw'));
}

/**
 * Undoes {@link deflate}.
 *
 * @param most stops after more output than this: a few hostile bytes can expand to gigabytes
 * @throws the engine's own Error for bytes that are not raw deflate; RangeError beyond `most`
 */
export function inflate(bytes: Uint8Array, most?: number): Promise<Uint8Array<ArrayBuffer>> {
  return passThrough(bytes, new DecompressionStream('deflate-raw'), most);
}

async function passThrough(
  bytes: Uint8Array,
  through: CompressionStream | DecompressionStream,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = through.writable.getWriter();
  // Errors also surface on the reading side.
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
