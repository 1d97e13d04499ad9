import { allocateCsr, type CsrMatrix } from '../../matrix/csr.js';
import { IdMap } from '../../matrix/id-map.js';
import { Interactions } from '../../matrix/interactions.js';
import { seededRandom } from '../../util/random.js';

/**
 * Some users, drawn at random, with all their plays and all artists: as many as have together about so many entries.
 * Fewer users change what settings are good little where penalties grow with a row's entries, as they do in
 * `recommendSettings`: an artist's entries shrink in proportion to its possible ones.
 *
 * @returns the very interactions where they have no more entries than that
 * Cost: a pass over the users, and one over the entries kept.
 */
export function sampleUsers(interactions: Interactions, entries: number, seed: number): Interactions {
  const { users, artists, byUser, size } = interactions;
  if (size <= entries) return interactions;
  const order = seededRandom(seed).shuffle(Uint32Array.from({ length: users.size }, (_, user) => user));
  const wanted = Math.max(1, Math.round((users.size * entries) / size));
  const chosen = order.slice(0, wanted).sort();
  const names = Array.from(chosen, (user) => users.names[user]);
  return new Interactions(new IdMap('user', names), artists, rowsOf(byUser, chosen));
}

function rowsOf({ columns, indptr, indices, values }: CsrMatrix, rows: Uint32Array): CsrMatrix {
  const count = rows.reduce((sum, row) => sum + indptr[row + 1] - indptr[row], 0);
  const result = allocateCsr(rows.length, columns, count);
  rows.forEach((row, i) => {
    const start = result.indptr[i];
    result.indices.set(indices.subarray(indptr[row], indptr[row + 1]), start);
    result.values.set(values.subarray(indptr[row], indptr[row + 1]), start);
    result.indptr[i + 1] = start + indptr[row + 1] - indptr[row];
  });
  return result;
}
