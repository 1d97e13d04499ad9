import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Command, Option } from 'commander';
import { CACHE_VARIABLE } from '../engine/als/node/model-cache.js';
import { type RunSettings, staleCopies } from '../notebook/jupyter/executed-copy.js';
import type { KernelName } from '../notebook/jupyter/kernel-process.js';
import type { CellProgress } from '../notebook/jupyter/run-cells.js';
import type { NotebookRun, RunOptions } from '../notebook/jupyter/runner.js';
import type { ReportHeader } from '../notebook/report/cover.js';
import type { NamedNotebook } from '../notebook/report/outline.js';
import { InputError } from '../util/errors.js';
import { formatPlural, formatSeconds } from '../util/format.js';
import type { Context } from './context.js';
import { addTableOptions, readTableOptions, type TableChoice, tableFlags } from './dataset-choice.js';
import {
  datasetsOf,
  type NotebookFile,
  type OpenedTable,
  type ParameterTexts,
  parametersFor,
  readNotebooks,
} from './notebooks.js';
import { type CopiesPlace, copiesPlace, requireCopiesPlace, withCopies } from './run-copies.js';
import { cellLines, runTeller } from './run-progress.js';
import { indexReports, reportHeader, showsUsers, withoutUsers, withUsers } from './run-report.js';
import { collect, readSettings } from './settings.js';
import { outputPath, requireWritableTarget } from './target.js';

const HELP = `
Each notebook runs in its own process, in the folder it is in; the first failing cell stops the run, unless it is tagged
raises-exception. Cells tagged skip-execution are left as they are. The notebooks themselves are never changed; an
executed copy replaces only one of the same report, and, without --output, only together with it: a run that does not
finish leaves the previous report and its copies. If a folder holds several reports, --report also writes an index.html
that compares them.

A report is for others to read: without --include-users it contains no user names and no user's full list. The
executed copies are for you and contain everything that the notebooks show.

--set @FILE reads parameters from a JSON file, such as one written by npx listenlab tune --output or by the panel of a
report; --set name=value takes precedence over it.

Examples:
  npx listenlab run
  npx listenlab run --dataset plays.tsv --set alpha=1 --set factors=64 --report reports/mine.html
  npx listenlab run --dataset lastfm-2k --set @settings.json --report reports/tuned.html
  npx listenlab run notebooks/02-train.ipynb --kernel tslab`;

interface RunValues extends TableChoice {
  readonly dataset?: string;
  readonly set: readonly string[];
  readonly report?: string;
  readonly title?: string;
  readonly author?: string;
  readonly includeUsers?: boolean;
  readonly kernel: KernelName;
  readonly output?: string;
  /** False with --no-cache. */
  readonly cache: boolean;
}

/** `listenlab run [NOTEBOOK...]`. */
export function addRunCommand(program: Command, context: Context): void {
  const command = program
    .command('run')
    .description('run notebooks and write executed copies, and a report of all of them')
    .argument(
      '[notebooks...]',
      'paths of notebooks; without any, the numbered ones of this package, or those that init has copied, in order',
    )
    .option('--dataset <D>', 'name or path of the dataset, for the notebooks’ parameter `dataset`')
    .option(
      '--set <name=value|@FILE>',
      'value for a parameter of the notebooks, or @FILE with several; may be repeated',
      collect,
      [],
    )
    .option('--report <FILE.html>', 'write one self-contained page with all the notebooks')
    .option('--title <text>', 'title of the report (default: that of the dataset)')
    .option('--author <text>', 'who made the report')
    .option('--include-users', 'show user names and full lists, in the notebooks and in the report')
    .addOption(
      new Option('--kernel <name>', 'kernel that runs the cells')
        .choices(['listenlab', 'tslab'])
        .default('listenlab'),
    )
    .option('--no-cache', 'train every model of the notebooks, even if it is in the cache')
    .option(
      '--output <DIR>',
      'folder for the executed copies (default: next to the report and named after it, or reports without a report)',
    );
  addTableOptions(command)
    .addHelpText('after', HELP)
    .action((paths: string[], values: RunValues) => run(paths, values, context));
}

async function run(paths: readonly string[], values: RunValues, context: Context): Promise<void> {
  const given = await readTexts(values, context);
  requireReport(values);
  const notebooks = await readNotebooks(paths);
  const texts = values.includeUsers ? withUsers(notebooks, given) : given;
  const parameters = parametersFor(notebooks, texts);
  const report = values.report === undefined ? undefined : outputPath(values.report);
  const datasets = datasetsOf(notebooks, texts);
  const files = notebooks.flatMap(({ file, folder }) => [file, ...pathsIn(texts, folder)]);
  if (report !== undefined)
    await requireWritableTarget(report, {
      datasets: datasets.map(({ dataset }) => dataset),
      set: values.set,
      files,
    });
  const place = copiesPlace(values.output, report);
  await requireCopiesPlace(place, notebooks);
  const dataset = await lookAtDatasets(datasets, context);

  const { output } = context;
  const ran = await withCopies(place, context, async () => {
    const started = performance.now();
    const executed = await runAll(notebooks, parameters, place, values, context);
    const seconds = (performance.now() - started) / 1000;
    const said = `ran ${formatPlural(executed.length, 'notebook')} in ${formatSeconds(seconds)}`;
    if (report === undefined) return said;
    const { writeReport } = await import('../tuner/kernel/report.js');
    const named = showsUsers(values, texts) ? executed : await withoutUsers(executed, datasets, context);
    await writeReport(report, named, reportHeader(notebooks, dataset, values, seconds, context.now()));
    return said;
  });
  output.print(`${ran}; executed copies are in ${place.folder}`);
  if (report === undefined) return;
  const names = notebooks.map(({ name }) => name);
  for (const file of await staleCopies(place.folder, names, report)) await rm(file, { force: true });
  output.print(`report: ${pathToFileURL(report).href}`);
  await indexReports(path.dirname(report), output);
}

