import type { Command } from 'commander';
import type { AlsOptions } from '../engine/als/options.js';
import type { Algorithm } from '../engine/baselines/algorithm.js';
import type { Evaluation, MetricMean } from '../engine/evaluate/evaluation.js';
import type { MetricName } from '../engine/evaluate/metrics/metrics.js';
import type { Split } from '../engine/evaluate/split/split.js';
import { textTable } from '../notebook/display/draw-table.js';
import { InputError } from '../util/errors.js';
import { formatPlural } from '../util/format.js';
import type { TaskProgress } from '../util/work.js';
import type { Context } from './context.js';
import { addDatasetOptions, type DatasetChoice, openInteractions } from './dataset-choice.js';
import { countOf } from './settings.js';
import { addSplitChoice, chosenSplitter, type SplitChoice } from './split-choice.js';
import { addTrainingOptions, readTrainingOptions } from './training-options.js';

const HELP = `
Some plays are held out, a model is trained on the rest, and its lists are compared with the held-out plays.
The original recipe (the default options) and popularity are evaluated for comparison. Brackets hold 95% bootstrap
intervals over users: they show how much the result depends on which users are in the data. With --seeds the
numbers are means over that many splits, and an interval resamples users with all their splits. --json has more
metrics.

Examples:
  npx listenlab evaluate --dataset lastfm-2k --weighting log --alpha 1
  npx listenlab evaluate --dataset lastfm-2k --baselines --seeds 5 --k 5,10
  npx listenlab evaluate --dataset sample --split leave-k-out --leave 2 --json`;

interface EvaluateValues extends SplitChoice, DatasetChoice {
  readonly k: string;
  readonly seeds: string;
  readonly sample: string;
  readonly baselines?: boolean;
  readonly json?: boolean;
}

/** `listenlab evaluate --dataset D`. */
export function addEvaluateCommand(program: Command, context: Context): void {
  const command = program
    .command('evaluate')
    .description('evaluate training options on held-out plays, next to baselines')
    .requiredOption('--dataset <D>', 'name or path of the dataset')
    .option('--k <numbers>', 'list lengths to evaluate, such as 5,10', '10');
  addSplitChoice(command)
    .option('--seeds <number>', 'number of splits to average over; their seeds count up from --seed', '1')
    .option('--sample <number>', 'evaluate at most this many users, drawn at random', '20000')
    .option('--baselines', 'compare with every other algorithm as well')
    .option('--json', 'print one JSON document');
  addTrainingOptions(addDatasetOptions(command))
    .addHelpText('after', HELP)
    .action((values: EvaluateValues) => evaluate(values, context));
}

async function evaluate(values: EvaluateValues, context: Context): Promise<void> {
  const options = await readTrainingOptions({ ...values }, context);
  const asked = values.k.split(',').map((part) => countOf(part, '--k'));
  const users = countOf(values.sample, '--sample');
  const splitter = chosenSplitter(values);
  const { seed = 42, threads } = options;
  const seeds = Array.from({ length: countOf(values.seeds, '--seeds') }, (_, i) => seed + i);
  const { title, interactions } = await openInteractions(values, context);
  const { checkCuts } = await import('../engine/evaluate/evaluate-options.js');
  // Checked before training anything for lists that cannot be evaluated.
  const k = checkCuts(asked, interactions.artists.size, '--k');
  const splits = await Promise.all(seeds.map((each) => splitter.split(interactions, each)));
  const entrants = await entrantsOf(options, values.baselines === true);
  const results = await compare(entrants, splits, { k, threads, users }, context);

  const { output } = context;
  if (values.json) {
    const models = results.map(({ name, evaluation: { users, means } }) => ({ name, users, means }));
    return output.printJson({
      dataset: title,
      split: splitter.description,
      seeds,
      k,
      confidence: 0.95,
      models,
    });
  }
  const judged = formatPlural(results[0].evaluation.users, 'user');
  const over =
    seeds.length > 1 ? `, mean of ${seeds.length} splits (seeds ${seeds[0]} to ${seeds.at(-1)})` : '';
  output.print(`${title}: ${splitter.description}${over}; ${judged} evaluated`);
  for (const cut of k) output.print(`\n${resultTable(results, cut)}`);
}

