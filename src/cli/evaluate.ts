import type { Command } from 'commander';
import { InputError } from '../util/errors.js';
import { formatPlural } from '../util/format.js';
import type { Context } from './context.js';
import { addDatasetOptions, type DatasetChoice, openInteractions } from './dataset-choice.js';
import { chosenGroups, GROUPINGS, groupsText, judgeGroups } from './evaluate-by.js';
import { evaluationText } from './evaluation-table.js';
import { compareModels, entrantsOf, type JudgedModel, judgeModels, warnOfTooLittle } from './judge-models.js';
import { addStabilityOption, fromOtherSeeds } from './list-stability.js';
import { addMetricChoice, chosenMetrics, type MetricChoice } from './metric-choice.js';
import { addRerankChoice, chosenReranking, type RerankChoice } from './rerank-choice.js';
import { countOf } from './settings.js';
import { addSplitChoice, chosenSplitter, type SplitChoice } from './split-choice.js';
import { unheardShare } from './time-splitter.js';
import { addTrainingOptions, readTrainingOptions } from './training-options.js';

const HELP = `
Some plays are held out, a model is trained on the rest, and its lists are compared with the held-out plays.
The original recipe (the default options) and popularity are evaluated for comparison. Brackets hold 95% bootstrap
intervals over users: they show how much the result depends on which users are in the data. With --seeds the
numbers are means over that many splits, and an interval resamples users with all their splits; a training is what
it took for one of them. --json has more metrics.

With --stability each model is trained twice: "of 10 stay" is how many of the ten artists of a list another seed
recommends, too. --model-seeds 3 averages three models, whose lists change less.

Models are compared pair by pair, by the first of --metrics, over the same users: a model is better where the interval
of the mean difference is away from 0 and Wilcoxon's signed-rank test, with Holm's correction for all pairs, says so,
too. With --seeds each user counts once, with the mean over the splits: more splits are not more users.

With --diversity, --popularity-damper or --calibration, which are those of recommend, the first model stands there
twice: with plain lists, and with re-ranked ones of the same training. popularity bias is how much more popular lists
are than what their users play (0: as popular), miscalibration how far they are from each user's own mix of popular
and rare artists (0: the same mix; the smoothed divergence of Steck 2018, at most 4.6).

--by country, gender, age and signup need a dataset with profiles of its users; --by activity and mainstream take
thirds of the users, by how many artists they play and how well known these are. Each group is compared with all
other users, by the same metric as the models: it is higher or lower where the interval of the mean difference is away
from 0 and a Mann-Whitney test with Holm's correction, whose p is shown, says so, too. Artists recommended are for as
many users of each group as the smallest has; popularity is the share of users who listen to an artist, on average.

--split time trains on what was played before a moment and asks for what was played after it: the honest split for
listens with times, as nothing is learned from the future. --split last-k holds out what each user discovered last;
models then know what others played later. With --repeats what was played before is asked for, too ("what will they
play next?"), and those who play the same again are compared with. --half-life lets a listener's known plays fade.

Examples:
  npx listenlab evaluate --dataset lastfm-2k --weighting log --alpha 1
  npx listenlab evaluate --dataset lastfm-2k --baselines --seeds 5 --k 5,10
  npx listenlab evaluate --dataset sample --split leave-k-out --leave 2 --json
  npx listenlab evaluate --dataset lastfm-2k --weighting log --alpha 1 --calibration 0.2
  npx listenlab evaluate --dataset sample --by country
  npx listenlab evaluate --dataset lastfm-1k --split time --from 2009-01-01 --repeats --half-life 30`;

interface EvaluateValues extends SplitChoice, DatasetChoice, MetricChoice, RerankChoice {
  readonly k: string;
  readonly seeds: string;
  readonly sample: string;
  readonly baselines?: boolean;
  readonly stability?: boolean;
  readonly by?: string;
  readonly json?: boolean;
}

