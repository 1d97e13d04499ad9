import type { Command } from 'commander';
import type { MetricName } from '../engine/evaluate/metrics/metrics.js';
import type { RecommendedSettings } from '../engine/evaluate/settings/recommended-settings.js';
import type { EvidenceRow } from '../engine/evaluate/settings/standings.js';
import { textTable } from '../notebook/display/draw-table.js';
import { shellWord } from '../util/escape.js';
import { formatCount, formatP, formatPlural } from '../util/format.js';
import { writeFileBeside } from '../util/node/files.js';
import type { Context } from './context.js';
import { addDatasetOptions, type DatasetChoice, openInteractions, tableFlags } from './dataset-choice.js';
import { warnOfTooLittle } from './judge-models.js';
import { numberOrText } from './settings.js';
import { splitOption } from './split-choice.js';
import { outputPath, requireWritableTarget } from './target.js';
import { requireReplaceableSettings, trainingFlags } from './training-options.js';

const HELP = `
Settings are searched on four fifths of the plays; the last fifth measures how good they are, beside other models.
The search ends within --seconds and a tenth more; the comparison comes after. A trial is a training judged on one
split. --trials without --seconds gives the same settings on any machine. Settings for listeners whom the model does
not know are searched with --split users.

Examples:
  npx listenlab tune --dataset lastfm-2k --output settings.json
  npx listenlab tune --dataset lastfm-2k --trials 70
  npx listenlab tune --dataset plays.tsv --seconds 600 --metric recall --k 20 --resume tune.duckdb`;

interface TuneValues extends DatasetChoice {
  readonly seconds?: string;
  readonly trials?: string;
  readonly split: string;
  readonly metric: string;
  readonly k: string;
  readonly seed: string;
  readonly threads?: string;
  readonly resume?: string;
  readonly output?: string;
  readonly json?: boolean;
}

/** Rows of evidence that are printed. */
const SHOWN_ROWS = 10;

/** Failed trials whose settings and reasons are printed: most fail for the same reason. */
const SHOWN_FAILURES = 3;

/** `listenlab tune --dataset D`. */
export function addTuneCommand(program: Command, context: Context): void {
  const command = program
    .command('tune')
    .description('find good training options for a dataset')
    .requiredOption('--dataset <D>', 'name or path of the dataset')
    .option('--seconds <number>', 'how long to search (default: 110, or no limit with --trials)')
    .option('--trials <number>', 'how many trials to run (default: no limit)')
    .addOption(splitOption(['random', 'users']))
    .option(
      '--metric <name>',
      'ndcg, ndcgFullIdeal, precision, recall, truncatedRecall, map, mrr, hitRate or auc',
      'ndcg',
    )
    .option('--k <number>', 'list length to evaluate', '10')
    .option('--seed <number>', 'seed of the splits and of the order of the search', '42')
    .option('--threads <number>', 'worker threads (default: one per core)')
    .option('--resume <FILE>', 'keep results in this DuckDB file, and reuse those it already has')
    .option('--output <FILE>', 'where to write the options, as JSON')
    .option('--json', 'print one JSON document');
  addDatasetOptions(command)
    .addHelpText('after', HELP)
    .action((values: TuneValues) => tune(values, context));
}

async function tune(values: TuneValues, context: Context): Promise<void> {
  const { output, progress, signal } = context;
  const file = values.output === undefined ? undefined : outputPath(values.output);
  const resume = values.resume === undefined ? undefined : outputPath(values.resume);
  if (file !== undefined) {
    await requireWritableTarget(file, { datasets: [values.dataset], files: [resume] });
    await requireReplaceableSettings(file, context);
  }
  const { readRecommendOptions, recommendSettings } = await import(
    '../engine/evaluate/settings/recommend-settings.js'
  );
  const { checkCuts } = await import('../engine/evaluate/evaluate-options.js');
  const { settingsText } = await import('../engine/als/options.js');
  const options = {
    seconds: values.seconds === undefined ? undefined : numberOf(values.seconds),
    trials: values.trials === undefined ? undefined : numberOf(values.trials),
    split: values.split,
    metric: values.metric,
    k: numberOf(values.k),
    seed: numberOf(values.seed),
    threads: values.threads === undefined ? undefined : numberOf(values.threads),
    resume,
  };
  readRecommendOptions(options);
  const { interactions, title } = await openInteractions(values, context);
  checkCuts(options.k, interactions.artists.size, '--k');
  await warnOfTooLittle(interactions, context);
  const found = await recommendSettings(interactions, {
    ...options,
    signal,
    onProgress: progress.update,
  }).catch((error) => {
    progress.stop();
    if (signal.aborted && values.resume !== undefined)
      output.tell(`the trials so far are in '${values.resume}': the same command continues from there`);
    throw error;
  });
  progress.stop();
  if (file !== undefined) await writeFileBeside(file, `${JSON.stringify(found.options, null, 2)}\n`);
  if (values.json) return output.printJson(found);
  const flags = [`--dataset ${shellWord(values.dataset)}`, tableFlags(values), trainingFlags(found.options)];
  const command = `npx listenlab train ${flags.filter((part) => part !== '').join(' ')} --model FILE`;
  const { metricLabel } = await import('../engine/evaluate/metrics/metrics.js');
  const label = metricLabel(found.metric as MetricName, found.k);
  const parts = [
    heading(title, found),
    evidenceTable(found, label),
    ADJUSTED,
    comparisonTable(found, label),
    TESTED,
    conclusions(found),
  ];
  for (const part of parts) output.print(`${part}\n`);
  for (const { options, reason } of found.failed.slice(0, SHOWN_FAILURES)) {
    output.print(`failed with ${settingsText(options)}: ${reason}\n`);
  }
  if (file !== undefined) output.print(`wrote the options to ${file}`);
  output.print(`to train with them:\n  ${command}`);
}

