/**
 * Marks which places of a list of recommendations are hits.
 *
 * @param list (n) artists, best first
 * @param heldOut artists that the user played and the model was not told
 * @returns (n) 1 for a hit, else 0
 */
export function hitsOf(list: ArrayLike<number>, heldOut: ReadonlySet<number>): Uint8Array {
  return Uint8Array.from(list, (artist) => (heldOut.has(artist) ? 1 : 0));
}