/** Runs the notebooks in order, and writes their executed copies. */
async function runAll(
  notebooks: readonly NotebookFile[],
  parameters: readonly ParameterTexts[],
  { report, during }: CopiesPlace,
  values: RunValues,
  context: Context,
): Promise<NamedNotebook[]> {
  const environment = values.cache ? undefined : { [CACHE_VARIABLE]: 'off' };
  const reportSettings = settingsOfReport(values);
  const executed: NamedNotebook[] = [];
  const tell = runTeller(notebooks, parameters);
  for (const [i, file] of notebooks.entries()) {
    const onCell = tell(i);
    const options = { kernel: values.kernel, output: during, environment, report, reportSettings, onCell };
    const { notebook } = await runOne(file, parameters[i], options, context);
    executed.push({ name: file.name, notebook, folder: file.folder });
  }
  return executed;
}

/** What may be paths among the values of parameters, such as a listening history, from the folder where cells run. */
function pathsIn(texts: ParameterTexts, folder: string): string[] {
  return Object.values(texts).flatMap((text) =>
    typeof text === 'string' ? [path.resolve(folder, text)] : [],
  );
}

/** Refuses a title or author without a report, and a report whose extension browsers do not recognise. */
function requireReport({ report, title, author }: RunValues): void {
  const ending = path.extname(report ?? '').toLowerCase();
  if (!['', '.html', '.htm'].includes(ending)) {
    throw new InputError(
      `the report is HTML, but its file is called ${report}; expected a name that ends in .html`,
    );
  }
  const given = title !== undefined ? '--title' : author !== undefined ? '--author' : undefined;
  if (report !== undefined || given === undefined) return;
  throw new InputError(`${given} was given without a report; add --report FILE.html`);
}

/** The options of a report besides its notebooks and their parameters, as typed. */
function settingsOfReport({ title, author, includeUsers }: RunValues): RunSettings {
  return {
    ...(title === undefined ? {} : { '--title': title }),
    ...(author === undefined ? {} : { '--author': author }),
    ...(includeUsers ? { '--include-users': 'true' } : {}),
  };
}

async function readTexts(
  { set, dataset, ...choice }: RunValues,
  { signal }: Pick<Context, 'signal'>,
): Promise<ParameterTexts> {
  const texts = withTableOptions(await readSettings(set, signal), choice);
  if (dataset === undefined) return texts;
  if (texts.dataset === undefined) return { dataset, ...texts };
  throw new InputError('--dataset and --set dataset=... were both given; leave one of them out');
}

/** The options about a table as the notebooks' parameter `tableOptions`. */
function withTableOptions(texts: ParameterTexts, choice: TableChoice): ParameterTexts {
  const flags = tableFlags(choice);
  if (flags === '') return texts;
  if (texts.tableOptions === undefined) return { ...texts, tableOptions: readTableOptions(choice) };
  throw new InputError(`${flags} and --set tableOptions=... were both given; leave one of them out`);
}

/** Opens the datasets once before any kernel starts: a wrong name ends the run here, and an import shows a bar. */
async function lookAtDatasets(
  datasets: readonly OpenedTable[],
  { progress, signal }: Context,
): Promise<ReportHeader['dataset']> {
  if (datasets.length === 0) return undefined;
  const { openDataset } = await import('../data/history/open-dataset.js');
  const seen: { title: string; simulated: boolean }[] = [];
  for (const { dataset: nameOrPath, table } of datasets) {
    const dataset = await openDataset(nameOrPath, { ...table, signal, onProgress: progress.update });
    seen.push({ title: dataset.title, simulated: dataset.simulated });
    dataset.close();
    progress.stop();
  }
  // The notice below the title speaks of all data; the titles say which of several is simulated.
  const simulated = seen.every((dataset) => dataset.simulated);
  return { title: [...new Set(seen.map(({ title }) => title))].join(' and '), simulated };
}

async function runOne(
  { file, name, folder }: NotebookFile,
  parameters: ParameterTexts,
  options: Omit<RunOptions, 'parameters' | 'signal'>,
  { signal, stderr }: Context,
): Promise<NotebookRun> {
  const { runNotebook } = await import('../notebook/jupyter/runner.js');
  const lines = cellLines(stderr, name);
  const onCell = (progress: CellProgress) => {
    lines(progress);
    options.onCell?.(progress);
  };
  return runNotebook(file, { ...options, folder, parameters, signal, onCell });
}
