/**
 * Bytes of users' factors that pass at a time while popular artists add their entries, and stay in a core's
 * second-level cache until the last of them has: 1 MiB there.
 */
const STRETCH_BYTES = 2 ** 20;

/** Entries in a stretch, on average, from which an artist is popular: fewer do not pay for loading its vectors. */
const ENTRIES_A_STRETCH = 8;

/** At most so many artists count as popular: what is left after them matters little. */
const MOST_POPULAR = 4096;

/** How the users are cut into stretches, and which artists are solved stretch by stretch. */
export interface StretchSizes {
  /** Users in a stretch. */
  readonly stretchUsers: number;
  readonly stretches: number;
  /** Listeners from which an artist is popular. */
  readonly leastListeners: number;
  /** How many artists can be: room is made before their listeners are counted. 0 where all users' factors stay near. */
  readonly mostPopular: number;
}

/** @param stride K, numbers in a row of factors */
export function stretchSizes(users: number, entries: number, stride: number): StretchSizes {
  const stretchUsers = Math.floor(STRETCH_BYTES / (stride * 4));
  const stretches = Math.ceil(users / stretchUsers);
  const leastListeners = stretches * ENTRIES_A_STRETCH;
  const mostPopular = stretches > 1 ? Math.min(MOST_POPULAR, Math.floor(entries / leastListeners)) : 0;
  return { stretchUsers, stretches, leastListeners, mostPopular };
}
