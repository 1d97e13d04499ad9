import { requireInteractions } from '../../matrix/check-interactions.js';
import { allocateCsr, countByColumn } from '../../matrix/csr.js';
import { IdMap } from '../../matrix/id-map.js';
import { Interactions } from '../../matrix/interactions.js';

/**
 * The same plays without the artists that nobody plays. A sample of users keeps all artists; of a large catalogue most may
 * then have no listeners left, and models still take time and memory for each of them. Models learn nothing about these
 * artists either way. Metrics that look at the whole catalogue, coverage and AUC, change: they now mean the artists played.
 * So do penalties with a `regularizationExponent` above 0, which count the artists.
 *
 * @example const few = splits.playedArtists(splits.sampleUsers(await dataset.interactions(), { entries: 250_000 }));
 * @param interactions (users x artists) plays
 * @returns artists in the same order; the same object if all are played
 * Cost: two passes over the entries, and one over the artists.
 */
export function playedArtists(interactions: Interactions): Interactions {
  requireInteractions(interactions);
  const { users, artists, byUser } = interactions;
  const listeners = countByColumn(byUser);
  // The rows keep their rising order, since the artists keep theirs.
  const places = new Int32Array(artists.size);
  const names: string[] = [];
  for (let artist = 0; artist < artists.size; artist++) {
    places[artist] = names.length;
    if (listeners[artist] > 0) names.push(artists.names[artist]);
  }
  if (names.length === artists.size) return interactions;
  const played = allocateCsr(byUser.rows, names.length, byUser.indices.length);
  played.indptr.set(byUser.indptr);
  played.values.set(byUser.values);
  for (let i = 0; i < byUser.indices.length; i++) played.indices[i] = places[byUser.indices[i]];
  return new Interactions(users, new IdMap('artist', names), played);
}
