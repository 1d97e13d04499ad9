import { countByRow } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { requireInteractions } from '../../matrix/require-interactions.js';

/** Of fewer users, which of two models is better is mostly chance. */
export const FEW_USERS = 20;

/**
 * Whether models can be judged on plays of these: at least 20 users have artists to learn from and some to hide.
 *
 * @example if (!enoughToJudge(interactions)) console.log('too few plays to say how good a model is');
 * @param artists how many each of them must have. Default 2: one to learn from and one to hide; the panel of `tuner`
 * needs 6
 * Cost: a pass over the users.
 */
export function enoughToJudge(interactions: Interactions, artists = 2): boolean {
  requireInteractions(interactions);
  return countByRow(interactions.byUser).filter((count) => count >= artists).length >= FEW_USERS;
}
