/** Names of the strata, from the artists with the most listeners to those with the fewest. */
export const STRATA = ['head', 'middle', 'tail'] as const;

/**
 * Divides artists by popularity into strata of equal shares of all pairs of listener and artist: the few best-known
 * artists that make up the first third of the pairs are the head, the many little-known ones of the last third the tail.
 * Artists with equally many listeners are in one stratum, that of the middle of their pairs; so a stratum can be larger
 * than the others, or empty where all are alike.
 *
 * @param listeners (artists) how many listeners each has in the training data
 * @returns (artists) place in {@link STRATA}; an artist without listeners is in the tail
 * Cost: O(artists log artists).
 */
export function popularityStrata(listeners: ArrayLike<number>): Uint8Array {
  const strata = new Uint8Array(listeners.length).fill(STRATA.length - 1);
  const order = Uint32Array.from(listeners, (_, artist) => artist).sort(
    (a, b) => listeners[b] - listeners[a],
  );
  const pairs = Array.from(listeners).reduce((sum, count) => sum + count, 0);
  let before = 0;
  for (let from = 0; from < order.length; ) {
    const each = listeners[order[from]];
    let to = from;
    while (to < order.length && listeners[order[to]] === each) to++;
    const alike = each * (to - from);
    if (alike === 0) break;
    const stratum = Math.floor((STRATA.length * (before + alike / 2)) / pairs);
    for (const artist of order.subarray(from, to)) strata[artist] = stratum;
    before += alike;
    from = to;
  }
  return strata;
}
