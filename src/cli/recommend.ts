import type { Command } from 'commander';
import { type RecommendOptions, readRecommendOptions } from '../engine/model/questions.js';
import { printable } from '../notebook/display/draw-table.js';
import type { Context } from './context.js';
import { addModelChoice, chosenModel, describeModel, type ModelChoice } from './model-choice.js';
import { addRerankChoice, chosenReranking, type RerankChoice } from './rerank-choice.js';
import { collect, countOf, numberOrText } from './settings.js';
import { scoreTable } from './table.js';

const HELP = `
Artists the user has played are left out. A score is the predicted preference: it ranks the artists of one user
and is not a probability.

Examples:
  npx listenlab recommend 2 --dataset lastfm-2k
  npx listenlab recommend 2 --model 2k.model --count 5 --json
  npx listenlab recommend 2 --model 2k.model --exclude muse --exclude placebo --minimum-listeners 20
  npx listenlab recommend 2 --model 2k.model --diversity 0.3 --popularity-damper 0.1`;

interface RecommendValues extends ModelChoice, RerankChoice {
  readonly count: string;
  readonly exclude?: string[];
  readonly only?: string[];
  readonly minimumListeners?: string;
  readonly json?: boolean;
}

/** `listenlab recommend USER`. */
export function addRecommendCommand(program: Command, context: Context): void {
  const command = program
    .command('recommend')
    .description('recommend artists that a user has not played yet')
    .argument('<user>', 'the user, as named in the dataset')
    .option('--count <number>', 'how many', '20')
    .option('--exclude <ARTIST>', 'leave out this artist; may be repeated', collect)
    .option('--only <ARTIST>', 'recommend only this artist; may be repeated', collect)
    .option('--minimum-listeners <number>', 'leave out artists with fewer listeners (default: 0)')
    .option('--json', 'print one JSON document');
  addModelChoice(addRerankChoice(command))
    .addHelpText('after', HELP)
    .action((user: string, values: RecommendValues) => recommend(user, values, context));
}

async function recommend(name: string, values: RecommendValues, context: Context): Promise<void> {
  const options = recommendOptionsOf(values);
  const model = await chosenModel(values, context, 'recommend');
  const user = model.users.names[model.users.index(name)];
  const recommendations = model.recommend(user, options);
  const { output } = context;
  if (values.json) return output.printJson({ user, recommendations, training: model.training });
  output.print(`${printable(`Recommended to ${user} (${describeModel(model)})`)}\n`);
  output.print(recommendations.length > 0 ? scoreTable('score', recommendations) : nothingLeft(values));
}

function nothingLeft({ only, exclude, minimumListeners }: RecommendValues): string {
  const given = [
    ...(minimumListeners === undefined ? [] : [`--minimum-listeners ${minimumListeners}`]),
    ...(only === undefined ? [] : ['--only']),
    ...(exclude === undefined ? [] : ['--exclude']),
  ];
  const cause = given.length > 0 ? ` with ${given.join(' and ')}; relax these options` : '';
  return `No artists are left that this user has not played${cause}`;
}

/** Checked before a model is loaded or trained; artists' names can only be checked after. */
function recommendOptionsOf(values: RecommendValues): RecommendOptions {
  const { exclude, only, minimumListeners } = values;
  return readRecommendOptions({
    count: countOf(values.count),
    exclude,
    only,
    minimumListeners: minimumListeners === undefined ? undefined : (numberOrText(minimumListeners) as number),
    ...chosenReranking(values),
  });
}
