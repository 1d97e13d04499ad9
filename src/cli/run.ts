import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Command, Option } from 'commander';
import { CACHE_VARIABLE } from '../engine/als/node/model-cache.js';
import { staleCopies } from '../notebook/jupyter/executed-copy.js';
import type { KernelName } from '../notebook/jupyter/kernel-process.js';
import type { CellProgress } from '../notebook/jupyter/run-cells.js';
import type { NotebookRun, RunOptions } from '../notebook/jupyter/runner.js';
import type { ReportDataset } from '../notebook/report/cover/header.js';
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
import {
  addReportOptions,
  type ReportValues,
  readReportOptions,
  reportWords,
  requireReport,
  settingsOfReport,
  THEME_HELP,
} from './report-options.js';
import { type CopiesPlace, copiesPlace, requireCopiesPlace, withCopies } from './run-copies.js';
import { drawnCopies, withSvgs } from './run-pictures.js';
import { cellLines, runTeller, tellFailure } from './run-progress.js';
import { indexReports, reportHeader, showsUsers, withoutUsers, withUsers } from './run-report.js';
import { collect, readSettings } from './settings.js';
import { outputPath, requireWritableTarget } from './target.js';

const HELP = `
Each notebook runs in its own process, in the folder it is in; the first failing cell stops the run, unless it is tagged
raises-exception. Cells tagged skip-execution are left as they are. The notebooks themselves are never changed; an
executed copy replaces only one of the same report, and, without --output, only together with it: a run that does not
finish leaves the previous report and its copies. Each figure gets a picture beside it, which GitHub shows: drawn by an
installed Chrome, Chromium or Edge (the environment variable LISTENLAB_CHROME names one, or is off), else as SVG. If a folder holds several reports, --report also writes an index.html
that compares them.

A report is for others to read: without --include-users, listenlab's notebooks show no user names and no user's full
list. From other notebooks' outputs it takes the names that it recognizes, and puts a number in their place: those of
eight characters or more, columns called user, user_id, username or listener, and whom --set user=NAME names, unless
NAME is a number. A table, chart or printed list with more than nine tenths of what one user of the dataset plays, five
artists or more, keeps ten rows at most, and says so. It cannot recognize other short names in text, names that markup
divides, names in the dots of a picture, or a list in a picture, in prose or in an HTML page of a cell's own. The
executed copies are for you and contain everything that the notebooks show.

--set @FILE reads parameters from a JSON file, such as one written by npx listenlab tune --output or by the panel of a
report; --set name=value takes precedence over it.

${THEME_HELP}

Examples:
  npx listenlab run
  npx listenlab run --dataset plays.tsv --set alpha=1 --set factors=64 --report reports/mine.html
  npx listenlab run --dataset lastfm-2k --set @settings.json --report reports/tuned.html
  npx listenlab run notebooks/02-train.ipynb --kernel tslab`;

interface RunValues extends TableChoice, ReportValues {
  readonly dataset?: string;
  readonly set: readonly string[];
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
    );
  addReportOptions(command)
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
  const look = await readReportOptions(values);
  const notebooks = await readNotebooks(paths);
  const texts = values.includeUsers ? withUsers(notebooks, given) : given;
  const parameters = parametersFor(notebooks, texts);
  const report = values.report === undefined ? undefined : outputPath(values.report);
  const datasets = datasetsOf(notebooks, texts);
  const files = [
    ...notebooks.flatMap(({ file, folder }) => [file, ...pathsIn(texts, folder)]),
    values.theme,
    values.logo,
    values.words,
  ];
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
    const ran = await runAll(notebooks, parameters, place, values, context);
    const executed = await drawnCopies(ran, place.during, context);
    const seconds = (performance.now() - started) / 1000;
    const said = `ran ${formatPlural(executed.length, 'notebook')} in ${formatSeconds(seconds)}`;
    if (report === undefined) return said;
    const { writeReport } = await import('../tuner/kernel/report.js');
    const words = await reportWords(look, executed);
    const shown = showsUsers(values, texts)
      ? executed
      : await withoutUsers(executed, datasets, words, context);
    const { inLanguage } = await import('../notebook/report/language/notebook.js');
    const named = await withSvgs(inLanguage(shown, words), context);
    context.signal.throwIfAborted();
    const header = reportHeader(dataset, values, words, seconds, context.now());
    await writeReport(report, named, header, look);
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
  const reportSettings = {
    ...settingsOfReport(values),
    ...(values.includeUsers ? { '--include-users': 'true' } : {}),
  };
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
): Promise<ReportDataset | undefined> {
  if (datasets.length === 0) return undefined;
  const { openDataset } = await import('../data/history/open-dataset.js');
  const { totals } = await import('../data/explore/overview.js');
  const seen: ReportDataset[] = [];
  for (const { dataset: nameOrPath, table } of datasets) {
    const dataset = await openDataset(nameOrPath, { ...table, signal, onProgress: progress.update });
    const { title, simulated } = dataset;
    seen.push({ title, simulated, ...(datasets.length === 1 ? await totals(dataset) : {}) });
    dataset.close();
    progress.stop();
  }
  const [only] = seen;
  if (seen.length === 1) return only;
  // The notice below the title speaks of all data; the titles say which of several is simulated.
  const simulated = seen.every((dataset) => dataset.simulated);
  return { title: [...new Set(seen.map(({ title }) => title))].join(', '), simulated };
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
  return runNotebook(file, { ...options, folder, parameters, signal, onCell }).catch((error) => {
    tellFailure(file, error);
    throw error;
  });
}
