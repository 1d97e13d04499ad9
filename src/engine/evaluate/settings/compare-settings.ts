import {
  fractionLike,
  type OneOf,
  oneOf,
  readOptions,
  requireIterable,
  seedNumber,
  threadCount,
  WATCH_CHECKS,
  wholeNumber,
} from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { type Watch, watched } from '../../../util/work.js';
import { trainAls } from '../../als/node/train.js';
import { type AlsOptions, readAlsOptions } from '../../als/options.js';
import type { Recommender } from '../../baselines/algorithm.js';
import { popularity } from '../../baselines/popularity.js';
import { requireInteractions } from '../../matrix/check-interactions.js';
import type { Interactions } from '../../matrix/interactions.js';
import { type Difference, pairedDifference } from '../comparison/paired-difference.js';
import type { Evaluation } from '../evaluation.js';
import { evaluate } from '../node/evaluate.js';
import { sampleUsers, whyEveryListIsRight } from '../split/sample-users.js';
import type { Split } from '../split/split.js';
import { holdOut, type SettingsSplit } from './hold-out.js';
import {
  type JudgedModel,
  type JudgedSettings,
  nameSettings,
  SettingsComparison,
} from './settings-comparison.js';

/** How to compare; each has a default. */
export interface CompareSettingsOptions extends Watch {
  /** With more user-artist pairs than this, users are sampled; see `splits.sampleUsers`. Default 250,000. */
  entries?: number;
  /** Share of the pairs, or of the listeners, held out of training. Default 0.2. */
  fraction?: number;
  /**
   * What the settings are for: `random` hides plays of every listener, `users` hides listeners, who are folded in from
   * four fifths of their plays (see `splits.holdOutUsers`). Default `random`.
   */
  split?: OneOf<SettingsSplit>;
  /** Length of the lists evaluated, if there are that many artists. Default 10. */
  k?: number;
  /** Seed of the sample and of the split. Default 42. */
  seed?: number;
  /** Worker threads; the result does not depend on it. Default: the number of cores. */
  threads?: number;
}

const CHECKS = {
  entries: wholeNumber(1),
  fraction: fractionLike(0.2),
  split: oneOf('random', 'users'),
  k: wholeNumber(1),
  seed: seedNumber,
  threads: threadCount,
  ...WATCH_CHECKS,
};
const DEFAULTS = {
  entries: 250_000,
  fraction: 0.2,
  split: 'random' as OneOf<SettingsSplit>,
  k: 10,
  seed: 42,
};

/**
 * Evaluates settings of `trainAls` against popularity, which recommends the same famous artists to everybody, on plays
 * held out of training: what to check before trusting a model's lists.
 *
 * @example
 * const quality = await compareSettings(interactions, [{}, { weighting: 'log', alpha: 1 }]);
 * showMarkdown(quality.verdict);
 * const model = await trainAls(interactions, quality.best);
 * @param interactions (users x artists) plays
 * @param settings options of `trainAls`; duplicates are evaluated once
 * @param options see {@link CompareSettingsOptions}
 * @returns see {@link SettingsComparison}; for plays too few to compare models, one that says so
 * @throws InputError for an impossible option, or no settings; the signal's reason when aborted
 *
 * @remarks
 * In a notebook, interrupting the cell stops it, and a line shows its progress. Cost: a training and an evaluation for
 * each of the settings: a few seconds with 250,000 pairs and 20 factors.
 * @category Evaluate
 */
export async function compareSettings(
  interactions: Interactions,
  settings: readonly AlsOptions[],
  options: CompareSettingsOptions = {},
): Promise<SettingsComparison> {
  requireInteractions(interactions);
  requireIterable(settings, 'an array of options of trainAls, as [{}, { alpha: 1 }]');
  const { entries, fraction, seed, threads, ...given } = readOptions(options, CHECKS, DEFAULTS);
  const by = given.split as SettingsSplit;
  const k = Math.min(given.k, interactions.artists.size);
  const tried = distinct(settings);
  const sample = sampleUsers(interactions, { entries, seed });
  const [split, reason] = trySplit(sample, { split: by, fraction, seed });
  if (!split) return new SettingsComparison(tried, k, undefined, reason);
  return await watched('comparing settings', options, async (watch) => {
    const judge = judgeOn(split, { k, threads, models: tried.length + 1, ...watch });
    const popular = await judge('popularity', () => popularity().fit(split.train));
    const judged: JudgedSettings[] = [];
    const evaluations: Evaluation[] = [];
    for (const each of tried) {
      const name = nameSettings(each);
      const quiet = { threads, signal: watch.signal, onProgress: () => {} };
      const evaluation = await judge(name, () => trainAls(split.train, { ...each, ...quiet }));
      const abovePopularity = await pairedDifference(evaluation, popular, 'ndcg');
      evaluations.push(evaluation);
      judged.push({ ...rowOf(name, evaluation), options: each, abovePopularity });
    }
    return new SettingsComparison(tried, k, {
      popularity: rowOf('popularity', popular),
      settings: judged,
      lead: await leadOf(evaluations),
      split: by,
      users: popular.users,
      sampledOf: { users: sample.users.size, of: interactions.users.size },
    });
  });
}

/** How far the best evaluation is above the second best. */
async function leadOf(evaluations: readonly Evaluation[]): Promise<Difference | undefined> {
  const [best, next] = [...evaluations].sort((a, b) => b.mean('ndcg') - a.mean('ndcg'));
  return next && (await pairedDifference(best, next, 'ndcg'));
}

/** Settings that give different models, each checked. */
function distinct(settings: readonly AlsOptions[]): AlsOptions[] {
  if (settings.length === 0) {
    throw new InputError('there are no settings to compare; expected at least one, such as [{ alpha: 1 }]');
  }
  const byKey = new Map<string, AlsOptions>();
  for (const each of settings) {
    const { threads, computeLoss, ...made } = readAlsOptions(each).settings;
    const key = JSON.stringify(made);
    if (!byKey.has(key)) byKey.set(key, each);
  }
  return [...byKey.values()];
}

/** A split to evaluate models on, or the reason why there is none. */
function trySplit(sample: Interactions, how: Parameters<typeof holdOut>[1]): [Split | undefined, string] {
  const reason = whyEveryListIsRight(sample);
  if (reason !== undefined) return [undefined, reason];
  try {
    return [holdOut(sample, how), ''];
  } catch (error) {
    if (error instanceof InputError) return [undefined, error.message];
    throw error;
  }
}

interface Judging extends Watch {
  readonly k: number;
  readonly threads: number | undefined;
  readonly models: number;
}

function judgeOn(split: Split, { k, threads, models, signal, onProgress }: Judging) {
  let done = 0;
  return async (name: string, train: () => Promise<Recommender>): Promise<Evaluation> => {
    onProgress?.({ task: 'comparing settings', done: done++, total: models, note: name });
    const model = await train();
    return await evaluate(model, split, { k, metrics: ['ndcg'], threads, signal, onProgress: () => {} });
  };
}

function rowOf(name: string, evaluation: Evaluation): JudgedModel {
  const [{ mean, low, high }] = evaluation.means;
  return { name, mean, low, high };
}
