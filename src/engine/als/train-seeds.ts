import { type Check, readOptions, wholeNumber } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import type { Model } from '../model/model.js';
import { averageModels } from './average-models.js';
import { ALS_CHECKS, type AlsOptions, type AlsProgress, DEFAULT_SETTINGS } from './options.js';

/** Options of `trainAls`, `trainOnce` and `als`: those of one training, and how many models to average. */
export interface TrainOptions extends AlsOptions {
  /**
   * How many models are trained, 1 to 16, from `seed` and the numbers after it. The result is one model whose scores
   * are the mean of theirs, with as many factors as all of them together. Three gain about 1 % in NDCG, and their lists
   * change less from one seed to another; they take three times the training, and lists from them three times the
   * arithmetic. Not together with `start`. Default 1.
   */
  seeds?: number;
}

/** With 512 factors each, so many models have as many as a model may have. */
const MOST_SEEDS = 16;

export const TRAIN_CHECKS: Record<keyof TrainOptions, Check> = {
  ...ALS_CHECKS,
  seeds: wholeNumber(1, MOST_SEEDS),
};

/**
 * How many models are to be trained, and the options of each.
 *
 * @throws InputError for an impossible option, and for a model to start from, of which there would have to be several
 */
export function readTrainOptions(options: TrainOptions): { seeds: number; training: AlsOptions } {
  const { seeds } = readOptions(options, TRAIN_CHECKS, { ...DEFAULT_SETTINGS, seeds: 1 });
  const { seeds: _, ...training } = options;
  if (seeds > 1 && training.start) {
    throw new InputError(
      `seeds is ${seeds} and start is a model, and training ${seeds} models from one would give it ${seeds} times; ` +
        'leave one of them out',
    );
  }
  return { seeds, training };
}

/**
 * Trains one model, or several from seeds in a row, one after the other, and averages them; see {@link averageModels}.
 *
 * @param training options of the first; of the others the seed differs
 * @param train trains one model
 */
export async function trainSeeds(
  seeds: number,
  training: AlsOptions,
  train: (training: AlsOptions) => Promise<Model>,
): Promise<Model> {
  if (seeds === 1) return await train(training);
  const { seed = DEFAULT_SETTINGS.seed, onProgress } = training;
  const models: Model[] = [];
  let found = 0;
  for (let model = 0; model < seeds; model++) {
    const tell = ({ source, ...told }: AlsProgress) => {
      if (source !== undefined) found++;
      const isAllFound = found === seeds && { source: `${seeds} models trained before, from the cache` };
      onProgress?.({ ...partOf(told, model, seeds), ...isAllFound });
    };
    const own = { seed: (seed + model) % 2 ** 32, onProgress: onProgress && tell };
    models.push(await train({ ...training, ...own }));
  }
  return averageModels(models);
}

/** The progress of one training as a part of that of all. */
function partOf(told: AlsProgress, model: number, seeds: number): AlsProgress {
  return {
    ...told,
    done: model * told.total + told.done,
    total: seeds * told.total,
    note: [`model ${model + 1} of ${seeds}`, told.note].filter((part) => part !== undefined).join(' · '),
  };
}
