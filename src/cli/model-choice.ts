import type { Command } from 'commander';
import type { TrainOnceOptions } from '../engine/als/node/train-once.js';
import type { Model } from '../engine/model/model.js';
import { InputError } from '../util/errors.js';
import { type Context, waiting } from './context.js';
import {
  addDatasetOptions,
  type CleanedChoice,
  type DatasetChoice,
  type OpenedInteractions,
  openInteractions,
  refuseTableOptions,
} from './dataset-choice.js';
import { addTrainingOptions, readTrainingOptions, refuseTrainingOptions } from './training-options.js';

/** Which model a command uses: a saved one, or one trained on the fly. */
export interface ModelChoice extends CleanedChoice {
  readonly model?: string;
  readonly dataset?: string;
  /** False with --no-cache. */
  readonly cache: boolean;
}

/** Gives a command `--model`, `--dataset` and the training options. */
export function addModelChoice(command: Command): Command {
  command
    .option('--model <FILE>', 'a model that npx listenlab train saved')
    .option('--dataset <D>', 'name or path of a dataset to train on, with the options below')
    .option('--no-cache', 'train, even if a model of this dataset with these options is in the cache');
  return addTrainingOptions(addDatasetOptions(command));
}

/**
 * Loads the model, or trains it, unless it is in the cache.
 *
 * @param command name of the command, for the line about a model found later
 * @throws InputError unless exactly one of `--model` and `--dataset` is given, and all that loading or
 * training throws
 */
export async function chosenModel(choice: ModelChoice, context: Context, command: string): Promise<Model> {
  const { model, dataset } = choice;
  if ((model === undefined) === (dataset === undefined)) {
    const found =
      model === undefined ? 'neither --model nor --dataset was' : 'both --model and --dataset were';
    throw new InputError(
      `${found} given; expected one of them: --model FILE for a saved model, or --dataset D to train one now`,
    );
  }
  if (model !== undefined) {
    refuseTrainingOptions({ ...choice });
    refuseTableOptions(choice);
    const { loadModel } = await import('../engine/model/node/load-model.js');
    const { progress, signal } = context;
    return waiting('loading the model', progress, loadModel(model, { signal }));
  }
  const options = await readTrainingOptions({ ...choice }, context);
  const once = { ...options, trainedBy: `listenlab ${command}`, ...(choice.cache ? {} : { cache: false }) };
  return (await trainOn({ ...choice, dataset: String(dataset) }, once, context)).model;
}

/** A model in a few words, for headings: `Last.fm sample (simulated), 20 factors`. */
export function describeModel({ training, factors }: Model): string {
  return [training.dataset, `${factors} factors`].filter((part) => part !== undefined).join(', ');
}

/** A newly trained model, and what it was trained on. */
export interface Training extends OpenedInteractions {
  readonly model: Model;
  /** Training time only. */
  readonly seconds: number;
}

/** Opens a dataset, cleans it and trains on it as `trainOnce` does, with progress; the signal stops all of it. */
export async function trainOn(
  choice: DatasetChoice,
  options: TrainOnceOptions,
  context: Context,
): Promise<Training> {
  const { progress, signal } = context;
  const opened = await openInteractions(choice, context);
  const [{ trainOnce }, { Model }] = await Promise.all([
    import('../engine/als/node/train-once.js'),
    import('../engine/model/model.js'),
  ]);
  const started = performance.now();
  const trained = await trainOnce(opened.interactions, {
    ...options,
    signal,
    onProgress: progress.update,
  });
  progress.stop();
  const seconds = (performance.now() - started) / 1000;
  const model = new Model({ ...trained, training: { ...trained.training, dataset: opened.title } });
  return { ...opened, model, seconds };
}
