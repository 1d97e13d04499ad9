import { availableParallelism } from 'node:os';
import { type OneOf, readOptions, seedNumber } from '../../../util/checks.js';
import { pathOf } from '../../../util/node/files.js';
import { type Watch, watched } from '../../../util/work.js';
import type { DatasetLike } from '../../matrix/check-interactions.js';
import { requireDataset } from '../../matrix/check-interactions.js';
import { Interactions } from '../../matrix/interactions.js';
import type { MetricName } from '../metrics/metrics.js';
import { TrialStore } from '../sweep/store.js';
import { checkMetric, SEARCH_CHECKS } from '../sweep/sweep-options.js';
import { type RecommendedSettings, search } from './search-settings.js';

/** Options of {@link recommendSettings}; each has a default. */
export interface RecommendSettingsOptions extends Watch {
  /** How long to search. Default 110; a little more if the first training, or the one to compare with, takes long. */
  seconds?: number;
  /** Seed of the splits, the order of trials and the sample of users. Default 42. */
  seed?: number;
  /** Name of a metric where higher is better. Default `ndcg`. */
  metric?: OneOf<MetricName>;
  /** Length of the lists evaluated. Default 10. */
  k?: number;
  /** A DuckDB file that stores results as they come; stored trials are not run again. Created if missing. */
  resume?: string | URL;
  /** Worker threads. Default: the number of cores. */
  threads?: number;
}

/**
 * Finds good settings of `trainAls` for these plays, in limited time, by successive halving (Jamieson and Talwalkar,
 * "Non-stochastic best arm identification and hyperparameter optimization", 2016): many settings are tried with small
 * models, the best of them in other sizes, the best overall on more splits. See `candidatesFor` for the settings. If
 * time runs short, later stages are skipped.
 *
 * One fifth of the plays is held out from the search. The `comparison` is evaluated on it, so its numbers are
 * unbiased; the means in the `evidence` belong to winning trials and are slightly optimistic.
 *
 * @example
 * const { options, evidence, comparison } = await recommendSettings(dataset, { seconds: 60 });
 * const model = await trainAls(await dataset.interactions(), options);
 *
 * @param data a dataset, which is cleaned first if necessary, or (users x artists) plays. With more than 500,000
 * entries the search uses a random sample of users, with all plays of each; `users` and `ofUsers` say how many.
 * @param options see {@link RecommendSettingsOptions}. The number of trials that fit in the time depends on the
 * machine; if all of them fit, the same seed finds the same settings.
 * @throws InputError for an impossible option, too few plays to split, a file without results, or if every trial of the
 * first stage fails; the signal's reason when aborted
 *
 * @remarks
 * In a notebook, interrupting the cell stops it, and a line shows its progress.
 * @category Evaluate
 */
export async function recommendSettings(
  data: DatasetLike | Interactions,
  options: RecommendSettingsOptions = {},
): Promise<RecommendedSettings> {
  if (!(data instanceof Interactions)) requireDataset(data);
  const { seconds, seed, metric, k, threads } = readRecommendOptions(options);
  return await watched('searching settings', options, async (given) => {
    const plays = await interactionsOf(data);
    const store =
      options.resume === undefined
        ? undefined
        : await TrialStore.open(pathOf(options.resume, 'the path of a DuckDB file', 'resume'));
    try {
      return await search(plays, { seconds, seed, judge: { metric, k }, threads, store, ...given });
    } finally {
      await store?.close();
    }
  });
}

const CHECKS = { seed: seedNumber, ...SEARCH_CHECKS };
const DEFAULTS = { seconds: 110, seed: 42, metric: 'ndcg' as OneOf<MetricName>, k: 10 };

/**
 * Checks options and fills in the defaults.
 *
 * @throws InputError that names the option, the value found and the values expected
 */
export function readRecommendOptions(options: RecommendSettingsOptions) {
  const given = readOptions(options, CHECKS, DEFAULTS);
  const { seconds, seed, metric, k, threads = availableParallelism() } = given;
  checkMetric(metric);
  return { seconds, seed, metric, k, threads };
}

async function interactionsOf(data: DatasetLike | Interactions): Promise<Interactions> {
  if (data instanceof Interactions) return data;
  return await (await data.clean()).dataset.interactions();
}
