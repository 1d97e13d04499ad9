import type { Command } from 'commander';
import { printable } from '../notebook/display/draw-table.js';
import type { Context } from './context.js';
import { addModelChoice, chosenModel, describeModel, type ModelChoice } from './model-choice.js';
import { countOf } from './settings.js';
import { contributionTable } from './table.js';

const HELP = `
Each artist the user plays contributes to the score, and the contributions add up to it. The user's factors are
solved exactly here, so the score differs slightly from that of 'npx listenlab recommend'.

Examples:
  npx listenlab explain 2 'depeche mode' --dataset lastfm-2k
  npx listenlab explain 2 'depeche mode' --model 2k.model --count 5 --json`;

interface ExplainValues extends ModelChoice {
  readonly count: string;
  readonly json?: boolean;
}

/** `listenlab explain USER ARTIST`. */
export function addExplainCommand(program: Command, context: Context): void {
  const command = program
    .command('explain')
    .description('explain why an artist is recommended to a user')
    .argument('<user>', 'the user, as named in the dataset')
    .argument('<artist>', 'name of the artist; case does not matter')
    .option('--count <number>', 'how many of the contributing artists to list', '10')
    .option('--json', 'print one JSON document');
  addModelChoice(command)
    .addHelpText('after', HELP)
    .action((user: string, artist: string, values: ExplainValues) => explain(user, artist, values, context));
}

async function explain(name: string, artist: string, values: ExplainValues, context: Context): Promise<void> {
  const count = countOf(values.count);
  const model = await chosenModel(values, context, 'explain');
  const user = model.users.names[model.users.index(name)];
  const explanation = model.explain(user, artist, { count });
  const { output } = context;
  if (values.json) return output.printJson({ user, ...explanation, training: model.training });
  const score = explanation.score.toFixed(4);
  const title = `Score of ${explanation.artist} for ${user}: ${score} (${describeModel(model)})`;
  output.print(`${printable(title)}\n`);
  output.print(contributionTable(explanation.contributions, explanation.others));
}
