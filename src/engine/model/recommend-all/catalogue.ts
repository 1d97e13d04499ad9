import { InputError } from '../../../util/errors.js';
import { rowNorms } from '../dot.js';
import type { ModelParts } from '../parts.js';
import { type RankingLayout, TILE_ARTISTS, TILE_BYTES } from './layout.js';

/** Copies the artists' vectors into the memory, with their places and the length that bounds each tile. */
export function placeArtists(buffer: ArrayBufferLike, layout: RankingLayout, model: ModelParts): void {
  const { artists, factors, tiles } = layout;
  new Float32Array(buffer, layout.vectors, artists * factors).set(model.artistFactors);
  const norms = rowNorms(model.artistFactors, factors);
  const broken = norms.findIndex((norm) => !Number.isFinite(norm));
  if (broken >= 0) throw notFinite('artist', model.artists.names[broken]);
  const order = new Int32Array(buffer, layout.order, tiles * TILE_ARTISTS).fill(-1);
  order.set(byFallingNorm(norms));
  const records = new Float64Array(buffer, layout.tileRecords, (tiles * TILE_BYTES) / 8);
  // A tile's bound holds for all tiles behind it, too: the order is not perfect.
  let longest = 0;
  for (let tile = tiles - 1; tile >= 0; tile--) {
    for (const row of order.subarray(tile * TILE_ARTISTS, (tile + 1) * TILE_ARTISTS)) {
      if (row >= 0) longest = Math.max(longest, norms[row]);
    }
    records[(tile * TILE_BYTES) / 8] = longest;
  }
}

/** @param name of the user or artist with such factors */
export function notFinite(kind: 'artist' | 'user', name: string): InputError {
  return new InputError(
    `the factors of ${kind} '${name}' are not finite; expected finite numbers: train the model again`,
  );
}

/**
 * Rows by falling norm, as far as the upper halves of their float32 numbers tell: those within one part in
 * 128 stay in rising order. A counting sort, ten times faster here than comparing.
 */
export function byFallingNorm(norms: Float64Array): Int32Array {
  const bits = new Uint32Array(Float32Array.from(norms).buffer);
  const next = new Int32Array(65537);
  for (const number of bits) next[65535 - (number >>> 16) + 1]++;
  for (let key = 1; key < next.length; key++) next[key] += next[key - 1];
  const order = new Int32Array(norms.length);
  for (let row = 0; row < norms.length; row++) order[next[65535 - (bits[row] >>> 16)]++] = row;
  return order;
}
