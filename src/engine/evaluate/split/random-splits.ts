import {
  anything,
  checkWhole,
  fractionLike,
  readOptions,
  seedNumber,
  wholeNumber,
} from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { formatCount } from '../../../util/format.js';
import { seededRandom } from '../../../util/random.js';
import { requireInteractions } from '../../matrix/check-interactions.js';
import { countByRow, rowOfEntries } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { divideEntries, markAtRandom, type Split } from './split.js';

/** How to hold out plays at random. */
export interface RandomSplitOptions {
  /** Share of the entries, above 0 and below 1. Default 0.2. */
  fraction?: number;
  /** The same seed holds out the same entries. Default 42. */
  seed?: number;
  /** Whether all of a user's entries may be held out. Default false: each keeps at least one. */
  emptyUsers?: boolean;
}

/**
 * Holds out a fraction of all entries, drawn at random: exactly round(fraction entries) of them.
 *
 * @example const { train, test } = splits.random(await dataset.interactions(), { fraction: 0.2, seed: 1 });
 * @param interactions (users x artists) plays
 * @param options see {@link RandomSplitOptions}
 * @throws InputError for an impossible option, or when that many entries cannot be held out
 * Cost: O(entries).
 */
export function randomSplit(interactions: Interactions, options: RandomSplitOptions = {}): Split {
  requireInteractions(interactions);
  const { fraction, seed, emptyUsers } = readOptions(
    options,
    { fraction: fractionLike(0.2), seed: seedNumber, emptyUsers: anything },
    { fraction: 0.2, seed: 42, emptyUsers: false },
  );
  const entries = interactions.size;
  const wanted = Math.round(fraction * entries);
  const left = countByRow(interactions.byUser);
  const most = emptyUsers ? entries : left.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
  if (wanted === 0 || wanted > most) {
    throw new InputError(
      `cannot hold out ${fraction} of ${formatCount(entries)} entries: that is ${formatCount(wanted)}, and ` +
        `at most ${formatCount(most)} can be held out${emptyUsers ? '' : ' if every user keeps one'}; use another fraction or more data`,
    );
  }
  const marks = new Uint8Array(entries);
  const users = rowOfEntries(interactions.byUser);
  const order = new Uint32Array(entries);
  for (let i = 0; i < entries; i++) order[i] = i;
  seededRandom(seed).shuffle(order);
  let taken = 0;
  for (let i = 0; taken < wanted; i++) {
    const user = users[order[i]];
    if (!emptyUsers && left[user] === 1) continue;
    left[user]--;
    marks[order[i]] = 1;
    taken++;
  }
  const { marked, others } = divideEntries(interactions, marks);
  return { train: others, known: others, test: marked };
}

/** How to hold out the same number of artists of each user. */
export interface LeaveKOutOptions {
  /** Artists held out per user. Default 1: leave one out. */
  k?: number;
  /**
   * Users with fewer artists than this keep them all, and are not evaluated. Default k + 1: each user keeps one; with
   * k, users may be left without any.
   */
  minimum?: number;
  /** The same seed holds out the same artists. Default 42. */
  seed?: number;
}

/**
 * Holds out exactly k artists, drawn at random, of every user who has enough of them.
 *
 * @example const { train, test } = splits.leaveKOut(await dataset.interactions(), { k: 5, seed: 1 });
 * @param interactions (users x artists) plays
 * @param options see {@link LeaveKOutOptions}
 * @throws InputError for an impossible option, or when no user has enough artists
 * Cost: O(entries).
 */
export function leaveKOut(interactions: Interactions, options: LeaveKOutOptions = {}): Split {
  requireInteractions(interactions);
  const given = readOptions(
    options,
    { k: wholeNumber(1), minimum: anything, seed: seedNumber },
    { k: 1, seed: 42 },
  );
  const { k, minimum = k + 1, seed } = given;
  checkWhole('minimum', minimum, k);
  const counts = countByRow(interactions.byUser);
  const longest = counts.reduce((most, count) => Math.max(most, count), 0);
  if (longest < minimum) {
    throw new InputError(
      `cannot hold out ${k} of each user's artists, with users of at least ${minimum}: the longest list has ${longest}; ` +
        'hold out fewer of them, or use other data',
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
