import { checkIndex, type Ranking, topK } from '../../engine/ranking/top-k.js';
import { checkWhole } from '../../util/checks.js';

// Shapes: artists I, factors F.

/** The artists' factors in a byte each, with a number for each artist: a quarter of their size and a little. */
export interface QuantisedFactors {
  readonly factors: number;
  /** (I x F) row-major, -127 to 127 */
  readonly bytes: Int8Array;
  /** (I) what an artist's bytes are to be multiplied by */
  readonly scales: Float32Array;
}

/** The largest int8 whose negative is an int8, too. */
const LARGEST = 127;

/**
 * Rounds the artists' factors to 8 bits, so that a report can carry them. An artist's largest factor becomes 127 or
 * -127; artists differ in length by orders of magnitude, so each has a scale of its own.
 *
 * The loss, as the share of the ten most similar artists that are still among the ten, at 20 factors: for the
 * sample 98 to 99%; for HetRec Last.fm 2K 92 to 94% over artists with five listeners or more, 82 to 85% over all
 * (artists with the same one listener point the same way, and any of them will do). Of ten recommended artists 98
 * to 99.7% stay. The first number is for the log of plays, the second for plays; recommendations the other way round.
 *
 * @example const { bytes, scales } = quantiseFactors(model);
 * @param model its artists' factors, (I x F), finite
 * Cost: one pass over them.
 */
export function quantiseFactors({
  artistFactors,
  factors,
}: {
  readonly artistFactors: Float32Array;
  readonly factors: number;
}): QuantisedFactors {
  const artists = artistFactors.length / factors;
  const bytes = new Int8Array(artistFactors.length);
  const scales = new Float32Array(artists);
  for (let artist = 0; artist < artists; artist++) {
    const start = artist * factors;
    let largest = 0;
    for (let i = start; i < start + factors; i++) largest = Math.max(largest, Math.abs(artistFactors[i]));
    scales[artist] = largest / LARGEST;
    if (largest === 0) continue;
    for (let i = start; i < start + factors; i++) {
      bytes[i] = Math.round((artistFactors[i] / largest) * LARGEST);
    }
  }
  return { factors, bytes, scales };
}

/** (I x F) the factors that {@link quantiseFactors} rounded to, for whatever asks for factors. */
export function restoreFactors({ factors, bytes, scales }: QuantisedFactors): Float32Array {
  const restored = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) restored[i] = bytes[i] * scales[Math.floor(i / factors)];
  return restored;
}

/**
 * The artists most similar to one by its rounded factors, the artist itself first with exactly 1, then by falling
 * cosine. What `rankRows` does for a model, in JavaScript and of the bytes alone: a page that does not train may
 * not use WebAssembly.
 *
 * @example similarByQuantised(quantiseFactors(model), model.artists.index('muse'), { count: 10 })
 * @param artist row of an artist
 * @param options `count`: how many to return, the artist among them. Default 10
 * @throws InputError for an artist that is not there or a count below 1
 * Cost: one pass over the bytes, 5 ms for 20,000 artists of 20 factors.
 */
export function similarByQuantised(
  { factors, bytes }: QuantisedFactors,
  artist: number,
  { count = 10 }: { count?: number } = {},
): Ranking {
  const artists = bytes.length / factors;
  checkIndex('artist', artist, artists);
  checkWhole('count', count, 1);
  // A cosine needs no scales.
  const length = (row: number) => Math.sqrt(productOf(bytes, row, row, factors));
  const own = length(artist);
  const { rows, scores } = topK(artists, count, (row) => {
    // Ranks before others that point the same way.
    if (row === artist) return 1 + Number.EPSILON;
    const lengths = own * length(row);
    return lengths === 0 ? undefined : Math.min(1, productOf(bytes, artist, row, factors) / lengths);
  });
  scores[0] = 1;
  return { rows, scores };
}

function productOf(bytes: Int8Array, a: number, b: number, factors: number): number {
  let sum = 0;
  for (let i = a * factors, j = b * factors; i < (a + 1) * factors; i++, j++) sum += bytes[i] * bytes[j];
  return sum;
}
