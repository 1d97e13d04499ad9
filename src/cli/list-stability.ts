import type { Command } from 'commander';
import type { TrainOptions } from '../engine/als/train-seeds.js';
import type { Algorithm, Recommender } from '../engine/baselines/algorithm.js';
import type { Split } from '../engine/evaluate/split/split.js';
import type { Watch } from '../util/work.js';

/** Gives `evaluate` the option. */
export function addStabilityOption(command: Command): Command {
  return command.option(
    '--stability',
    'train each model again from another seed, and count the artists of a list that stay',
  );
}

/** The same options with seeds of which a training with the given ones uses none. */
export function fromOtherSeeds({ seed = 42, seeds = 1, ...options }: TrainOptions): TrainOptions {
  return { ...options, seed: (seed + seeds) % 2 ** 32, ...(seeds > 1 && { seeds }) };
}

/**
 * How many artists of a list stay when a model is trained from another seed: the mean over at most 1,000 users.
 *
 * @param again the model's algorithm with another seed
 * @param lengths of the lists
 * @returns a number for each length
 */
export async function artistsThatStay(
  model: Recommender,
  again: Algorithm,
  { train, known }: Split,
  { k: lengths, threads, ...watch }: Watch & { k: readonly number[]; threads?: number },
): Promise<number[]> {
  const { listOverlap } = await import('../engine/evaluate/list-overlap.js');
  const trained = [model, await again.fit(train, { threads, ...watch })];
  const [one, other] =
    known === train ? trained : await Promise.all(trained.map((each) => each.withListeners(known, watch)));
  const counts: number[] = [];
  for (const k of lengths) counts.push((await listOverlap(one, other, { k, ...watch })).mean);
  return counts;
}
