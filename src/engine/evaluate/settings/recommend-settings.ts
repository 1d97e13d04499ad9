import { availableParallelism } from 'node:os';
import { type OneOf, readOptions, seedNumber } from '../../../util/checks.js';
import { pathOf } from '../../../util/files.js';
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
  /** How long to search. Default 110; a little more when the first training, or the one to compare with, takes long. */
  seconds?: number;
  /** Of the splits, of the order of the trials and of the sample of users. Default 42. */
  seed?: number;
  /** Name of a metric in which more is better. Default `ndcg`. */
  metric?: OneOf<MetricName>;
  /** Length of the lists that are judged. Default 10. */
  k?: number;
  /** A DuckDB file that keeps results as they come; what it has is not run again. Made when missing. */
  resume?: string | URL;
  /** Worker threads. Default: the cores there are. */
  threads?: number;
}

/**
 * Finds settings of `trainAls` that are good for these plays, in limited time, by successive halving (Jamieson and
 * Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016): many settings are
 * tried small, the best of them in other sizes, the best of all on more splits. See `candidatesFor` for the settings.
 * Where time is short, later stages are left out.
 *
 * One fifth of the plays is held back from the search. The `comparison` is judged by it, so its numbers are honest;
 * the means in the `evidence` are of the trials that won, and so a little lucky.
 *
 * @example
 * const { options, evidence, comparison } = await recommendSettings(dataset, { seconds: 60 });
 * const model = await trainAls(await dataset.interactions(), options);
 *
 * @param data a dataset, which is cleaned first where it is not, or (users x artists) plays. Of more than 500,000
 * entries a random sample of users is searched on, all plays of each; `users` and `ofUsers` say how many.
 * @param options see {@link RecommendSettingsOptions}. How many trials there is time for depends on the machine; on
 * one that has time for all of them, the same seed finds the same settings.
 * @throws InputError for an impossible option, too few plays to split, a file that holds no results, or where every
 * trial of the first stage fails; the signal's reason when aborted
 *
 * In a notebook, an interrupt of the cell stops it, and a line shows how far it is.
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
