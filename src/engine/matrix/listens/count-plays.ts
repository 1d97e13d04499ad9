import { allocateCsr, type CsrMatrix } from '../csr.js';
import { Interactions } from '../interactions.js';
import { type Listens, sortByUser, startsByUser } from './listens.js';

/** Plays that count for less are kept as this much: a pair that was ever played stays known, in 32-bit floats. */
const LEAST_PLAYS = 2 ** -100;

/**
 * The plays of each pair, added up from listens.
 *
 * @param weights (N) what a play of each listen counts for. Default 1
 * Cost: a few passes over the listens, and 4 bytes for each while it runs, 20 with plays or weights.
 */
export function countPlays(listens: Listens, weights?: Float64Array): Interactions {
  const { users, artists, columns } = listens;
  const starts = startsByUser(listens);
  const artist = sortByUser(listens, starts, columns.artist);
  const counts = countsOf(listens, weights);
  const plays = counts && sortByUser(listens, starts, counts);
  const matrix = allocateCsr(users.size, artists.size, countPairs(starts, artist, artists.size));
  const sums = new Float64Array(artists.size);
  let next = 0;
  for (let user = 0; user < users.size; user++) {
    const first = next;
    for (let i = starts[user]; i < starts[user + 1]; i++) {
      if (sums[artist[i]] === 0) matrix.indices[next++] = artist[i];
      sums[artist[i]] += plays === undefined ? 1 : plays[i];
    }
    matrix.indices.subarray(first, next).sort();
    takeSums(matrix, first, next, sums);
    matrix.indptr[user + 1] = next;
  }
  return new Interactions(users, artists, matrix);
}

/** (N) what each listen counts for; undefined where it is 1 for all. */
function countsOf(
  { columns: { plays } }: Listens,
  weights: Float64Array | undefined,
): Float64Array | undefined {
  if (plays === undefined && weights === undefined) return undefined;
  const counts = new Float64Array((plays ?? weights)?.length ?? 0);
  for (let i = 0; i < counts.length; i++)
    counts[i] = Math.max(LEAST_PLAYS, (plays?.[i] ?? 1) * (weights?.[i] ?? 1));
  return counts;
}

/** Moves the sums of a row's artists to its entries. */
function takeSums({ indices, values }: CsrMatrix, start: number, end: number, sums: Float64Array): void {
  for (let entry = start; entry < end; entry++) {
    values[entry] = sums[indices[entry]];
    sums[indices[entry]] = 0;
  }
}

function countPairs(starts: Int32Array, artist: Int32Array, artists: number): number {
  const lastUser = new Int32Array(artists).fill(-1);
  let pairs = 0;
  for (let user = 0; user < starts.length - 1; user++) {
    for (let i = starts[user]; i < starts[user + 1]; i++) {
      if (lastUser[artist[i]] === user) continue;
      lastUser[artist[i]] = user;
      pairs++;
    }
  }
  return pairs;
}
