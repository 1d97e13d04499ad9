import { checkFraction, checkOptionNames, checkSeed } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { formatCount } from '../../../util/format.js';
import { seededRandom } from '../../../util/random.js';
import { requireInteractions } from '../../matrix/check-interactions.js';
import { countByRow, rowOfEntries } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { divideEntries, type Split } from './split.js';

/** How to hold back plays at random. */
export interface RandomSplitOptions {
  /** Of the entries, above 0 and below 1. Default 0.2. */
  fraction?: number;
  /** The same seed holds back the same entries. Default 42. */
  seed?: number;
  /** Whether all of a user's entries may be held back. Default false: each keeps at least one. */
  emptyUsers?: boolean;
}

/**
 * Holds back a fraction of all entries, drawn at random: exactly round(fraction entries) of them.
 *
 * @example const { train, test } = randomSplit(await dataset.interactions(), { fraction: 0.2, seed: 1 });
 * @param interactions (users x artists) plays
 * @param options see {@link RandomSplitOptions}
 * @throws InputError for an impossible option, or when so many entries cannot be held back
 * Cost: O(entries).
 */
export function randomSplit(interactions: Interactions, options: RandomSplitOptions = {}): Split {
  checkOptionNames<RandomSplitOptions>(options, { fraction: true, seed: true, emptyUsers: true });
  const { fraction = 0.2, seed = 42, emptyUsers = false } = options;
  requireInteractions(interactions);
  checkFraction('fraction', fraction, 0.2);
  checkSeed(seed);
  const entries = interactions.size;
  const wanted = Math.round(fraction * entries);
  const left = countByRow(interactions.byUser);
  const most = emptyUsers ? entries : left.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
  if (wanted === 0 || wanted > most) {
    throw new InputError(
      `cannot hold back ${fraction} of ${formatCount(entries)} entries: that is ${formatCount(wanted)}, and ` +
        `${formatCount(most)} can go${emptyUsers ? '' : ' when every user keeps one'}; use another fraction or more data`,
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
