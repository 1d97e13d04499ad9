import { requireInteractions } from '../../matrix/check-interactions.js';
import { countByRow } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';

/** Of fewer users, which of two models is better is mostly chance. */
export const FEW_USERS = 20;

/**
 * Whether models can be judged on plays of these: at least 20 users have artists to learn from, some to hide, and some
 * that they do not play. Who plays every artist can only be recommended what was hidden.
 *
 * @example if (!enoughToJudge(interactions)) console.log('too few plays to say how good a model is');
 * @param artists how many each of them must have. Default 2: one to learn from and one to hide; the panel of `tuner`
 * needs 6
 * Cost: a pass over the users.
 */
export function enoughToJudge(interactions: Interactions, artists = 2): boolean {
  requireInteractions(interactions);
  return judgingUsers(interactions, artists) >= FEW_USERS;
}

/** How many users have so many artists, and some that they do not play. */
export function judgingUsers({ byUser, artists: all }: Interactions, artists = 2): number {
  return countByRow(byUser).filter((count) => count >= artists && count < all.size).length;
}
