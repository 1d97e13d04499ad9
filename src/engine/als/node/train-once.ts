import path from 'node:path';
import { anything, aText, type Check, readOptions, trueOrFalse } from '../../../util/checks.js';
import { formatSeconds } from '../../../util/format.js';
import { NOTEBOOK_VARIABLE } from '../../../util/kernel-context.js';
import { pathOf } from '../../../util/node/files.js';
import { type Watch, watched } from '../../../util/work.js';
import { requireInteractions } from '../../matrix/check-interactions.js';
import type { Interactions } from '../../matrix/interactions.js';
import type { Model } from '../../model/model.js';
import { type AlsOptions, type AlsSettings, readAlsOptions, trainingProgress } from '../options.js';
import { readTrainOptions, TRAIN_CHECKS, type TrainOptions, trainSeeds } from '../train-seeds.js';
import { trainedModel } from '../trained-model.js';
import {
  isModelCacheOn,
  type KeptModel,
  keepModel,
  type ModelId,
  modelCacheFolder,
  readKeptModel,
} from './model-cache.js';
import { currentTrainer, modelKey } from './model-key.js';
import { trainAls } from './train.js';

/** Options of `trainOnce`: those of `trainAls`, and what becomes of the model. */
export interface TrainOnceOptions extends TrainOptions {
  /**
   * Whether to take the model from the cache, and to keep it there. Default true, unless the environment variable
   * LISTENLAB_MODEL_CACHE is `off`; false makes this `trainAls`.
   */
  cache?: boolean;
  /** Who trains, for the line about a model found later; default, in a notebook, the notebook's name. */
  trainedBy?: string;
  /** Folder whose `cache/models` it is; default: LISTENLAB_DATA, else `data` in a clone, else the platform's caches. */
  dataDirectory?: string | URL;
}

const CHECKS: Record<keyof TrainOnceOptions, Check> = {
  ...TRAIN_CHECKS,
  cache: trueOrFalse,
  trainedBy: aText,
  dataDirectory: anything,
};

/**
 * `trainAls`, unless a model of the same plays, names and settings has been trained on this machine before: that one
 * is taken from the cache. It has the same bits, so that nothing but the time tells the two apart.
 *
 * @example
 * const model = await trainOnce(await dataset.interactions(), { factors: 64, alpha: 1, weighting: 'log' });
 *
 * @param interactions as for `trainAls`
 * @param options see {@link TrainOnceOptions}. `onIteration` is called by a training only. With a model from the cache
 * the last report to `onProgress` has its `source`: `the model of 02-train, from the cache, 0.40 s`
 * @throws what `trainAls` throws. A cache that is damaged, full or cannot be written costs a training and is no error
 *
 * @remarks
 * With `seeds`, each of the models is kept by itself: three of them take two more trainings where one was trained before.
 *
 * The models used last, 2 GiB of them, are kept in `cache/models`; `npx listenlab cache` says how many there are and
 * clears them. A model of another version of listenlab or Node.js, or of another processor, is trained again.
 *
 * Cost: a pass over plays and names, 0.3 s for 18.3 million pairs, and reading 4 bytes per factor of every user and
 * artist; else a training, and writing them.
 * @category Train
 */
export async function trainOnce(interactions: Interactions, options: TrainOnceOptions = {}): Promise<Model> {
  const { cache, trainedBy, dataDirectory, ...given } = readOptions(options, CHECKS, {});
  const { seeds, training } = readTrainOptions(given);
  const { signal, onIteration, onProgress: told } = readAlsOptions(training);
  requireInteractions(interactions);
  const folder = modelCacheFolder(
    dataDirectory === undefined ? undefined : pathOf(dataDirectory, 'the path of a folder', 'dataDirectory'),
  );
  if (!(cache ?? isModelCacheOn(process.env))) return await trainAls(interactions, given);
  // A caller that follows the iterations shows them itself.
  const onProgress = told ?? (onIteration && (() => {}));
  const by = trainedBy ?? notebookName(process.env);
  return await watched('training', { signal, onProgress }, async (watch) => {
    const train = (each: AlsOptions) => findOrTrain(interactions, each, folder, by);
    return (await trainSeeds(seeds, { ...training, ...watch }, train)).prepare(watch.signal);
  });
}

async function findOrTrain(
  interactions: Interactions,
  options: AlsOptions & Watch,
  folder: string,
  trainedBy: string | undefined,
): Promise<Model> {
  const started = performance.now();
  const { signal, onProgress } = options;
  const { settings, start } = readAlsOptions(options);
  const trainer = currentTrainer();
  if (trainer === undefined) return await trainAls(interactions, options);
  const { users, artists } = interactions;
  const id: ModelId = {
    key: await modelKey(interactions, { settings, start }, trainer, { signal, onProgress }),
    users: users.size,
    artists: artists.size,
    factors: settings.factors,
    iterations: settings.iterations,
  };
  const kept = await readKeptModel(folder, id, signal);
  if (kept && (kept.losses || !settings.computeLoss)) {
    const model = trainedModel(interactions, settings, { ...kept, losses: kept.losses ?? [] });
    const seconds = (performance.now() - started) / 1000;
    onProgress?.(foundProgress(settings, model, sourceOf(kept, seconds)));
    return model;
  }
  const model = await trainAls(interactions, options);
  const { userFactors, artistFactors, losses } = model;
  // A model that only gains its losses keeps the name of who trained it first.
  const firstBy = kept ? kept.trainedBy : trainedBy;
  await keepModel(folder, id, { userFactors, artistFactors, losses, trainedBy: firstBy }, signal);
  return model;
}

function foundProgress({ iterations }: AlsSettings, { losses }: Model, source: string) {
  return { ...trainingProgress(iterations, iterations, losses?.at(-1)), source };
}

/** `the model of 02-train, from the cache, 0.40 s` */
function sourceOf({ trainedBy }: KeptModel, seconds: number): string {
  // The names of files may contain anything.
  const name = trainedBy?.replaceAll(/\p{Cc}/gu, '');
  const model = name === undefined ? 'a model trained before' : `the model of ${name}`;
  return `${model}, from the cache, ${formatSeconds(seconds)}`;
}

function notebookName({ [NOTEBOOK_VARIABLE]: notebook }: NodeJS.ProcessEnv): string | undefined {
  return notebook ? path.basename(notebook, '.ipynb') : undefined;
}
