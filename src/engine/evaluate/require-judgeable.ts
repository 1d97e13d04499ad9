import { wrongValue } from '../../util/checks.js';
import type { Recommender } from '../baselines/algorithm.js';
import { Interactions } from '../matrix/interactions.js';
import type { Split } from './split/split.js';

/** @throws InputError unless it is a trained model, of whatever algorithm */
export function requireRecommender(value: unknown): asserts value is Recommender {
  if (typeof (value as Partial<Recommender> | null | undefined)?.recommendByIndex === 'function') return;
  throw wrongValue(
    value,
    'a model that was trained: await trainAls(split.train), or await popularity().fit(split.train)',
  );
}

/** @throws InputError unless it is plays divided into those to learn from and those to be judged by */
export function requireSplit(value: unknown): asserts value is Split {
  const { train, known, test } = (value ?? {}) as Partial<Split>;
  if ([train, known, test].every((part) => part instanceof Interactions)) return;
  throw wrongValue(value, 'a split of plays: const split = randomSplit(await dataset.interactions())');
}
