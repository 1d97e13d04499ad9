import { readOptions, seedNumber, wholeNumber } from '../../../util/checks.js';
import { formatPlural } from '../../../util/format.js';
import { seededRandom } from '../../../util/random.js';
import { requireInteractions } from '../../matrix/check-interactions.js';
import { countByRow } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { takeUsers } from './split.js';

/** How large a sample is. */
export interface SampleUsersOptions {
  /**
   * Users are drawn until they have about this many entries together, 1 or more; at least one user. Default 500,000: a
   * training with 64 factors and 8 iterations takes a few seconds.
   */
  entries?: number;
  /** The same seed draws the same users. Default 42. */
  seed?: number;
}

/**
 * A random sample of users, with all their plays and all artists: to compare models and settings on data that is too
 * large to train on repeatedly. Sampling hardly changes which settings are good if penalties grow with a row's entries,
 * as they do in `recommendSettings`: an artist's entries shrink in proportion to its possible ones.
 *
 * @example const split = splits.random(splits.sampleUsers(await dataset.interactions(), { entries: 1_000_000 }));
 * @param interactions (users x artists) plays
 * @param options see {@link SampleUsersOptions}
 * @returns the same object if it has no more entries than that
 * @throws InputError for an impossible option
 * Cost: a pass over the users, and one over the entries kept.
 */
export function sampleUsers(interactions: Interactions, options: SampleUsersOptions = {}): Interactions {
  requireInteractions(interactions);
  const { entries, seed } = readOptions(
    options,
    { entries: wholeNumber(1), seed: seedNumber },
    { entries: 500_000, seed: 42 },
  );
  const { users, size } = interactions;
  if (size <= entries) return interactions;
  const order = seededRandom(seed).shuffle(Uint32Array.from({ length: users.size }, (_, user) => user));
  const wanted = Math.max(1, Math.round((users.size * entries) / size));
  const chosen = new Uint8Array(users.size);
  for (const user of order.subarray(0, wanted)) chosen[user] = 1;
  return takeUsers(interactions, chosen, 1);
}

/** With fewer users, which of two models is better is mostly chance. */
export const FEW_USERS = 20;

/**
 * Whether models can be evaluated on these plays: at least 20 users have artists to learn from, some to hide, and some
 * they do not play. A user who plays every artist can only be recommended what was hidden.
 *
 * @example if (!splits.enoughToJudge(interactions)) console.log('too few plays to say how good a model is');
 * @param options `artists`: how many each of them must have. Default 2: one to learn from and one to hide; the panel of
 * `tuner` needs 6
 * @throws InputError for a number of artists below 2
 * Cost: a pass over the users.
 */
export function enoughToJudge(interactions: Interactions, options: { artists?: number } = {}): boolean {
  requireInteractions(interactions);
  const { artists } = readOptions(options, { artists: wholeNumber(2) }, { artists: 2 });
  return judgingUsers(interactions, artists) >= FEW_USERS;
}

/** The number of users with this many artists, and some that they do not play. */
function judgingUsers({ byUser, artists: all }: Interactions, artists = 2): number {
  return countByRow(byUser).filter((count) => count >= artists && count < all.size).length;
}

/** Why models cannot be told apart on these plays; undefined where somebody's list can be wrong. */
export function whyEveryListIsRight(interactions: Interactions): string | undefined {
  const { size, users, artists } = interactions;
  if (size <= users.size || judgingUsers(interactions) > 0) return undefined;
  const all = formatPlural(artists.size, 'artist');
  return `everyone who plays at least two artists plays all ${all}, so every list is right`;
}
