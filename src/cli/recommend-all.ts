import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { InputError } from '../util/errors.js';
import { formatBytes, formatPlural, formatSeconds } from '../util/format.js';
import type { Context } from './context.js';
import { addModelChoice, chosenModel, type ModelChoice } from './model-choice.js';
import { countOf, numberOrText } from './settings.js';
import { outputPath, requireWritableTarget } from './target.js';

const HELP = `
The file has the columns user, rank (from 1), artist and score: the same artists and scores as
'npx listenlab recommend' gives for each user. Users without plays have no rows.

Examples:
  npx listenlab recommend-all --dataset sample --output recommendations.csv
  npx listenlab recommend-all --model 360k.model --output recommendations.parquet --count 10`;

interface RecommendAllValues extends ModelChoice {
  readonly output: string;
  readonly count: string;
  readonly threads?: string;
  readonly set?: readonly string[];
}

/** `listenlab recommend-all --output FILE`. */
export function addRecommendAllCommand(program: Command, context: Context): void {
  const command = program
    .command('recommend-all')
    .description('recommend artists to every user, in a file')
    .requiredOption('--output <FILE>', 'a .parquet or .csv file to write')
    .option('--count <number>', 'how many artists for each user', '20');
  addModelChoice(command)
    .addHelpText('after', HELP)
    .action((values: RecommendAllValues) => recommendEveryone(values, context));
}

async function recommendEveryone(values: RecommendAllValues, context: Context): Promise<void> {
  const { output, progress, signal } = context;
  const count = countOf(values.count);
  const file = outputPath(values.output);
  const { formatOf } = await import('../engine/model/node/recommendations-file.js');
  formatOf(file);
  const { model: saved, dataset, set } = values;
  await requireWritableTarget(file, { files: [saved], datasets: [dataset], set });
  await requireNoModel(file);
  // With a trained model, --threads is not a training option.
  const choice = values.model === undefined ? values : { ...values, threads: undefined };
  const model = await chosenModel(choice, context, 'recommend-all');
  const { recommendAll } = await import('../engine/model/node/recommend-all.js');
  const threads = values.threads === undefined ? undefined : (numberOrText(values.threads) as number);
  const started = performance.now();
  const { users, rows } = await recommendAll(model, file, {
    count,
    threads,
    signal,
    onProgress: progress.update,
  });
  progress.stop();
  const seconds = formatSeconds((performance.now() - started) / 1000);
  const { size } = await stat(file);
  output.print(
    `${formatPlural(users, 'user')}: ${formatPlural(rows, 'recommendation')} in ${seconds}, saved to ${file} (${formatBytes(size)})`,
  );
}

/** @throws InputError when the recommendations would replace a model, which took longer to make */
async function requireNoModel(file: string): Promise<void> {
  const { isModelFile } = await import('../engine/model/node/model-file.js');
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile() || !(await isModelFile(file))) return;
  throw new InputError(
    `'${file}' is a listenlab model, and the recommendations would replace it; choose another name, or remove the file first`,
  );
}
