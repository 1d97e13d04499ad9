import { trainAls } from '#listenlab/engine/als/node/train.js';
import type { Model } from '#listenlab/engine/model/model.js';
import { grouped } from '../model/training.js';

export const OPTIONS = { factors: 4, iterations: 3, seed: 7, threads: 1 };

/** Single precision of vectors and of their products. */
export const DIGITS = 5;

export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of three models, and the models. */
export async function threeOf(recipe: object): Promise<{ model: Model; parts: Model[] }> {
  const parts = [7, 8, 9].map((seed) => trainAls(grouped, { ...OPTIONS, ...recipe, seed }));
  return {
    model: await trainAls(grouped, { ...OPTIONS, ...recipe, seeds: 3 }),
    parts: await Promise.all(parts),
  };
}
