import { InputError } from '../../util/errors.js';

/** What packed plays begin with: a format and its version. */
export const MAGIC = [0x4c, 0x4c, 0x50, 0x31];

/** The magic, the number of bytes before compression and their checksum. */
export const HEADER_BYTES = 12;

/** The checksum FNV-1a in 32 bits (Fowler, Noll and Vo): it tells damage, not malice. */
export function checksumOf(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) sum = Math.imul(sum ^ bytes[i], 0x01000193);
  return sum >>> 0;
}

/** The error of packed plays that hold what they cannot. */
export function damagedPlays(what: string, cause?: unknown): InputError {
  return new InputError(`the packed plays are damaged: ${what}; make them again`, { cause });
}

/** Bytes that grow as whole numbers are added, seven bits a byte, the low ones first. */
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

/** Reads what a {@link ByteWriter} wrote; whatever it did not write is an error. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #place = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** How many bytes are left: a count of things that take a byte each cannot be larger. */
  get left(): number {
    return this.#bytes.length - this.#place;
  }

  number(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      if (this.left === 0) throw damagedPlays('they end too soon');
      const byte = this.#bytes[this.#place++];
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
    throw damagedPlays('a number has too many digits');
  }

  /** A number of things each of which takes so many bytes, at least. */
  count(bytesEach: number): number {
    const count = this.number();
    if (count * bytesEach > this.left) throw damagedPlays(`they count ${count} things and end too soon`);
    return count;
  }

  bytes(length: number): Uint8Array {
    if (length > this.left) throw damagedPlays('they end too soon');
    this.#place += length;
    return this.#bytes.subarray(this.#place - length, this.#place);
  }
}
