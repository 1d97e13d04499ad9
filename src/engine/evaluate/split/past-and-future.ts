import { InputError } from '../../../util/errors.js';
import { formatCount } from '../../../util/format.js';
import { countByRow } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { countPlays } from '../../matrix/listens/count-plays.js';
import { Listens } from '../../matrix/listens/listens.js';
import { listensFromRows, type TimedPlays } from '../../matrix/listens/listens-from-rows.js';
import { divideEntries, type Split } from './split.js';

/** What is asked for of the future. */
export interface FutureOptions {
  /** Whether future plays of artists that a user already played are asked for, too. Default false: new artists only. */
  repeats?: boolean;
}

/** A split of listens into those before and those after a moment. `train` has the plays of `past`. */
export interface PastAndFuture extends Split {
  /** Future plays that are not asked for: without `repeats` those of artists the user already played; those of new users. */
  readonly leftOut: Interactions;
  /** The listens of `train`, for `decayPlays`. */
  readonly past: Listens;
  /** The listens of `test` and `leftOut`. */
  readonly future: Listens;
}

/** Listens as they are, or made of rows. */
export function listensOf(given: Listens | Iterable<TimedPlays>): Listens {
  return given instanceof Listens ? given : listensFromRows(given);
}

/**
 * Counts the plays on both sides.
 *
 * @param asked `emptyUsers`: whether users without a past are asked for
 * @param where how the error says where they are split
 * @throws InputError when nothing is left to train or to judge by
 */
export function pastAndFuture(
  past: Listens,
  future: Listens,
  { repeats, emptyUsers }: { repeats: boolean; emptyUsers: boolean },
  where: string,
): PastAndFuture {
  const train = countPlays(past);
  const { marked: test, others: leftOut } = markAsked(train, countPlays(future), { repeats, emptyUsers });
  for (const [part, what] of [
    [train, 'train on'],
    [test, 'judge by'],
  ] as const) {
    if (part.size > 0) continue;
    throw new InputError(
      `splitting ${where} leaves nothing to ${what} in ${formatCount(past.size + future.size)} rows${spanOf(past, future)}; ` +
        'use another time or fraction, or more data',
    );
  }
  return { train, known: train, test, leftOut, past, future, ...(repeats ? { repeats } : {}) };
}

/** From when to when the rows are, for people. */
function spanOf(past: Listens, future: Listens): string {
  const parts = [past, future].filter(({ size }) => size > 0).map(({ columns }) => columns);
  if (parts.length === 0) return '';
  const from = Math.min(...parts.map(({ time }) => time[0]));
  const to = Math.max(...parts.map(({ time }) => time[time.length - 1]));
  const write = (time: number) => (parts[0].dated ? new Date(time).toISOString().slice(0, 10) : String(time));
  return write(from) === write(to) ? `, all of ${write(from)}` : ` from ${write(from)} to ${write(to)}`;
}

function markAsked(
  train: Interactions,
  later: Interactions,
  { repeats, emptyUsers }: { repeats: boolean; emptyUsers: boolean },
): { marked: Interactions; others: Interactions } {
  const known = countByRow(train.byUser);
  const marks = new Uint8Array(later.size);
  const isKnown = new Uint8Array(train.artists.size);
  const { indptr, indices } = later.byUser;
  known.forEach((count, user) => {
    if (count === 0 && !emptyUsers) return;
    const start = train.byUser.indptr[user];
    const row = train.byUser.indices.subarray(start, start + count);
    for (const artist of row) isKnown[artist] = 1;
    for (let i = indptr[user]; i < indptr[user + 1]; i++)
      if (repeats || isKnown[indices[i]] === 0) marks[i] = 1;
    for (const artist of row) isKnown[artist] = 0;
  });
  return divideEntries(later, marks);
}
