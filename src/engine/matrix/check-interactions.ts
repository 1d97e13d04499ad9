import { InputError } from '../../util/errors.js';
import type { Interactions } from './interactions.js';
import { requireInteractions } from './require-interactions.js';

/**
 * Refuses what cannot be trained on: a matrix without entries, or plays that are not finite numbers above 0.
 * The error names the first such user and artist. Cost: a pass over the plays.
 */
export function checkInteractions(interactions: Interactions): void {
  requireInteractions(interactions);
  const { users, artists, byUser, emptyBecause } = interactions;
  if (interactions.size === 0) {
    throw new InputError(
      `nothing to train on: ${users.size} users, ${artists.size} artists and no plays; ` +
        (emptyBecause ?? 'open a dataset with at least one row'),
    );
  }
  const bad = byUser.values.findIndex((plays) => !(plays > 0 && plays < Number.POSITIVE_INFINITY));
  if (bad < 0) return;
  const user = byUser.indptr.findIndex((start) => start > bad) - 1;
  throw new InputError(
    `user '${users.names[user]}' has ${byUser.values[bad]} plays of artist ` +
      `'${artists.names[byUser.indices[bad]]}'; expected a finite number above 0: clean the dataset with clean() ` +
      'before training',
  );
}
