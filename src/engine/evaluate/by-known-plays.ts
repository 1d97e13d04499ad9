import {
  fractionLike,
  readOptions,
  requireList,
  seedNumber,
  WATCH_CHECKS,
  wholeNumber,
} from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { type Watch, watched } from '../../util/work.js';
import type { Algorithm, Recommender } from '../baselines/algorithm.js';
import { requireInteractions } from '../matrix/check-interactions.js';
import type { Interactions } from '../matrix/interactions.js';
import { evaluateInline } from './evaluate-inline.js';
import { eligibleUsers, holdOutUsers } from './split/hold-out-users.js';
import type { Split } from './split/split.js';

/** Who is held out and how much of them is known; each option has a default. */
export interface ByKnownPlaysOptions extends Watch {
  /**
   * Numbers of known artists. Default: those of 1, 2, 5, 10 and 20 that half of the users have beside the hidden ones;
   * 1 in any case.
   */
  readonly known?: readonly number[];
  /** How many users are held out: a share of all of them, as far as they have that many artists. Default 0.1. */
  readonly users?: number;
  /** Share of each held-out user's artists that is not hidden. Default 0.8. */
  readonly fraction?: number;
  /** Length of the lists, at most the number of artists. Default 10. */
  readonly k?: number;
  /** Of the users and artists held out. Default 42. */
  readonly seed?: number;
  /** Of each fit. Default: the number of cores. */
  readonly threads?: number;
}

/** How good a model's lists are for listeners of whom so many artists are known. */
export interface KnownPlaysRow {
  readonly model: string;
  /** How many artists of each listener it was given. */
  readonly known: number;
  /** Length of the lists. */
  readonly k: number;
  /** How many listeners were held out. */
  readonly users: number;
  /** Mean NDCG@k over them. */
  readonly mean: number;
  /** Lower end of the 95 % bootstrap interval over users. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
}

const NUMBERS = [1, 2, 5, 10, 20];

const CHECKS = {
  known: (value: unknown) =>
    Array.isArray(value) && value.length > 0 && value.every((each) => wholeNumber(1)(each) === undefined)
      ? undefined
      : 'an array of one or more whole numbers, each 1 or more, such as [1, 2, 5]',
  users: fractionLike(0.1),
  fraction: fractionLike(0.8),
  k: wholeNumber(1),
  seed: seedNumber,
  threads: wholeNumber(1, 256),
  ...WATCH_CHECKS,
};
const DEFAULTS = { users: 0.1, fraction: 0.8, k: 10, seed: 42 };

/**
 * How good algorithms are for listeners who are new to them, by how many of their artists are known: each is fitted to
 * the other users, given 1, 2, 5, 10 and 20 artists of the held-out ones (`withListeners`), and judged by the artists
 * hidden of them, which are the same each time, as are the users. So the numbers compare across and along.
 *
 * @example
 * const rows = await metrics.byKnownPlays([als(settings), baselines.popularity()], interactions);
 * show(charts.byKnownPlays(rows))
 * @param algorithms each fitted once
 * @param interactions (users x artists) plays
 * @param options see {@link ByKnownPlaysOptions}
 * @returns a row for each algorithm and number, in their order
 * @throws InputError for an impossible option, or when no user has so many artists; what fitting throws
 * Cost: the fits, and a list for each held-out user, algorithm and number, on the calling thread.
 */
export async function byKnownPlays(
  algorithms: readonly Algorithm[],
  interactions: Interactions,
  options: ByKnownPlaysOptions = {},
): Promise<KnownPlaysRow[]> {
  requireList(
    algorithms,
    isAlgorithm,
    'algorithms: metrics.byKnownPlays([als(), baselines.popularity()], plays)',
  );
  requireInteractions(interactions);
  const { users, fraction, seed, threads, ...given } = readOptions(options, CHECKS, DEFAULTS, 'byKnownPlays');
  const numbers = [...new Set(given.known ?? usualNumbers(interactions, fraction))].sort((a, b) => a - b);
  const minimum = numbers[numbers.length - 1];
  const most = eligibleUsers(interactions, fraction, minimum).length;
  const held = Math.max(1, Math.min(Math.round(users * interactions.users.size), most));
  const splits = numbers.map((known) => ({
    known,
    split: holdOutUsers(interactions, { users: held, fraction, seed, minimum, known }),
  }));
  const k = Math.min(given.k, interactions.artists.size);
  const total = algorithms.length * (1 + numbers.length);
  return await watched('judging newcomers', options, async ({ signal, onProgress }) => {
    const rows: KnownPlaysRow[] = [];
    let done = 0;
    const tell = (note: string) => onProgress?.({ task: 'judging newcomers', done: done++, total, note });
    for (const algorithm of algorithms) {
      const { name } = algorithm;
      tell(name);
      const model = await algorithm.fit(splits[0].split.train, { threads, signal, onProgress: () => {} });
      for (const { known, split } of splits) {
        tell(`${name}, ${known} known`);
        rows.push({ model: name, known, ...(await judge(model, split, { k, seed, signal })) });
      }
    }
    return rows;
  });
}

async function judge(
  model: Recommender,
  split: Split,
  options: { k: number; seed: number; signal?: AbortSignal },
): Promise<Omit<KnownPlaysRow, 'known' | 'model'>> {
  // All are trained on the users that are not held out: the first split's and any other's are the same.
  const { users, means } = await evaluateInline(model, split, {
    ...options,
    metrics: ['ndcg'],
    onProgress: () => {},
  });
  const [{ k, mean, low, high }] = means;
  return { k, users, mean, low, high };
}

/** The numbers that half of the users have beside what is hidden, or 1. */
function usualNumbers(interactions: Interactions, fraction: number): number[] {
  const all = eligibleUsers(interactions, fraction, 1).length;
  if (all === 0) {
    throw new InputError('no user has two artists, one to know and one to hide; use other data');
  }
  const usual = NUMBERS.filter((known) => eligibleUsers(interactions, fraction, known).length >= all / 2);
  return usual.length > 0 ? usual : [1];
}

function isAlgorithm(value: unknown): value is Algorithm {
  const { name, fit } = Object(value) as Partial<Algorithm>;
  return typeof name === 'string' && typeof fit === 'function';
}
