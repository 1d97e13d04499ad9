import {
  checkOneOf,
  checkOptionNames,
  checkSeed,
  checkThreads,
  checkWhole,
  namesHint,
  type OneOf,
  showValue,
} from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import type { TaskProgress, Watch } from '../../../util/work.js';
import type { MetricName } from '../metrics/metrics.js';
import type { EarlyStopping } from './trials.js';

/** Options of `sweep`; each has a default. */
export interface SweepOptions extends Watch<TaskProgress> {
  /** Every combination of the space's values, or some at random. Default `grid`. */
  search?: OneOf<'grid' | 'random'>;
  /** How many settings random search draws. Default 24. */
  trials?: number;
  /** Of random search: the same seed draws the same settings. Default 42. */
  seed?: number;
  /** Trials that are not finished after so many seconds are left out; one always is finished. Default: no end. */
  seconds?: number;
  /** A random split for each; the scores are means over them. Default [1]. */
  seeds?: readonly number[];
  /** Name of a metric in which more is better. Default `ndcg`. */
  metric?: OneOf<MetricName>;
  /** Length of the lists that are judged. Default 10. */
  k?: number;
  /** Ends a trial when its metric has stopped rising. Default false; true looks every 2 iterations, with patience 2. */
  earlyStopping?: boolean | EarlyStopping;
  /**
   * Starts each training from that of the next smaller alpha. With early stopping it saves iterations, but the best
   * settings then come with a history that a training of their own does not have: on HetRec Last.fm 2K (log, 32
   * factors, six alphas from 0.25 to 8) 90 iterations instead of 120, and a best NDCG of 0.2484 instead of 0.2465, with
   * the iterations of two other alphas behind it. Default false.
   */
  warmStart?: boolean;
  /** A DuckDB file that keeps results as they come; what it has is not run again. Made when missing. */
  resume?: string | URL;
  /** Worker threads; the scores do not depend on it. Default: the cores there are. */
  threads?: number;
  /** A clock in milliseconds, for the time left. Default `performance.now`. */
  now?: () => number;
}

/** Checked options of a sweep. */
export interface CheckedSweepOptions {
  readonly search: 'grid' | 'random';
  readonly trials: number;
  readonly seed: number;
  readonly seconds?: number;
  readonly metric: MetricName;
  readonly k: number;
  readonly earlyStopping?: Required<EarlyStopping>;
  readonly warmStart: boolean;
  readonly threads?: number;
  readonly now: () => number;
}

/** Those in which more is better, in lists or ranks, and that tell whether a model finds what was played. */
const METRICS: readonly MetricName[] = [
  'ndcg',
  'precision',
  'recall',
  'truncatedRecall',
  'map',
  'mrr',
  'hitRate',
  'auc',
];

/** @throws InputError that names the option, the value found and the values expected */
export function checkSweepOptions(options: SweepOptions): CheckedSweepOptions {
  checkOptionNames<SweepOptions>(options, {
    search: true,
    trials: true,
    seed: true,
    seconds: true,
    seeds: true,
    metric: true,
    k: true,
    earlyStopping: true,
    warmStart: true,
    resume: true,
    threads: true,
    now: true,
    signal: true,
    onProgress: true,
  });
  const {
    search = 'grid',
    trials = 24,
    seed = 42,
    seconds,
    seeds,
    metric = 'ndcg',
    k = 10,
    threads,
  } = options;
  checkOneOf('search', search, ['grid', 'random']);
  checkWhole('trials', trials, 1, 10_000);
  checkSeed(seed);
  checkSeconds(seconds);
  if (seeds !== undefined && !Array.isArray(seeds))
    throw new InputError(`seeds is ${showValue(seeds)}; expected an array of seeds, such as [1, 2, 3]`);
  if (seeds?.length === 0)
    throw new InputError('seeds is an empty list; expected one seed or more, such as [1, 2, 3]');
  for (const each of seeds ?? []) checkWhole('a seed of the splits', each, 0, 2 ** 32 - 1);
  checkMetric(metric, k);
  if (threads !== undefined) checkThreads(threads);
  return {
    search,
    trials,
    seed,
    seconds,
    metric,
    k,
    earlyStopping: checkEarlyStopping(options.earlyStopping),
    warmStart: options.warmStart ?? false,
    threads,
    now: options.now ?? (() => performance.now()),
  };
}

/** @throws InputError for a metric that no search can follow, or lists of an impossible length */
export function checkMetric(metric: string, k: number): asserts metric is MetricName {
  if (!(METRICS as readonly string[]).includes(metric)) {
    throw new InputError(`no metric '${metric}' to search by; ${namesHint(metric, METRICS)}`);
  }
  checkWhole('k', k, 1, 100_000);
}

/** @throws InputError for a budget that is no number above 0 */
export function checkSeconds(seconds: number | undefined): void {
  if (seconds === undefined || (Number.isFinite(seconds) && seconds > 0)) return;
  throw new InputError(`seconds is ${seconds}; expected a number above 0, or leave it out`);
}

function checkEarlyStopping(given: boolean | EarlyStopping = false): Required<EarlyStopping> | undefined {
  if (given === false) return undefined;
  const { every = 2, patience = 2 } = given === true ? {} : given;
  checkWhole('every of earlyStopping', every, 1, 100_000);
  checkWhole('patience of earlyStopping', patience, 1, 100_000);
  return { every, patience };
}