/** Anything but a number is passed on: the search refuses it, and shows it. */
function numberOf(text: string): number {
  return numberOrText(text) as number;
}

function heading(title: string, { evidence, failed, users, ofUsers }: RecommendedSettings): string {
  const tried = `${title}: ${formatPlural(evidence.length, 'setting')} evaluated`;
  const refused = failed.length > 0 ? `, ${formatPlural(failed.length, 'trial')} failed` : '';
  const sample = users < ofUsers ? `, on ${formatCount(users)} of ${formatCount(ofUsers)} users` : '';
  return `${tried}${refused}${sample}`;
}

/** What the comparison shows, and what the search left out. */
function conclusions({ verdict, shortfall, stages }: RecommendedSettings): string {
  const left = stages
    .filter((stage) => stage.left > 0)
    .map(({ kind, tried, left }) => `${kind} (${left} of ${tried + left})`);
  const missed = left.length > 0 ? `\n${shortfall}\nLeft out: ${left.join(', ')}.` : '';
  return `${verdict.replaceAll('\n\n', ' ').replaceAll('**', '')}${missed}`;
}

/** Why the options stand in no row of the table. */
const ADJUSTED = `Rows judged on more splits come first, so the best number need not be the best row: that is the marked one. The settings
recommended are its, with unobserved weight and regularization adjusted to all plays: what was tried was trained on a part of them.`;

/** What the comparison's numbers are. */
const TESTED = `against the recommended: the interval of the difference; p: of Wilcoxon's signed-rank test, with Holm's correction for all
pairs. A model is called better only where both say so.`;

function evidenceTable({ evidence, basis }: RecommendedSettings, label: string): string {
  const first = evidence.slice(0, SHOWN_ROWS);
  const best = first.includes(basis) ? first : [...first, basis];
  const column = (name: keyof EvidenceRow) => best.map((row) => String(row[name]));
  return textTable({
    columns: [
      'stage',
      'weighting',
      'alpha',
      'unobserved weight',
      'regularization',
      'factors',
      'iterations',
      label,
      '',
    ],
    index: best.map((row) => String(evidence.indexOf(row) + 1)),
    cells: [
      column('stage'),
      column('weighting'),
      column('alpha'),
      column('unobservedWeight'),
      column('regularization'),
      column('factors'),
      column('iterations'),
      best.map(({ mean }) => mean.toFixed(4)),
      best.map((row) => (row === basis ? '< recommended' : '')),
    ],
    numeric: [true, false, true, true, true, true, true, true, false],
    moreRows: evidence.length - best.length,
  });
}

function comparisonTable({ comparison }: RecommendedSettings, label: string): string {
  const signed = (value: number) => `${value < 0 ? '' : '+'}${value.toFixed(4)}`;
  return textTable({
    columns: ['on plays held out from the search', label, 'against the recommended', 'p', 'seconds'],
    index: comparison.map(() => ''),
    cells: [
      comparison.map(({ model }) => model),
      comparison.map(({ mean }) => mean?.toFixed(4) ?? 'failed'),
      comparison.map(({ ahead }) => (ahead ? `${signed(ahead.low)} to ${signed(ahead.high)}` : '')),
      comparison.map(({ ahead }) => (ahead ? formatP(ahead.p) : '')),
      comparison.map(({ seconds }) => seconds.toFixed(1)),
    ],
    numeric: [false, true, true, true, true],
    moreRows: 0,
  });
}