/** The model in question, and those to compare it with. */
async function entrantsOf(options: AlsOptions, all: boolean): Promise<Entrant[]> {
  const { als } = await import('../engine/baselines/als.js');
  const { baselines } = await import('../engine/baselines/baselines.js');
  const { popularity } = await import('../engine/baselines/popularity.js');
  const { seed = 42, threads, ...changed } = options;
  const mine = als(options);
  const asked = Object.keys(changed).length > 0 ? [{ name: mine.name, algorithm: mine }] : [];
  const others = (all ? baselines({ seed }) : [popularity()]).filter(({ name }) => name !== mine.name);
  return [
    ...asked,
    { name: 'ALS, the original recipe', algorithm: als({ seed, threads }) },
    ...others.map((algorithm) => ({ name: algorithm.name, algorithm, optional: true })),
  ];
}

const SHOWN: readonly MetricName[] = ['ndcg', 'precision', 'map', 'coverage'];

function resultTable(results: readonly Result[], k: number): string {
  const columns = SHOWN.map((metric) =>
    results.flatMap(({ evaluation }) =>
      evaluation.means.filter((mean) => mean.metric === metric && mean.k === k),
    ),
  );
  return textTable({
    columns: ['model', ...columns.map(([{ label }]) => label)],
    index: results.map(() => ''),
    cells: [results.map(({ name }) => name), ...columns.map((column) => column.map(withInterval))],
    numeric: [false, ...columns.map(() => true)],
    moreRows: 0,
  });
}

/** `0.240 [0.232, 0.249]` */
function withInterval({ mean, low, high }: MetricMean): string {
  const interval = Number.isNaN(low) ? '' : ` [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return `${mean.toFixed(3)}${interval}`;
}

/** An algorithm to evaluate. */
interface Entrant {
  /** For tables. */
  readonly name: string;
  readonly algorithm: Algorithm;
  /** Skipped with a remark if it cannot learn from this data, instead of failing the command. */
  readonly optional?: boolean;
}

/** The result of one of them, over all splits. */
interface Result {
  readonly name: string;
  readonly evaluation: Evaluation;
}

/** Bootstrap resamples of users, for 95% intervals. */
const RESAMPLES = 1000;

/** Fits every entrant to every split and evaluates it, with progress; one after the other, each on all threads. */
async function compare(
  entrants: readonly Entrant[],
  splits: readonly Split[],
  { threads, ...judged }: { k: readonly number[]; users: number; threads?: number },
  context: Context,
): Promise<Result[]> {
  const { evaluate } = await import('../engine/evaluate/node/evaluate.js');
  const { poolEvaluations } = await import('../engine/evaluate/evaluation.js');
  const { output, progress, signal } = context;
  const results: Result[] = [];
  for (const { name, algorithm, optional } of entrants) {
    const evaluations: Evaluation[] = [];
    try {
      for (const [at, split] of splits.entries()) {
        const where = splits.length > 1 ? `${name}, split ${at + 1} of ${splits.length}` : name;
        const onProgress = (told: TaskProgress) =>
          progress.update({ ...told, task: `${where}: ${told.task}` });
        const model = await algorithm.fit(split.train, { threads, signal, onProgress });
        evaluations.push(
          await evaluate(model, split, { ...judged, threads, resamples: 0, signal, onProgress }),
        );
      }
    } catch (error) {
      if (!optional || !(error instanceof InputError)) throw error;
      progress.stop();
      output.tell(`left out ${name}: ${error.message}`);
      continue;
    }
    const evaluation = await poolEvaluations(evaluations, {
      resamples: RESAMPLES,
      signal,
      onProgress: progress.update,
    });
    results.push({ name, evaluation });
  }
  progress.stop();
  return results;
}
