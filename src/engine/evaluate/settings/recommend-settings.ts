import { availableParallelism } from 'node:os';
import { type OneOf, oneOf, readOptions, seedNumber, wholeNumber } from '../../../util/checks.js';
import { pathOf } from '../../../util/node/files.js';
import { type Watch, watched } from '../../../util/work.js';
import type { DatasetLike } from '../../matrix/check-interactions.js';
import { requireDataset } from '../../matrix/check-interactions.js';
import { Interactions } from '../../matrix/interactions.js';
import type { MetricName } from '../metrics/metrics.js';
import { TrialStore } from '../sweep/store.js';
import { checkMetric, SEARCH_CHECKS } from '../sweep/sweep-options.js';
import type { SettingsSplit } from './hold-out.js';
import type { RecommendedSettings } from './recommended-settings.js';
import { search } from './search-settings.js';

/** Options of {@link recommendSettings}; each has a default. */
export interface RecommendSettingsOptions extends Watch {
  /**
   * With more user-artist pairs than this, users are sampled, with all plays of each; see `splits.sampleUsers`. What is
   * found on them is adjusted to all plays. Default 500,000.
   */
  entries?: number;
  /**
   * How long to search. Trainings that are running then may go on to be judged, for at most a tenth of it more (the
   * first training for as long as it takes); the comparison with other models comes after. Default 110, or no limit
   * where `trials` is given.
   */
  seconds?: number;
  /**
   * How many trials to run, each a training judged on one split; no search makes more than 75. Without `seconds` the
   * clock plays no part: the same data, seed and trials give the same settings on any machine. Default: no limit.
   */
  trials?: number;
  /**
   * What the settings are for: `random` hides plays of every listener, `users` hides listeners, who are folded in from
   * four fifths of their plays (see `splits.holdOutUsers`). Default `random`.
   */
  split?: OneOf<SettingsSplit>;
  /** Seed of the splits and the sample of users. Default 42. */
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
 * Finds good settings of `trainAls` for these plays, with a limited budget, by successive halving (Jamieson and Talwalkar,
 * "Non-stochastic best arm identification and hyperparameter optimization", 2016): many settings are tried with small
 * models (of a sample of users, if the plays are many), the best of them with other penalties and sizes, and the
 * neighbours of the best on more splits. They are ratios, which travel from plays to plays; see `firstCandidates`. A
 * training ends after 8 iterations where the best settings were better by far after as many. What the README
 * recommends and the original recipe take part up to the last round. If the budget is spent, later stages are left out:
 * `stages` says which.
 *
 * One fifth of the plays is held out from the search. The `comparison` is evaluated on it, so its numbers are
 * unbiased; the means in the `evidence` belong to winning trials and are slightly optimistic.
 *
 * @example
 * const { options, best, verdict } = await recommendSettings(dataset, { trials: 60 });
 * const model = await trainAls(await dataset.interactions(), options);
 *
 * @param data a dataset, which is cleaned first if necessary, or (users x artists) plays. Where they are more than
 * `entries`, the search uses a random sample of users; `users` and `ofUsers` say how many.
 * @param options see {@link RecommendSettingsOptions}. The result does not depend on `threads`.
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
  const { seconds, trials, entries, split, seed, metric, k, threads } = readRecommendOptions(options);
  return await watched('searching settings', options, async (given) => {
    const plays = await interactionsOf(data);
    const store =
      options.resume === undefined
        ? undefined
        : await TrialStore.open(pathOf(options.resume, 'the path of a DuckDB file', 'resume'));
    try {
      return await search(plays, {
        budget: { seconds, trials },
        entries,
        split,
        seed,
        judge: { metric, k },
        threads,
        store,
        ...given,
      });
    } finally {
      await store?.close();
    }
  });
}

const CHECKS = {
  entries: wholeNumber(1),
  seed: seedNumber,
  trials: wholeNumber(1, 10_000),
  split: oneOf('random', 'users'),
  ...SEARCH_CHECKS,
};
const DEFAULTS = {
  entries: 500_000,
  seed: 42,
  split: 'random' as OneOf<SettingsSplit>,
  metric: 'ndcg' as OneOf<MetricName>,
  k: 10,
};

/** Where neither seconds nor trials are given. */
const STANDARD_SECONDS = 110;

/**
 * Checks options and fills in the defaults.
 *
 * @throws InputError that names the option, the value found and the values expected
 */
export function readRecommendOptions(options: RecommendSettingsOptions) {
  const given = readOptions(options, CHECKS, DEFAULTS);
  const { trials, entries, split, seed, metric, k, threads = availableParallelism() } = given;
  checkMetric(metric);
  const seconds = given.seconds ?? (trials === undefined ? STANDARD_SECONDS : undefined);
  return { seconds, trials, entries, split: split as SettingsSplit, seed, metric, k, threads };
}

async function interactionsOf(data: DatasetLike | Interactions): Promise<Interactions> {
  if (data instanceof Interactions) return data;
  return await (await data.clean()).dataset.interactions();
}
