import { damagedFile } from './safetensors-header.js';

/** Names as two arrays: all their UTF-8 bytes in a row, and where each begins. */
export interface PackedNames {
  /** (bytes) the names without anything between them. */
  readonly utf8: Uint8Array;
  /** (names + 1) first byte of each name; the last is the number of bytes. */
  readonly offsets: Int32Array;
}

/** Packs names for a file: hundreds of thousands of them stay fast, and a name may hold any character. */
export function packNames(names: readonly string[]): PackedNames {
  const encoder = new TextEncoder();
  // A UTF-16 unit takes at most 3 bytes of UTF-8.
  const units = names.reduce((sum, name) => sum + name.length, 0);
  const utf8 = new Uint8Array(3 * units);
  const offsets = new Int32Array(names.length + 1);
  names.forEach((name, i) => {
    offsets[i + 1] = offsets[i] + encoder.encodeInto(name, utf8.subarray(offsets[i])).written;
  });
  return { utf8: utf8.slice(0, offsets[names.length]), offsets };
}

/** @throws InputError with a clause ("it is damaged: ...") when the bytes and offsets hold no names. */
export function unpackNames(kind: string, { utf8, offsets }: PackedNames): string[] {
  // Without ignoreBOM a name that begins with U+FEFF would lose it.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const names: string[] = [];
  if (offsets[0] !== 0 || offsets[offsets.length - 1] !== utf8.length)
    throw damagedFile(`the names of its ${kind}s are not where it says`);
  for (let i = 0; i + 1 < offsets.length; i++) {
    if (offsets[i + 1] < offsets[i]) throw damagedFile(`the names of its ${kind}s are not where it says`);
    try {
      names.push(decoder.decode(utf8.subarray(offsets[i], offsets[i + 1])));
    } catch (cause) {
      throw damagedFile(`the names of its ${kind}s are not UTF-8`, cause);
    }
  }
  return names;
}
