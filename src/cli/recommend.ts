import type { Command } from 'commander';
import type { Context } from './context.js';
import { addModelChoice, chosenModel, describeModel, type ModelChoice } from './model-choice.js';
import { countOf } from './numbers.js';
import { scoreTable } from './table.js';

const HELP = `
Artists the user has played are left out. A score is the predicted preference: it orders the artists of
one user and is no probability.

Examples:
  listenlab recommend 2 --dataset lastfm-2k
  listenlab recommend 2 --model 2k.model --count 5 --json`;

interface RecommendValues extends ModelChoice {
  readonly count: string;
  readonly json?: boolean;
}

/** `listenlab recommend USER`. */
export function addRecommendCommand(program: Command, context: Context): void {
  const command = program
    .command('recommend')
    .description('artists for a user who has not played them yet')
    .argument('<user>', 'the user, as the dataset names them')
    .option('--count <number>', 'how many', '20')
    .option('--json', 'print one JSON document');
  addModelChoice(command)
    .addHelpText('after', HELP)
    .action((user: string, values: RecommendValues) => recommend(user, values, context));
}

async function recommend(name: string, values: RecommendValues, context: Context): Promise<void> {
  const count = countOf(values.count);
  const model = await chosenModel(values, context);
  const user = model.users.names[model.users.index(name)];
  const recommendations = model.recommend(user, { count });
  const { output } = context;
  if (values.json) return output.printJson({ user, recommendations, training: model.training });
  output.print(`Recommended to ${user} (${describeModel(model)})\n`);
  output.print(scoreTable('score', recommendations));
}
