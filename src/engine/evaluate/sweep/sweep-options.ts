import {
  aboveZero,
  anything,
  check,
  namesHint,
  type OneOf,
  oneOf,
  readOptions,
  seedNumber,
  threadCount,
  WATCH_CHECKS,
  wholeNumber,
} from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import type { Watch } from '../../../util/work.js';
import type { MetricName } from '../metrics/metrics.js';
import type { EarlyStopping } from './trials.js';

/** Options of `sweep`; each has a default. */
export interface SweepOptions extends Watch {
  /** Every combination of the space's values, or a random selection. Default `grid`. */
  search?: OneOf<'grid' | 'random'>;
  /** How many settings random search draws. Default 24. */
  trials?: number;
  /** For random search: the same seed draws the same settings. Default 42. */
  seed?: number;
  /**
   * Trials begin for this many seconds; at least one always finishes. Those that are running then end at their next
   * iterations to be judged, and a tenth of the seconds later with what was judged of them. Default: no limit.
   */
  seconds?: number;
  /** One random split per seed; the scores are means over them. Default [1]. */
  seeds?: readonly number[];
  /** Name of a metric where higher is better. Default `ndcg`. */
  metric?: OneOf<MetricName>;
  /** Length of the lists evaluated. Default 10. */
  k?: number;
  /**
   * Ends a trial when its metric has stopped improving. Default false; true checks every 2 iterations, with patience 2.
   */
  earlyStopping?: boolean | EarlyStopping;
  /**
   * Starts each training from the model of the next smaller alpha. With early stopping it saves iterations, but the
   * best result then depends on a history that a training from scratch does not have: on HetRec Last.fm 2K (log, 32
   * factors, six alphas from 0.25 to 8) 90 iterations instead of 120, and a best NDCG of 0.2484 instead of 0.2465, with
   * the iterations of two other alphas behind it. Default false.
   */
  warmStart?: boolean;
  /** A DuckDB file that stores results as they come; stored trials are not run again. Created if missing. */
  resume?: string | URL;
  /** Worker threads; the scores do not depend on it. Default: the number of cores. */
  threads?: number;
  /** A clock in milliseconds, to estimate the remaining time. Default `performance.now`. */
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

/** Metrics where higher is better and that say whether a model finds what was played. */
const METRICS: readonly MetricName[] = [
  'ndcg',
  'ndcgFullIdeal',
  'precision',
  'recall',
  'truncatedRecall',
  'map',
  'mrr',
  'hitRate',
  'auc',
];

/** Checks shared by all searches for settings. */
export const SEARCH_CHECKS = {
  seconds: aboveZero,
  metric: anything,
  k: wholeNumber(1, 100_000),
  resume: anything,
  threads: threadCount,
  ...WATCH_CHECKS,
};

const CHECKS = {
  search: oneOf('grid', 'random'),
  trials: wholeNumber(1, 10_000),
  seed: seedNumber,
  seeds: (value: unknown) => (Array.isArray(value) ? undefined : 'an array of seeds, such as [1, 2, 3]'),
  earlyStopping: anything,
  warmStart: anything,
  now: anything,
  ...SEARCH_CHECKS,
};

const STOPPING_CHECKS = { every: wholeNumber(1, 100_000), patience: wholeNumber(1, 100_000) };

const DEFAULTS = {
  search: 'grid' as 'grid' | 'random',
  trials: 24,
  seed: 42,
  metric: 'ndcg' as OneOf<MetricName>,
  k: 10,
  warmStart: false,
  now: () => performance.now(),
};

/** @throws InputError that names the option, the value found and the values expected */
export function checkSweepOptions(options: SweepOptions): CheckedSweepOptions {
  const { seeds, metric, earlyStopping, ...others } = readOptions(options, CHECKS, DEFAULTS);
  if (seeds?.length === 0)
    throw new InputError('seeds is an empty list; expected at least one seed, such as [1, 2, 3]');
  for (const each of seeds ?? []) check('a seed of the splits', each, seedNumber);
  checkMetric(metric);
  return { ...others, metric, earlyStopping: checkEarlyStopping(earlyStopping) };
}

/** @throws InputError for a metric that a search cannot maximise */
export function checkMetric(metric: string): asserts metric is MetricName {
  if ((METRICS as readonly string[]).includes(metric)) return;
  throw new InputError(`no metric '${metric}' to search by; ${namesHint(metric, METRICS)}`);
}

function checkEarlyStopping(given: boolean | EarlyStopping = false): Required<EarlyStopping> | undefined {
  if (given === false) return undefined;
  const options: EarlyStopping = given === true ? {} : given;
  return readOptions(options, STOPPING_CHECKS, { every: 2, patience: 2 }, 'earlyStopping');
}
