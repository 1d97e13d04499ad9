import type { AlsOptions } from '../../als/options.js';
import { trainAls } from '../../als/train.js';
import { countByColumn } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { Model } from '../../model/model.js';
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
  const models: [string, () => Model | Promise<Model>][] = [
    ['recommended settings', () => trainAls(split.train, { ...options, ...quiet })],
    ["the original notebook's recipe", () => trainAls(split.train, quiet)],
    ['popularity', () => popularityModel(split.train)],
  ];
  const rows: ComparisonRow[] = [];
  for (const [model, train] of models) {
    const started = performance.now();
    const trained = await train();
    const seconds = (performance.now() - started) / 1000;
    const judged = await evaluate(trained, split, { k, ...quiet });
    rows.push({ model, mean: judged.mean(metric, k), seconds });
  }
  return rows;
}

/** Popularity as a model of one factor: an artist's score is how many listeners it has, for everyone the same. */
function popularityModel({ users, artists, byUser }: Interactions): Model {
  return new Model({
    users,
    artists,
    factors: 1,
    userFactors: new Float32Array(users.size).fill(1),
    artistFactors: Float32Array.from(countByColumn(byUser)),
    plays: byUser,
    training: {},
  });
}
