import {
  anything,
  type Check,
  fractionLike,
  readOptions,
  seedNumber,
  wholeNumber,
} from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { formatCount } from '../../../util/format.js';
import { type Random, seededRandom } from '../../../util/random.js';
import { requireInteractions } from '../../matrix/check-interactions.js';
import { countByRow } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { divideEntries, markAtRandom, type Split, takeUsers } from './split.js';

/** Which users to hold out, and how much of their plays is known. */
export interface HoldOutUsersOptions {
  /** A number of users, or a share below 1 of all users. Default 0.1. */
  users?: number;
  /** Share of each held-out user's artists that is not hidden, rounded, at least one and not all. Default 0.8. */
  fraction?: number;
  /** How many of the artists that are not hidden are known, drawn at random; the others are left out. Default: all. */
  known?: number;
  /**
   * Only users with so many artists that are not hidden are held out. Default: `known`, or 1. With the same minimum and
   * seed, the same artists of the same users are hidden whatever `known` is, and a larger `known` only adds artists.
   */
  minimum?: number;
  /** The same seed holds out the same users and artists. Default 42. */
  seed?: number;
}

const CHECKS: Record<keyof HoldOutUsersOptions, Check> = {
  users: anything,
  fraction: fractionLike(0.8),
  known: wholeNumber(1),
  minimum: wholeNumber(1),
  seed: seedNumber,
};

/**
 * Holds out whole users (strong generalisation, Marlin 2004; as in Liang et al. 2018, section 4.1): a model is trained
 * on the others, is given a part of the held-out users' plays, and is evaluated on the rest.
 *
 * Only users with two or more artists are held out: one to reveal and one to hide. `train` has the other users, `known`
 * and `test` the held-out ones; all in the order of the data.
 *
 * @example
 * const split = splits.holdOutUsers(await dataset.interactions(), { users: 200, seed: 1 });
 * const evaluation = await evaluate(await trainAls(split.train), split);
 * @example splits.holdOutUsers(interactions, { known: 2, minimum: 20 }) // newcomers, of whom two artists are known
 * @param interactions (users x artists) plays
 * @param options see {@link HoldOutUsersOptions}
 * @throws InputError for an impossible option, or when there are too few users to hold out
 * Cost: O(entries).
 */
export function holdOutUsers(interactions: Interactions, options: HoldOutUsersOptions = {}): Split {
  requireInteractions(interactions);
  const defaults = { users: 0.1, fraction: 0.8, seed: 42 };
  const { users, fraction, seed, known, minimum = known ?? 1 } = readOptions(options, CHECKS, defaults);
  if (known !== undefined && known > minimum) {
    throw new InputError(`minimum is ${minimum} and known is ${known}; expected a minimum of at least that`);
  }
  const counts = countByRow(interactions.byUser);
  const random = seededRandom(seed);
  const heldBack = new Uint8Array(counts.length);
  const eligible = eligibleUsers(interactions, fraction, minimum);
  const wanted = usersWanted(users, counts.length, eligible.length, minimum);
  for (const user of random.shuffle(eligible).subarray(0, wanted)) heldBack[user] = 1;

  const others = takeUsers(interactions, heldBack, 0);
  const chosen = takeUsers(interactions, heldBack, 1);
  const { indptr } = chosen.byUser;
  const marks = new Uint8Array(chosen.size);
  countByRow(chosen.byUser).forEach((count, user) => {
    markAtRandom(marks, indptr[user], indptr[user + 1], count - leftOf(count, fraction), random);
  });
  const { marked, others: left } = divideEntries(chosen, marks);
  return { train: others, known: known === undefined ? left : firstOf(left, known, random), test: marked };
}

/** Rows of the users of whom so many artists are not hidden. */
export function eligibleUsers({ byUser }: Interactions, fraction: number, minimum: number): Int32Array {
  const counts = countByRow(byUser);
  return Int32Array.from(counts.keys()).filter(
    (user) => counts[user] >= 2 && leftOf(counts[user], fraction) >= minimum,
  );
}

/** How many of a user's artists are not hidden. */
function leftOf(count: number, fraction: number): number {
  return Math.min(Math.max(1, Math.round(fraction * count)), count - 1);
}

/** The first artists of each user in a random order, which does not depend on how many they are. */
function firstOf(plays: Interactions, known: number, random: Random): Interactions {
  const { indptr } = plays.byUser;
  const marks = new Uint8Array(plays.size);
  for (let user = 0; user < plays.users.size; user++) {
    const order = Int32Array.from({ length: indptr[user + 1] - indptr[user] }, (_, i) => indptr[user] + i);
    for (const entry of random.shuffle(order).subarray(0, known)) marks[entry] = 1;
  }
  return divideEntries(plays, marks).marked;
}

function usersWanted(users: number, all: number, eligible: number, minimum: number): number {
  if (!(users > 0) || (users >= 1 && !Number.isInteger(users))) {
    throw new InputError(
      `users is ${users}; expected a number of users such as 200, or a share above 0 and below 1 such as 0.1`,
    );
  }
  const wanted = users < 1 ? Math.round(users * all) : users;
  const most = Math.min(eligible, all - 1);
  if (wanted >= 1 && wanted <= most) return wanted;
  const needs = minimum > 1 ? `${minimum} artists beside the hidden ones` : 'two artists';
  throw new InputError(
    `cannot hold out ${formatCount(wanted)} of ${formatCount(all)} users: at most ${formatCount(Math.max(0, most))} can be held out, as each needs ` +
      `${needs} and one user must remain for training; use another number or more data`,
  );
}
