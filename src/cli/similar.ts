import type { Command } from 'commander';
import { printable } from '../notebook/display/draw-table.js';
import type { Context } from './context.js';
import { addModelChoice, chosenModel, describeModel, type ModelChoice } from './model-choice.js';
import { countOf } from './settings.js';
import { scoreTable } from './table.js';

const HELP = `
Similarity is the cosine of the angle between the artists' factors; an artist's similarity with itself is 1. A name
that begins with a dash goes last, after two dashes.

Examples:
  npx listenlab similar 'red hot chili peppers' --dataset sample
  npx listenlab similar 'die Ärzte' --model 2k.model --count 5 --json
  npx listenlab similar --model 2k.model -- -M-`;

interface SimilarValues extends ModelChoice {
  readonly count: string;
  readonly json?: boolean;
}

/** `listenlab similar ARTIST`. */
export function addSimilarCommand(program: Command, context: Context): void {
  const command = program
    .command('similar')
    .description('list the artists most similar to one')
    .argument('<artist>', 'name of the artist; case does not matter')
    .option('--count <number>', 'how many to list, the artist itself included', '10')
    .option('--json', 'print one JSON document');
  addModelChoice(command)
    .addHelpText('after', HELP)
    .action((artist: string, values: SimilarValues) => similar(artist, values, context));
}

async function similar(name: string, values: SimilarValues, context: Context): Promise<void> {
  const count = countOf(values.count);
  const model = await chosenModel(values, context, 'similar');
  const artist = model.artists.names[model.artists.index(name)];
  const found = model.similarArtists(artist, { count });
  const { output } = context;
  if (values.json) return output.printJson({ artist, similar: found, training: model.training });
  output.print(`${printable(`Similar to ${artist} (${describeModel(model)})`)}\n`);
  output.print(
    scoreTable(
      'similarity',
      found.map(({ artist, similarity }) => ({ artist, score: similarity })),
    ),
  );
}
