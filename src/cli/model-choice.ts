import type { Command } from 'commander';
import type { Model } from '../engine/model/model.js';
import { InputError } from '../util/errors.js';
import type { Context } from './context.js';
import { addDatasetOptions, type CleanedChoice, refuseTableOptions } from './dataset-choice.js';
import { addTrainingOptions, readTrainingOptions, refuseTrainingOptions } from './training-options.js';
import { waiting } from './waiting.js';

/** What says which model a command asks: a saved one, or one trained for the occasion. */
export interface ModelChoice extends CleanedChoice {
  readonly model?: string;
  readonly dataset?: string;
}

/** Gives a command `--model`, `--dataset` and the training options. */
export function addModelChoice(command: Command): Command {
  command
    .option('--model <FILE>', 'a model that npx listenlab train saved')
    .option('--dataset <D>', 'name or path of a dataset to train on, with the options below');
  return addTrainingOptions(addDatasetOptions(command));
}

/**
 * Loads the model, or trains it.
 *
 * @throws InputError unless exactly one of `--model` and `--dataset` is given, and all that loading or
 * training throws
 */
export async function chosenModel(choice: ModelChoice, context: Context): Promise<Model> {
  const { model, dataset } = choice;
  if ((model === undefined) === (dataset === undefined)) {
    const found = model === undefined ? 'neither --model nor --dataset' : 'both --model and --dataset';
    throw new InputError(
      `${found} was given; expected one of them: --model FILE for a saved model, or --dataset D to train one now`,
    );
  }
  if (model !== undefined) {
    refuseTrainingOptions({ ...choice });
    refuseTableOptions(choice);
    const { loadModel } = await import('../engine/model/load-model.js');
    const { progress, signal } = context;
    return waiting('loading the model', progress, loadModel(model, { signal }));
  }
  const options = await readTrainingOptions({ ...choice }, context);
  const { trainOn } = await import('./train-on.js');
  return (await trainOn({ ...choice, dataset: String(dataset) }, options, context)).model;
}

/** A model in a few words, for headings: `Last.fm sample (simulated), 20 factors`. */
export function describeModel({ training, factors }: Model): string {
  return [training.dataset, `${factors} factors`].filter((part) => part !== undefined).join(', ');
}
