import { readOptions, seedNumber, WATCH_CHECKS, wholeNumber } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { seededRandom } from '../../util/random.js';
import { inTurns, type Watch, watched } from '../../util/work.js';
import type { Recommender } from '../baselines/algorithm.js';
import { requireRecommender } from './evaluate-options.js';
import { bootstrap } from './intervals.js';

/** How lists are compared; each option has a default. */
export interface ListOverlapOptions extends Watch {
  /** Length of the lists. Default 10. */
  readonly k?: number;
  /** Compare the lists of a sample of this many users. Default 1,000. */
  readonly users?: number;
  /** Seed of that sample, and of the interval. Default 42. */
  readonly seed?: number;
}

/** How much two models' lists have in common. */
export interface ListOverlap {
  /** Length of the lists. */
  readonly k: number;
  /** How many users' lists were compared. */
  readonly users: number;
  /** How many artists the lists of a user share, 0 to k: the mean over users. */
  readonly mean: number;
  /** Lower end of the 95 % bootstrap interval over users. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
}

const CHECKS = { k: wholeNumber(1), users: wholeNumber(1), seed: seedNumber, ...WATCH_CHECKS };
const DEFAULTS = { k: 10, users: 1000, seed: 42 };

/**
 * How many artists two models recommend alike: the plain count of artists in both lists of a user, in whatever order,
 * on average. Of two models that differ in nothing but their seed, it says whether the lists hold still; quality does
 * not, as other artists may be as good.
 *
 * It is the size of the intersection; divided by k it is the overlap that Webber, Moffat and Zobel, "A similarity
 * measure for indefinite rankings", 2010, section 3, begin with. Their rank-biased overlap and Jaccard's index order
 * models much alike and are harder to picture.
 *
 * @example
 * const other = await trainAls(split.train, { ...settings, seed: 43 });
 * const { mean } = await metrics.listOverlap(model, other); // 8.9 of 10
 * @param one a model of any algorithm
 * @param other one of the same users and artists
 * @param options see {@link ListOverlapOptions}
 * @throws InputError for an impossible option, models of other users or artists, or without a single list
 * Cost: two lists for each user, some 0.1 ms each for 1,000 artists and 1 ms for 100,000; on the calling thread.
 */
export async function listOverlap(
  one: Recommender,
  other: Recommender,
  options: ListOverlapOptions = {},
): Promise<ListOverlap> {
  requireRecommender(one);
  requireRecommender(other);
  const { k, users: most, seed } = readOptions(options, CHECKS, DEFAULTS, 'listOverlap');
  requireSame(one, other);
  const rows = sampleOf(one.users.size, most, seed);
  return await watched('comparing lists', options, async (watch) => {
    const shared: number[] = [];
    await inTurns('comparing lists', rows.length, watch, (i) => {
      const listed = new Set(one.recommendByIndex(rows[i], { count: k }).rows);
      const others = other.recommendByIndex(rows[i], { count: k }).rows;
      // Users without plays have no list.
      if (listed.size > 0 || others.length > 0) shared.push(others.filter((row) => listed.has(row)).length);
    });
    if (shared.length === 0) throw new InputError('neither model recommends anything to these users');
    const column = { sums: Float64Array.from(shared), weights: new Float64Array(shared.length).fill(1) };
    const settings = { confidence: 0.95, resamples: 1000, seed, ...watch };
    const [[low, high] = [Number.NaN, Number.NaN]] = await bootstrap([column], settings);
    return { k, users: shared.length, mean: column.sums.reduce((a, b) => a + b) / shared.length, low, high };
  });
}

function requireSame(one: Recommender, other: Recommender): void {
  for (const kind of ['users', 'artists'] as const) {
    const [a, b] = [one[kind], other[kind]];
    if (a === b) continue;
    const differs = a.names.findIndex((name, row) => name !== b.names[row]);
    if (a.size === b.size && differs < 0) continue;
    throw new InputError(
      `the models have other ${kind} (${a.size} and ${b.size}); compare two that were trained on the same plays`,
    );
  }
}

/** Rows of a random sample, or of all if there are no more. */
function sampleOf(users: number, most: number, seed: number): Int32Array {
  const all = Int32Array.from({ length: users }, (_, user) => user);
  return most >= users ? all : seededRandom(seed).shuffle(all).slice(0, most).sort();
}
