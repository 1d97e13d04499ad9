import { inTurns, type Watch } from '../../../util/work.js';
import type { CsrMatrix } from '../../matrix/csr.js';

// Shapes: artists I.

/** Small sets of artists; each artist's column of B is solved in one of them. */
export interface Blocks {
  /** Where each block begins among `artists`, and the end of the last. */
  readonly starts: Int32Array;
  /** The artists of each block, first those whose columns it solves. */
  readonly artists: Int32Array;
  /** (blocks) of how many artists it solves the columns. */
  readonly solved: Int32Array;
}

/**
 * Divides the artists among blocks (Steck 2019, section 3.2): of those left, the one with the most neighbours, the more
 * popular of equals, makes a block of itself and its neighbours. It solves its own column and those of its nearest
 * neighbours that are left.
 *
 * @param neighbours (I x I) the similarities of each artist's neighbours, without itself
 * @param listeners (I)
 * @param share which part of its neighbours a block solves along, 0 to 1
 */
export async function blocksOf(
  neighbours: CsrMatrix,
  listeners: ArrayLike<number>,
  share: number,
  watch: Watch,
): Promise<Blocks> {
  const { rows, indptr } = neighbours;
  const degree = (artist: number) => indptr[artist + 1] - indptr[artist];
  const order = Int32Array.from({ length: rows }, (_, artist) => artist).sort(
    (a, b) => degree(b) - degree(a) || listeners[b] - listeners[a] || a - b,
  );
  const isSolved = new Uint8Array(rows);
  const starts = [0];
  const solved: number[] = [];
  const artists: number[] = [];
  await inTurns('dividing artists', rows, watch, (at) => {
    const artist = order[at];
    if (isSolved[artist]) return;
    const near = nearestFirst(neighbours, artist);
    const along = near.slice(0, Math.floor(share * near.length)).filter((other) => !isSolved[other]);
    const own = [artist, ...along];
    for (const other of own) isSolved[other] = 1;
    const taken = new Set(own);
    for (const other of own) artists.push(other);
    for (const other of near) if (!taken.has(other)) artists.push(other);
    solved.push(own.length);
    starts.push(artists.length);
  });
  return {
    starts: Int32Array.from(starts),
    artists: Int32Array.from(artists),
    solved: Int32Array.from(solved),
  };
}

function nearestFirst({ indptr, indices, values }: CsrMatrix, artist: number): number[] {
  const from = indptr[artist];
  const places = Array.from({ length: indptr[artist + 1] - from }, (_, i) => from + i);
  return places.sort((a, b) => values[b] - values[a] || a - b).map((place) => indices[place]);
}