/** `listenlab evaluate --dataset D`. */
export function addEvaluateCommand(program: Command, context: Context): void {
  const command = program
    .command('evaluate')
    .description('evaluate training options on held-out plays, next to baselines')
    .requiredOption('--dataset <D>', 'name or path of the dataset')
    .option('--k <numbers>', 'list lengths to evaluate, such as 5,10', '10');
  addSplitChoice(addMetricChoice(addRerankChoice(command)))
    .option('--seeds <number>', 'number of splits to average over; their seeds count up from --seed', '1')
    .option('--sample <number>', 'evaluate at most this many users, drawn at random', '20000')
    .option('--baselines', 'compare with every other algorithm as well')
    .option(
      '--by <what>',
      `whom the first model serves: its numbers by groups of users, which are ${GROUPINGS.join(', ')}`,
    )
    .option('--json', 'print one JSON document');
  addTrainingOptions(addDatasetOptions(addStabilityOption(command)))
    .addHelpText('after', HELP)
    .action((values: EvaluateValues) => evaluate(values, context));
}

async function evaluate(values: EvaluateValues, context: Context): Promise<void> {
  const options = await readTrainingOptions({ ...values }, context);
  const asked = values.k.split(',').map((part) => countOf(part, '--k'));
  const users = countOf(values.sample, '--sample');
  const reranking = chosenReranking(values);
  const { readRecommendOptions } = await import('../engine/model/questions.js');
  readRecommendOptions(reranking);
  const metrics = chosenMetrics(values, Object.keys(reranking).length > 0);
  const splitter = chosenSplitter(values);
  const { seed = 42, threads } = options;
  const seeds = Array.from({ length: countOf(values.seeds, '--seeds') }, (_, i) => seed + i);
  if (splitter.byTime && seeds.length > 1) {
    throw new InputError(
      `--seeds was given with --split ${values.split}, which draws nothing at random; leave it out`,
    );
  }
  const groups = values.by === undefined ? undefined : await chosenGroups(values.by, values, context);
  const { title, interactions, listens } = await openInteractions(values, context, splitter.byTime);
  const { checkCuts } = await import('../engine/evaluate/evaluate-options.js');
  // Checked before training anything for lists that cannot be evaluated.
  const k = checkCuts(asked, interactions.artists.size, '--k');
  await warnOfTooLittle(interactions, context);
  const splits = await Promise.all(seeds.map((each) => splitter.split(interactions, each, listens)));
  const among = { all: values.baselines === true, repeats: values.repeats === true, reranking };
  const again = values.stability ? await entrantsOf(fromOtherSeeds(options), among) : [];
  const entrants = (await entrantsOf(options, among)).map((entrant, i) => ({
    ...entrant,
    again: again[i]?.algorithm,
  }));
  const judged: JudgedModel[] = [];
  try {
    await judgeModels(entrants, splits, { k, metrics, threads, users }, judged, context);
  } catch (error) {
    if (judged.length > 0 && !values.json) {
      context.progress.stop();
      context.output.print(`stopped after ${judged.length} of ${formatPlural(entrants.length, 'model')}:`);
      context.output.print(`\n${evaluationText(judged, { k, metrics, comparisons: [] })}`);
    }
    throw error;
  }
  const comparisons = await compareModels(judged, { k, metrics }, context);
  const [first] = judged;
  const grouped = groups && (await judgeGroups(first, groups, { k, metrics }, context));

  const unheard = splitter.byTime ? unheardShare(splits[0]) : undefined;

  const { output } = context;
  if (values.json) {
    const models = judged.map(({ name, seconds, stays, evaluation: { users, means } }) => ({
      name,
      users,
      seconds,
      stays,
      means,
    }));
    return output.printJson({
      dataset: title,
      split: splitter.description,
      seeds,
      k,
      confidence: 0.95,
      unheard,
      models,
      comparisons: comparisons.map(({ metric, k, users, rows }) => ({ metric, k, users, pairs: rows })),
      ...(groups && { by: groups.by, grouped: { model: first.name, evaluations: grouped } }),
    });
  }
  const of = formatPlural(first.evaluation.users, 'user');
  const over =
    seeds.length > 1 ? `, mean of ${seeds.length} splits (seeds ${seeds[0]} to ${seeds.at(-1)})` : '';
  output.print(`${title}: ${splitter.description}${over}; ${of} evaluated`);
  if (unheard)
    output.print(
      `${(100 * unheard).toFixed(1)}% of what is asked for is by artists that nobody played before`,
    );
  output.print(`\n${evaluationText(judged, { k, metrics, comparisons })}`);
  for (const each of grouped ?? [])
    output.print(
      `\n${await groupsText(each, { model: first.name, by: String(groups?.by), splits: seeds.length })}`,
    );
}
