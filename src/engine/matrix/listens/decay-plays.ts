import { aboveZero, readOptions } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import type { Interactions } from '../interactions.js';
import { countPlays } from './count-plays.js';
import { aMoment, type Listens, requireListens } from './listens.js';

/** How plays fade. */
export interface DecayOptions {
  /** After this time a play counts for half: in days; in the unit of the times where these are no dates. */
  halfLife: number;
  /** The moment at which a play counts for 1: that of the last listen, or later. Default: that of the last listen. */
  at?: Date | number;
}

const DAY = 86_400_000;

/**
 * Plays that fade: a listen counts for 2^(-age / halfLife), and the plays of a pair are the sum. What was played long
 * ago counts for less and stays known.
 *
 * Two uses. As what is known of listeners to a model trained on all plays, it asks for what suits them now:
 * `model.withListeners(decayPlays(split.past, { halfLife: 90 }))`, or in an evaluation the split with another `known`.
 * To train on, it makes a model of what goes together lately: of interest where the music changes, and with short lists
 * a loss of data.
 *
 * @example
 * const split = splits.byTime(await dataset.listens(), { from: new Date('2009-01-01') });
 * const known = decayPlays(split.past, { halfLife: 90 });
 * const evaluation = await evaluate(await trainAls(split.train), { ...split, known });
 * @param listens as `dataset.listens()`, `listensFromRows` or the past of a split by time
 * @param options see {@link DecayOptions}
 * @returns plays in fractions; weightings that ignore them (`binary`) ignore their age, too
 * @throws InputError for an impossible option, or a moment before the last listen
 * Cost: a few passes over the listens, and 28 bytes for each while it runs.
 * @category Train
 */
export function decayPlays(listens: Listens, options: DecayOptions): Interactions {
  requireListens(listens);
  const { halfLife, at } = readOptions(options, { halfLife: aboveZero, at: aMoment }, {});
  const { time, dated } = listens.columns;
  if (halfLife === undefined) {
    throw new InputError(
      'halfLife is missing; expected the days after which a play counts for half, such as 90',
    );
  }
  const last = time.length > 0 ? time[time.length - 1] : 0;
  const now = at === undefined ? last : Number(at);
  if (now < last) {
    throw new InputError(
      `at is ${listens.moment(now)} and the last listen was at ${listens.moment(last)}; expected a moment that is not before it`,
    );
  }
  const unit = halfLife * (dated ? DAY : 1);
  const weights = new Float64Array(time.length);
  for (let i = 0; i < time.length; i++) weights[i] = 2 ** ((time[i] - now) / unit);
  return countPlays(listens, weights);
}
