import { oneOf, readOptions, trueOrFalse, wholeNumber } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { type Listens, sortByUser, startsByUser } from '../../matrix/listens/listens.js';
import type { TimedPlays } from '../../matrix/listens/listens-from-rows.js';
import { type FutureOptions, listensOf, type PastAndFuture, pastAndFuture } from './past-and-future.js';

/** How much of each user's listening is held out. */
export interface LastKOptions extends FutureOptions {
  /** How many of each user's last artists or listens are the future. Default 1. */
  k?: number;
  /**
   * `artists` (default): the future of a user begins with the first listen of the k-th artist from the end, in the order
   * in which they discovered them. `listens`: with the k-th listen from the end.
   */
  of?: 'artists' | 'listens';
}

const CHECKS = {
  k: wholeNumber(1),
  of: oneOf('artists', 'listens'),
  repeats: trueOrFalse,
};
const DEFAULTS: { k: number; of: 'artists' | 'listens'; repeats: boolean } = {
  k: 1,
  of: 'artists',
  repeats: false,
};

/**
 * Holds out what each user played last: their own future, however long ago it was.
 *
 * It leaks: one user's last listens may be years before another's first ones, so models learn from what was played after
 * the moment at which they are asked (which artists became popular, what goes with them). Numbers are higher than those
 * of `splits.byTime`, most for artists that were new then. It is used all the same, in most papers about sequences: every
 * user is judged, by as many artists, and spans of data that are short or differ between users do not matter.
 *
 * Listens of one time stay together, on the side of the future. Users without a past then keep everything, and are not
 * judged.
 *
 * @example const { train, test } = splits.lastK(await dataset.listens(), { k: 5 });
 * @param listens `await dataset.listens()`, or rows in any order
 * @param options see {@link LastKOptions}
 * @throws InputError for an impossible option, or when no user has enough to hold out
 * Cost: some passes over the listens, and 36 bytes for each while it runs.
 */
export function lastK(listens: Listens | Iterable<TimedPlays>, options: LastKOptions = {}): PastAndFuture {
  const { k, of, repeats } = readOptions(options, CHECKS, DEFAULTS);
  const all = listensOf(listens);
  const { past, future } = divide(all, beginnings(all, k, of));
  if (future.size === 0) {
    throw new InputError(
      `cannot hold out the last ${k} ${of} of users: none has more than that; hold out fewer, or use other data`,
    );
  }
  return pastAndFuture(past, future, { repeats, emptyUsers: false }, `the last ${k} ${of} off`);
}

/** (U) the first moment of each user's future; infinity where they keep all. */
function beginnings(listens: Listens, k: number, of: 'artists' | 'listens'): Float64Array {
  const starts = startsByUser(listens);
  const artist = sortByUser(listens, starts, listens.columns.artist);
  const time = sortByUser(listens, starts, listens.columns.time);
  const lastUser = new Int32Array(listens.artists.size).fill(-1);
  return Float64Array.from(listens.users.names, (_, user) => {
    const [start, end] = [starts[user], starts[user + 1]];
    const moments: number[] = [];
    for (let i = of === 'artists' ? start : Math.max(start, end - k); i < end; i++) {
      if (of === 'artists' && lastUser[artist[i]] === user) continue;
      lastUser[artist[i]] = user;
      moments.push(time[i]);
    }
    const moment = moments.length < k ? Number.NEGATIVE_INFINITY : moments[moments.length - k];
    return moment > time[start] ? moment : Number.POSITIVE_INFINITY;
  });
}

/** The listens before and after the moments at which their users' futures begin. */
function divide(listens: Listens, moments: Float64Array): { past: Listens; future: Listens } {
  const { user, time } = listens.columns;
  const places = { past: new Int32Array(time.length), future: new Int32Array(time.length) };
  let [past, future] = [0, 0];
  for (let i = 0; i < time.length; i++) {
    if (time[i] < moments[user[i]]) places.past[past++] = i;
    else places.future[future++] = i;
  }
  return {
    past: listens.at(places.past.subarray(0, past)),
    future: listens.at(places.future.subarray(0, future)),
  };
}
