import type { AlsOptions } from '../../als/options.js';
import { trainAls } from '../../als/train.js';
import type { Recommender } from '../../baselines/algorithm.js';
import { popularity } from '../../baselines/popularity.js';
import { evaluate } from '../evaluate.js';
import type { Split } from '../split/split.js';
import type { FailedSettings } from './rows.js';
import type { Judge } from './run-trial.js';
import { reasonOf } from './trials.js';

/** How good something is on plays that had no part in the choice of settings. */
export interface ComparisonRow {
  readonly model: string;
  /** Of the metric, over the users; null where training failed. */
  readonly mean: number | null;
  /** Of training. */
  readonly seconds: number;
}

/** Trains with the recommended options and with the trainer's defaults, and judges both and popularity. */
export async function compareRecommended(
  split: Split,
  options: AlsOptions,
  { metric, k }: Judge,
  { threads, signal }: { threads: number; signal?: AbortSignal },
): Promise<{ comparison: ComparisonRow[]; failed: FailedSettings[] }> {
  const quiet = { threads, signal, onProgress: () => {} };
  const als = (given: AlsOptions) => () => trainAls(split.train, { ...given, ...quiet });
  const models: [string, AlsOptions, () => Promise<Recommender>][] = [
    ['recommended settings', options, als(options)],
    ["the original notebook's recipe", {}, als({})],
    ['popularity', {}, () => popularity().fit(split.train)],
  ];
  const comparison: ComparisonRow[] = [];
  const failed: FailedSettings[] = [];
  for (const [model, given, train] of models) {
    const started = performance.now();
    const trained = await train().catch((error) => reasonOf(error, signal));
    const seconds = (performance.now() - started) / 1000;
    if (typeof trained === 'string') {
      failed.push({ options: given, reason: trained });
      comparison.push({ model, mean: null, seconds });
      continue;
    }
    const judged = await evaluate(trained, split, { k, metrics: [metric], resamples: 0, ...quiet });
    comparison.push({ model, mean: judged.mean(metric, k), seconds });
  }
  return { comparison, failed };
}
