import type { Interactions } from '../../engine/matrix/interactions.js';

/** Plays counted between two turns: some milliseconds. */
const COUNTED_PLAYS = 2 ** 20;

/**
 * How many users play each artist, (artists).
 *
 * @param turn yields the calling thread now and then; see `takingTurns`
 */
export async function countListeners(
  { artists, byUser }: Interactions,
  turn: () => Promise<void> | undefined,
): Promise<Int32Array> {
  const listeners = new Int32Array(artists.size);
  for (let from = 0; from < byUser.indices.length; from += COUNTED_PLAYS) {
    addCounts(listeners, byUser.indices.subarray(from, from + COUNTED_PLAYS));
    await turn();
  }
  return listeners;
}

/** A short function, called often: V8 optimises it after the first calls. */
function addCounts(counts: Int32Array, columns: Int32Array): void {
  for (let i = 0; i < columns.length; i++) counts[columns[i]]++;
}
