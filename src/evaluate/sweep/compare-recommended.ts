import type { AlsOptions } from '../../als/options.js';
import { trainAls } from '../../als/train.js';
import type { Recommender } from '../algorithm.js';
import { popularity } from '../baselines/popularity.js';
import { evaluate } from '../evaluate.js';
import type { Split } from '../split/split.js';
import type { Judge } from './run-trial.js';

/** How good something is on plays that had no part in the choice of settings. */
export interface ComparisonRow {
  readonly model: string;
  /** Of the metric, over the users. */
  readonly mean: number;
  /** Of training. */
  readonly seconds: number;
}

/** Trains with the recommended options and with the trainer's defaults, and judges both and popularity. */
export async function compareRecommended(
  split: Split,
  options: AlsOptions,
  { metric, k }: Judge,
  { threads, signal }: { threads: number; signal?: AbortSignal },
): Promise<ComparisonRow[]> {
  const quiet = { threads, signal, onProgress: () => {} };
  const models: [string, () => Promise<Recommender>][] = [
    ['recommended settings', () => trainAls(split.train, { ...options, ...quiet })],
    ["the original notebook's recipe", () => trainAls(split.train, quiet)],
    ['popularity', () => popularity().fit(split.train)],
  ];
  const rows: ComparisonRow[] = [];
  for (const [model, train] of models) {
    const started = performance.now();
    const trained = await train();
    const seconds = (performance.now() - started) / 1000;
    const judged = await evaluate(trained, split, { k, metrics: [metric], resamples: 0, ...quiet });
    rows.push({ model, mean: judged.mean(metric, k), seconds });
  }
  return rows;
}
