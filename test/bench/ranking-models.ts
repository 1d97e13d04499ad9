import { existsSync } from 'node:fs';
import path from 'node:path';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import type { AlsOptions } from '#listenlab/engine/als/options.js';
import type { Model } from '#listenlab/engine/model/model.js';
import { loadModel } from '#listenlab/engine/model/node/load-model.js';
import type { BenchContext } from './harness/context.js';
import { interactionsOf } from './interactions.js';

/** A model to rank with, and the file that it is saved in once trained. */
export interface Recipe {
  readonly name: string;
  readonly file: string;
  readonly options: AlsOptions;
}

const LOG = { weighting: 'log', alpha: 1 } as const;
/** The original notebook's: raw plays. Lengths of vectors are nearly the same, so few artists can be ruled out by them. */
const RAW = { weighting: 'linear', alpha: 15 } as const;

/** A few iterations: the shape of the factors is there by then. */
const ITERATIONS = 6;

export const RECIPES: readonly Recipe[] = [
  recipe('log weighting, 20 factors', 'log-20', { ...LOG, factors: 20 }),
  recipe('log weighting, 64 factors', 'log-64', { ...LOG, factors: 64 }),
  recipe('raw plays, alpha 15, 20 factors', 'raw-20', { ...RAW, factors: 20 }),
  recipe('raw plays, alpha 15, 64 factors', 'raw-64', { ...RAW, factors: 64 }),
];

/** For what takes no more than milliseconds with it; recommending to everyone would take minutes. */
export const WIDE_RECIPE = recipe('log weighting, 128 factors', 'log-128', { ...LOG, factors: 128 });

function recipe(name: string, file: string, options: AlsOptions): Recipe {
  return { name, file: `${file}.model`, options: { ...options, iterations: ITERATIONS } };
}

/** The recipe's model of the stand-in, with its file; trained when there is none. */
export async function ensureModel(
  { dataDirectory, standIn, say }: BenchContext,
  { name, file, options }: Recipe,
): Promise<{ model: Model; path: string }> {
  const place = path.join(dataDirectory, file);
  if (!existsSync(place)) {
    say(`training ${name}`);
    const interactions = await interactionsOf(await standIn(), dataDirectory);
    await (await trainAls(interactions, options)).save(place);
  }
  return { model: await loadModel(place), path: place };
}
