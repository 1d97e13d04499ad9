import { Model } from '../model/model.js';
import { recommendAll } from '../model/recommend-all/recommend-all.js';
import type { TaskProgress } from '../util/current-progress.js';
import { InputError } from '../util/errors.js';
import type { Watch } from '../util/watched.js';
import type { Recommender } from './algorithm.js';
import { hitsOf } from './metrics/hits.js';
import { type ListMetric, ndcg, precision, recall } from './metrics/list-metrics.js';
import type { Split } from './split/split.js';

/** How to evaluate; each has a default. */
export interface EvaluateOptions extends Watch<TaskProgress> {
  /** Lengths of the lists that are judged. Default 10. */
  k?: number | readonly number[];
  /** Worker threads; the result does not depend on it. Default: the cores there are. */
  threads?: number;
}

/** A metric's mean over users. */
export interface MetricMean {
  readonly metric: string;
  /** Length of the lists it looks at. */
  readonly k: number;
  readonly mean: number;
}

/** What an evaluation found. */
export interface Evaluation {
  /** Users with something held out, whose lists were judged. */
  readonly users: number;
  /** Every metric at every k. */
  readonly means: readonly MetricMean[];
  /** One of the means. */
  mean(metric: string, k?: number): number;
}

const LIST_METRICS: Record<string, ListMetric> = { precision, recall, ndcg };

/** Judges a model by what was held out of its training. */
export async function evaluate(
  model: Recommender,
  split: Split,
  { k = 10, threads, signal }: EvaluateOptions = {},
): Promise<Evaluation> {
  const cuts = typeof k === 'number' ? [k] : [...k];
  const asked = split.known === split.train ? model : (model.withListeners?.(split.known) ?? model);
  const { indptr, indices } = split.test.byUser;
  const sums = new Float64Array(Object.keys(LIST_METRICS).length * cuts.length);
  let users = 0;
  const judge = (user: number, list: Int32Array) => {
    const heldOut = new Set(indices.subarray(indptr[user], indptr[user + 1]));
    if (heldOut.size === 0) return;
    const hits = hitsOf(list, heldOut);
    Object.values(LIST_METRICS).forEach((metric, m) => {
      cuts.forEach((cut, c) => {
        sums[m * cuts.length + c] += metric(hits, cut, heldOut.size);
      });
    });
    users++;
  };
  await forEachList(asked, Math.max(...cuts), { threads, signal }, judge);
  const means = Object.keys(LIST_METRICS).flatMap((metric, m) =>
    cuts.map((cut, c) => ({ metric, k: cut, mean: sums[m * cuts.length + c] / users })),
  );
  const mean = (metric: string, cut = cuts[0]) => {
    const found = means.find((candidate) => candidate.metric === metric && candidate.k === cut);
    if (!found) throw new InputError(`there is no ${metric} at ${cut} in this evaluation`);
    return found.mean;
  };
  return { users, means, mean };
}

async function forEachList(
  model: Recommender,
  count: number,
  options: { threads?: number; signal?: AbortSignal },
  judge: (user: number, list: Int32Array) => void,
): Promise<void> {
  if (!(model instanceof Model)) {
    for (let user = 0; user < model.users.size; user++) {
      judge(user, model.recommendByIndex(user, { count }).rows);
    }
    return;
  }
  await recommendAll(
    model,
    ({ users, artists, lengths }) => {
      const width = artists.length / users.length;
      users.forEach((user, i) => {
        judge(user, artists.subarray(i * width, i * width + lengths[i]));
      });
    },
    { ...options, count, onProgress: () => {} },
  );
}
