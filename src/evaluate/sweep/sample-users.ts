import type { Interactions } from '../../matrix/interactions.js';
import { seededRandom } from '../../util/random.js';
import { takeUsers } from '../split/split.js';

/**
 * Some users, drawn at random, with all their plays and all artists: as many as have together about so many entries.
 * Fewer users change what settings are good little where penalties grow with a row's entries, as they do in
 * `recommendSettings`: an artist's entries shrink in proportion to its possible ones.
 *
 * @returns the very interactions where they have no more entries than that
 * Cost: a pass over the users, and one over the entries kept.
 */
export function sampleUsers(interactions: Interactions, entries: number, seed: number): Interactions {
  const { users, size } = interactions;
  if (size <= entries) return interactions;
  const order = seededRandom(seed).shuffle(Uint32Array.from({ length: users.size }, (_, user) => user));
  const wanted = Math.max(1, Math.round((users.size * entries) / size));
  const chosen = new Uint8Array(users.size);
  for (const user of order.subarray(0, wanted)) chosen[user] = 1;
  return takeUsers(interactions, chosen, 1);
}
