import type { Interactions } from '../../matrix/interactions.js';
import { holdOutUsers } from '../split/hold-out-users.js';
import { randomSplit } from '../split/random-splits.js';
import type { Split } from '../split/split.js';

/** What is held out to judge settings by: plays of every listener, or listeners whom the model does not know. */
export type SettingsSplit = 'random' | 'users';

/**
 * Holds out a share of the plays, or of the users, who are then known by four fifths of their plays.
 *
 * @throws InputError for too few of them
 */
export function holdOut(
  plays: Interactions,
  { split, fraction = 0.2, seed }: { split: SettingsSplit; fraction?: number | undefined; seed: number },
): Split {
  return split === 'users'
    ? holdOutUsers(plays, { users: fraction, seed })
    : randomSplit(plays, { fraction, seed });
}
