import { checkOptionNames, checkSeed, checkWhole } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { seededRandom } from '../../../util/random.js';
import { requireInteractions } from '../../matrix/check-interactions.js';
import { countByRow } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { divideEntries, markAtRandom, type Split } from './split.js';

/** How to hold back the same number of artists of each user. */
export interface LeaveKOutOptions {
  /** Artists of each user that are held back. Default 1: leave one out. */
  k?: number;
  /**
   * Users with fewer artists than this keep them all, and are not judged. Default k + 1: each user keeps one; with k,
   * users may be left without any.
   */
  minimum?: number;
  /** The same seed holds back the same artists. Default 42. */
  seed?: number;
}

/**
 * Holds back exactly k artists, drawn at random, of every user who has enough of them.
 *
 * @example const { train, test } = leaveKOut(await dataset.interactions(), { k: 5, seed: 1 });
 * @param interactions (users x artists) plays
 * @param options see {@link LeaveKOutOptions}
 * @throws InputError for an impossible option, or when no user has enough artists
 * Cost: O(entries).
 */
export function leaveKOut(interactions: Interactions, options: LeaveKOutOptions = {}): Split {
  requireInteractions(interactions);
  checkOptionNames<LeaveKOutOptions>(options, { k: true, minimum: true, seed: true });
  const { k = 1, minimum = k + 1, seed = 42 } = options;
  checkWhole('k', k, 1);
  checkWhole('minimum', minimum, k);
  checkSeed(seed);
  const counts = countByRow(interactions.byUser);
  const longest = counts.reduce((most, count) => Math.max(most, count), 0);
  if (longest < minimum) {
    throw new InputError(
      `cannot hold back ${k} of each user's artists, with users of at least ${minimum}: the longest list has ${longest}; ` +
        'use a smaller k or other data',
    );
  }
  const { indptr } = interactions.byUser;
  const marks = new Uint8Array(interactions.size);
  const random = seededRandom(seed);
  counts.forEach((count, user) => {
    if (count >= minimum) markAtRandom(marks, indptr[user], indptr[user + 1], k, random);
  });
  const { marked, others } = divideEntries(interactions, marks);
  return { train: others, known: others, test: marked };
}
