import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { formatBytes, formatCount, formatPlural, formatSeconds } from '../util/format.js';
import { type Context, waiting } from './context.js';
import { addDatasetOptions, type DatasetChoice } from './dataset-choice.js';
import { trainOn } from './model-choice.js';
import { outputPath, requireWritableTarget } from './target.js';
import { addTrainingOptions, readTrainingOptions } from './training-options.js';

const HELP = `
Examples:
  npx listenlab train --dataset sample --model sample.model
  npx listenlab train --dataset lastfm-2k --weighting log --alpha 1 --factors 64 --model 2k.model`;

interface TrainValues extends DatasetChoice {
  readonly model: string;
  readonly set?: readonly string[];
}

/** `listenlab train --dataset D --model FILE`. */
export function addTrainCommand(program: Command, context: Context): void {
  const command = program
    .command('train')
    .description('train a model on a dataset and save it')
    .requiredOption('--dataset <D>', 'name or path of the dataset')
    .requiredOption('--model <FILE>', 'where to save the model');
  addTrainingOptions(addDatasetOptions(command))
    .addHelpText('after', HELP)
    .action((values: TrainValues) => train(values, context));
}

async function train(values: TrainValues, context: Context): Promise<void> {
  const options = await readTrainingOptions({ ...values }, context);
  const file = outputPath(values.model);
  await requireWritableTarget(file, { datasets: [values.dataset], set: values.set });
  const { requireReplaceable } = await import('../engine/model/node/model-file.js');
  await requireReplaceable(file);
  const { model, title, interactions, dropped, notes, seconds } = await trainOn(
    values,
    // Whoever asks for a training gets one, and its time.
    { ...options, computeLoss: true, cache: false },
    context,
  );
  const { output, progress, signal } = context;
  await waiting('saving the model', progress, model.save(file, { signal }));
  const { size } = await stat(file);
  const users = formatPlural(interactions.users.size, 'user');
  const artists = formatPlural(interactions.artists.size, 'artist');
  output.print(`${title}: ${formatCount(interactions.size)} entries of ${users} and ${artists}`);
  if (dropped.length > 0) output.print(`left out in cleaning: ${dropped.join('; ')}`);
  for (const note of notes) output.print(note);
  output.print(
    `trained ${formatPlural(model.factors, 'factor')} in ${formatSeconds(seconds)}; loss ${model.losses?.at(-1)?.toPrecision(6)}`,
  );
  output.print(`saved the model to ${file} (${formatBytes(size)})`);
}
