import { damagedFile } from './safetensors.js';

// Shapes: factors F. A Gram matrix is (F x F) float64, row-major, of which the lower triangle is filled (see gramOf).

/** Bytes turned into text at a time: arguments of one call. */
const CHUNK_BYTES = 2 ** 13;

/** The lower triangle of a Gram matrix as text for a file's metadata: its float64 numbers, row by row, in base64. */
export function gramToText(gram: Float64Array, factors: number): string {
  const triangle = new Float64Array((factors * (factors + 1)) / 2);
  for (let row = 0, at = 0; row < factors; at += ++row) {
    triangle.set(gram.subarray(row * factors, row * factors + row + 1), at);
  }
  const bytes = new Uint8Array(triangle.buffer);
  let binary = '';
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(from, from + CHUNK_BYTES));
  }
  return btoa(binary);
}

/** @throws InputError with a clause about the file ("it is damaged: ...") */
export function gramFromText(text: string, factors: number): Float64Array {
  const damaged = damagedFile('its Gram matrix is not understood');
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw damaged;
  }
  if (bytes.length !== 4 * factors * (factors + 1)) throw damaged;
  const triangle = new Float64Array(bytes.buffer);
  if (!triangle.every(Number.isFinite)) throw damaged;
  const gram = new Float64Array(factors * factors);
  for (let row = 0, at = 0; row < factors; at += ++row) {
    gram.set(triangle.subarray(at, at + row + 1), row * factors);
  }
  return gram;
}
