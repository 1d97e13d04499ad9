import {
  anything,
  checkWhole,
  type OneOf,
  readOptions,
  threadCount,
  trueOrFalse,
  WATCH_CHECKS,
  wholeNumber,
  wrongValue,
} from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { formatCount, formatPlural } from '../../util/format.js';
import type { Watch } from '../../util/work.js';
import type { Recommender } from '../baselines/algorithm.js';
import { Interactions } from '../matrix/interactions.js';
import { INTERVAL_CHECKS } from './intervals.js';
import { checkMetric, type MetricName, QUICK_METRICS } from './metrics/metrics.js';
import type { Split } from './split/split.js';

/** How to evaluate; each option has a default. */
export interface EvaluateOptions extends Watch {
  /** List lengths to evaluate, each at most the number of artists. Default 10. */
  k?: number | readonly number[];
  /**
   * What to measure; see `metrics.facts`. Default: all list metrics except `diversity`, whose cost grows with the popularity
   * of the recommended artists. `auc` and `percentileRank` score every artist for every user.
   */
  metrics?: readonly OneOf<MetricName>[];
  /** Evaluate only a seeded sample of this many users, for large data. Default: all with held-out artists. */
  users?: number;
  /**
   * Whether lists and ranks have the artists that a user is known to play, too. Default: what the split asks for, true where
   * its `repeats` are. On another split, whose held-out artists are all new, known ones take places in the lists.
   */
  includePlayed?: boolean;
  /**
   * For `auc` and `percentileRank`: compare held-out artists with this many others, drawn for each user with
   * replacement, instead of with all. The means stay unbiased, single users' values become noisy. Default: with all.
   */
  negatives?: number;
  /** Seed of the samples of users and negatives and of the resampling. Default 42. */
  seed?: number;
  /** Confidence level of the intervals, above 0 and below 1. Default 0.95. */
  confidence?: number;
  /** Bootstrap resamples per interval, at most a million; 0 for no intervals. Default 1000. */
  resamples?: number;
  /** Worker threads; the result does not depend on it. Default: the number of cores. */
  threads?: number;
}

/** Options with their defaults, checked. */
export interface CheckedOptions {
  readonly cuts: readonly number[];
  readonly metrics: readonly MetricName[];
  readonly users: number | undefined;
  /** Default: as the split asks for. */
  readonly includePlayed: boolean | undefined;
  readonly negatives: number | undefined;
  readonly seed: number;
  readonly confidence: number;
  readonly resamples: number;
  readonly threads: number;
}

const CHECKS = {
  // Checked against the number of artists.
  k: anything,
  metrics: (value: unknown) => (Array.isArray(value) ? undefined : "an array of names, such as ['ndcg']"),
  users: wholeNumber(1),
  includePlayed: trueOrFalse,
  negatives: wholeNumber(1),
  ...INTERVAL_CHECKS,
  threads: threadCount,
  ...WATCH_CHECKS,
};

const DEFAULTS: {
  k: number | readonly number[];
  metrics: readonly string[];
  seed: number;
  confidence: number;
  resamples: number;
} = {
  k: 10,
  metrics: QUICK_METRICS,
  seed: 42,
  confidence: 0.95,
  resamples: 1000,
};

/**
 * @param artists size of the catalogue
 * @throws InputError that names the option, the value found and the values expected
 */
export function checkOptions(options: EvaluateOptions, artists: number, cores: number): CheckedOptions {
  const { k, metrics, threads = cores, ...others } = readOptions(options, CHECKS, DEFAULTS);
  const { users, includePlayed, negatives, seed, confidence, resamples } = others;
  return {
    cuts: checkCuts(k, artists),
    metrics: checkMetrics(metrics),
    users,
    includePlayed,
    negatives,
    seed,
    confidence,
    resamples,
    threads,
  };
}

function checkMetrics(names: readonly string[]): MetricName[] {
  if (names.length === 0) throw new InputError('metrics is empty; name one, such as ndcg, or leave it out');
  return [...new Set(names)].map((name) => {
    checkMetric(name);
    return name;
  });
}

/**
 * Lengths of lists, each once.
 *
 * @param name what the user calls them
 */
export function checkCuts(k: number | readonly number[], artists: number, name = 'k'): number[] {
  const cuts = [...new Set([k].flat())];
  if (cuts.length === 0)
    throw new InputError(`${name} is an empty list; expected a length of lists, such as 10`);
  for (const cut of cuts) {
    checkWhole(name, cut, 1);
    if (cut > artists) {
      throw new InputError(
        `${name} is ${formatCount(cut)} and the catalogue has ${formatPlural(artists, 'artist')}; expected a ${name} of at most that`,
      );
    }
  }
  return cuts;
}

/** @throws InputError unless it is a trained model of any algorithm */
export function requireRecommender(value: unknown): asserts value is Recommender {
  if (typeof (value as Partial<Recommender> | null | undefined)?.recommendByIndex === 'function') return;
  throw wrongValue(
    value,
    'a model that was trained: await trainAls(split.train), or await popularity().fit(split.train)',
  );
}

/** @throws InputError unless it is a split of plays into training and test */
export function requireSplit(value: unknown): asserts value is Split {
  const { train, known, test } = (value ?? {}) as Partial<Split>;
  if ([train, known, test].every((part) => part instanceof Interactions)) return;
  throw wrongValue(value, 'a split of plays: const split = splits.random(await dataset.interactions())');
}
