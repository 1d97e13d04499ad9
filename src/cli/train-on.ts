import type { AlsOptions } from '../engine/als/options.js';
import { Model } from '../engine/model/model.js';
import type { Context } from './context.js';
import type { DatasetChoice } from './dataset-choice.js';
import { type OpenedInteractions, openInteractions } from './open-interactions.js';

/** A model fresh from training, and what it was trained on. */
export interface Training extends OpenedInteractions {
  readonly model: Model;
  /** Of training alone. */
  readonly seconds: number;
}

/** Opens a dataset, cleans it and trains on it, with progress; the signal stops all of it. */
export async function trainOn(
  choice: DatasetChoice,
  options: AlsOptions,
  context: Context,
): Promise<Training> {
  const { progress, signal } = context;
  const opened = await openInteractions(choice, context);
  const { trainAls } = await import('../engine/als/train.js');
  const started = performance.now();
  const trained = await trainAls(opened.interactions, {
    ...options,
    signal,
    onProgress: progress.update,
  });
  progress.stop();
  const seconds = (performance.now() - started) / 1000;
  const model = new Model({ ...trained, training: { ...trained.training, dataset: opened.title } });
  return { ...opened, model, seconds };
}
