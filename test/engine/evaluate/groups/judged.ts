import type { Recommender } from '#listenlab/engine/baselines/algorithm.js';
import { evaluateInline } from '#listenlab/engine/evaluate/evaluate-inline.js';
import type { Evaluation } from '#listenlab/engine/evaluate/evaluation.js';
import { type Split, splits } from '#listenlab/index.js';
import { seededRandom } from '#listenlab/util/random.js';
import { randomPlays } from '../plays.js';

export const K = 5;

/** Plays with popular and rare artists, a part of them held out. */
export function splitOf(users: number, seed = 1): Split {
  return splits.random(randomPlays(users, 30, 0.3, seed), { seed });
}

/** A recommender that lists, of what a user does not play, what was held out with the chance of that user first. */
function knowing({ train, test }: Split, chance: (user: number) => number, seed = 3): Recommender {
  const recommendByIndex = (user: number, { count = K } = {}) => {
    const random = seededRandom(seed + user);
    const of = ({ indptr, indices }: typeof test.byUser) => indices.subarray(indptr[user], indptr[user + 1]);
    const [known, hidden] = [new Set(of(train.byUser)), new Set(of(test.byUser))];
    const left = Array.from(train.artists.names.keys()).filter((artist) => !known.has(artist));
    const value = left.map((artist) => random.uniform() + (hidden.has(artist) ? chance(user) : 0));
    const order = [...left.keys()].sort((a, b) => value[b] - value[a]).slice(0, count);
    return {
      rows: Int32Array.from(order, (i) => left[i]),
      scores: Float64Array.from(order, (i) => value[i]),
    };
  };
  return { users: train.users, artists: train.artists, plays: train.byUser, recommendByIndex } as never;
}

export async function judge(
  split: Split,
  chance: (user: number) => number = () => 0.3,
  options: object = {},
): Promise<Evaluation> {
  const metrics = ['ndcg', 'precision', 'coverage', 'popularityBias'] as const;
  return await evaluateInline(knowing(split, chance), split, { k: K, metrics, resamples: 200, ...options });
}
