import { checkFraction, checkOptionNames, checkSeed } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { formatCount } from '../../../util/format.js';
import { seededRandom } from '../../../util/random.js';
import { requireInteractions } from '../../matrix/check-interactions.js';
import { countByRow } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { divideEntries, markAtRandom, type Split, takeUsers } from './split.js';

/** Which users to hold back, and how much of them is told. */
export interface HoldOutUsersOptions {
  /** A number of users, or a share below 1 of all users. Default 0.1. */
  users?: number;
  /** Share of each held-out user's artists that is known, rounded, at least one and not all. Default 0.8. */
  fraction?: number;
  /** The same seed holds back the same users and artists. Default 42. */
  seed?: number;
}

/**
 * Holds users back whole, which is called strong generalisation (Marlin 2004; as in Liang et al. 2018, section 4.1):
 * a model is trained on the others, is told a part of what the held-out users play, and judged by the rest.
 *
 * Only users with two artists or more are held back, since one is told and one is not. `train` has the other users,
 * `known` and `test` the held-out ones; all in the order of the data.
 *
 * @example
 * const split = holdOutUsers(await dataset.interactions(), { users: 200, seed: 1 });
 * const evaluation = await evaluate(await trainAls(split.train), split);
 * @param interactions (users x artists) plays
 * @param options see {@link HoldOutUsersOptions}
 * @throws InputError for an impossible option, or when there are not so many users to hold back
 * Cost: O(entries).
 */
export function holdOutUsers(interactions: Interactions, options: HoldOutUsersOptions = {}): Split {
  requireInteractions(interactions);
  checkOptionNames<HoldOutUsersOptions>(options, { users: true, fraction: true, seed: true });
  const { users = 0.1, fraction = 0.8, seed = 42 } = options;
  checkFraction('fraction', fraction, 0.8);
  checkSeed(seed);
  const counts = countByRow(interactions.byUser);
  const random = seededRandom(seed);
  const heldBack = new Uint8Array(counts.length);
  const eligible = Int32Array.from(counts.keys()).filter((user) => counts[user] >= 2);
  const wanted = usersWanted(users, counts.length, eligible.length);
  for (const user of random.shuffle(eligible).subarray(0, wanted)) heldBack[user] = 1;

  const others = takeUsers(interactions, heldBack, 0);
  const chosen = takeUsers(interactions, heldBack, 1);
  const { indptr } = chosen.byUser;
  const marks = new Uint8Array(chosen.size);
  countByRow(chosen.byUser).forEach((count, user) => {
    const told = Math.min(Math.max(1, Math.round(fraction * count)), count - 1);
    markAtRandom(marks, indptr[user], indptr[user + 1], count - told, random);
  });
  const { marked, others: known } = divideEntries(chosen, marks);
  return { train: others, known, test: marked };
}

function usersWanted(users: number, all: number, eligible: number): number {
  if (!(users > 0) || (users >= 1 && !Number.isInteger(users))) {
    throw new InputError(
      `users is ${users}; expected a number of users such as 200, or a share above 0 and below 1 such as 0.1`,
    );
  }
  const wanted = users < 1 ? Math.round(users * all) : users;
  const most = Math.min(eligible, all - 1);
  if (wanted >= 1 && wanted <= most) return wanted;
  throw new InputError(
    `cannot hold back ${formatCount(wanted)} of ${formatCount(all)} users: ${formatCount(Math.max(0, most))} can go, as each needs ` +
      'two artists and one user must stay to train on; use another number or more data',
  );
}
