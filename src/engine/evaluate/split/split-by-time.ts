import { fractionLike, readOptions, trueOrFalse } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { aMoment, type Listens } from '../../matrix/listens/listens.js';
import type { TimedPlays } from '../../matrix/listens/listens-from-rows.js';
import { type FutureOptions, listensOf, type PastAndFuture, pastAndFuture } from './past-and-future.js';

/** Where the future begins (one of `fraction` and `from`), and what is asked for of it. */
export interface SplitByTimeOptions extends FutureOptions {
  /** Share of the listens, counted from the end, that is the future. Default 0.2. Listens of one time stay together. */
  fraction?: number;
  /** The first moment of the future. */
  from?: Date | number;
  /** Whether users without plays in the past are evaluated, too. Default false: their plays are left out. */
  emptyUsers?: boolean;
}

const CHECKS = {
  fraction: fractionLike(0.2),
  from: aMoment,
  emptyUsers: trueOrFalse,
  repeats: trueOrFalse,
};

/** A split by time, with what is in neither part. */
export interface TimeSplit extends PastAndFuture {
  /** The first moment of the future: a date if times are dates. */
  readonly from: Date | number;
}

/**
 * Trains on the past and evaluates on the future, of all users at one moment: the honest split for data with times, as
 * nothing is learned from what came later: neither artists, nor how popular they are, nor what goes together.
 *
 * What is asked for are the artists that a user plays in the future for the first time. Future plays of those they
 * played before are in `leftOut`; with `repeats` they are asked for, too ("what will they play next?"), and evaluations
 * keep known artists in the lists. Plays of users who begin in the future are in `leftOut` unless `emptyUsers` is set.
 * Artists that begin in the future stay in the catalogue and in `test`: no model can find them, and all miss them
 * equally. Plays of `train`, `test` and `leftOut` add up to all plays.
 *
 * @example const { train, test } = splits.byTime(await dataset.listens(), { from: new Date('2009-01-01') });
 * @param listens `await dataset.listens()`, or rows in any order
 * @param options see {@link SplitByTimeOptions}
 * @throws InputError for an impossible option, a time or plays that are not numbers, or when nothing is left to train
 * or to evaluate on
 * Cost: some passes over the listens, and 4 bytes for each while it runs; `past` and `future` are no copies.
 */
export function splitByTime(
  listens: Listens | Iterable<TimedPlays>,
  options: SplitByTimeOptions = {},
): TimeSplit {
  const { emptyUsers, repeats, ...where } = readOptions(options, CHECKS, {
    emptyUsers: false,
    repeats: false,
  });
  const all = listensOf(listens);
  const from = beginning(all, where);
  const boundary = firstAtOrAfter(all.columns.time, Number(from));
  const past = all.between(0, boundary);
  const future = all.between(boundary, all.size);
  const shown = from instanceof Date ? from.toISOString() : `'${from}'`;
  return { ...pastAndFuture(past, future, { repeats, emptyUsers }, `at ${shown}`), from };
}

function beginning(
  { columns: { time, dated } }: Listens,
  { fraction, from }: Pick<SplitByTimeOptions, 'fraction' | 'from'>,
): Date | number {
  if (from !== undefined) {
    if (fraction !== undefined)
      throw new InputError('fraction and from were both given; expected one of them');
    return from;
  }
  const { length } = time;
  if (length === 0) throw new InputError('there are no rows to split by time; expected plays with times');
  const first = time[Math.min(length - 1, length - Math.round((fraction ?? 0.2) * length))];
  return dated ? new Date(first) : first;
}

/** The first place of ascending times that is not before the moment. */
function firstAtOrAfter(time: Float64Array, moment: number): number {
  let [low, high] = [0, time.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle] < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
