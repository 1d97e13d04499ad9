import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { PAPERS, type Paper } from '../notebook/chrome/papers.js';
import { readNotebook } from '../notebook/jupyter/notebook-file.js';
import { EXPORT_FORMATS, type ExportFormat } from '../notebook/page/protocol.js';
import type { Detail } from '../notebook/report/detail.js';
import { InputError } from '../util/errors.js';
import { IS_CLONE, PACKAGE_FOLDER } from '../util/node/folders.js';
import { type Context, waiting } from './context.js';
import type { ExportedNotebook } from './export-formats.js';
import { requireWritableTarget } from './target.js';

const HELP = `
A notebook is exported as it is: run it first for one with results, and export the copy. html is one page that opens
anywhere, md is Markdown with its pictures in a folder beside it, ts is a script for Node.js with the notebook's
parameters as options, pdf is printed by an installed Chrome or Chromium. A report that is finished can be exported to
pdf, too.

An export contains what the notebook shows, also names of listeners; npx listenlab run --report hides them.

Examples:
  npx listenlab export reports/sample/02-train.ipynb --to html
  npx listenlab export reports/sample/*.ipynb --to md --output docs/
  npx listenlab export notebooks/02-train.ipynb --to ts && node notebooks/02-train.ts --alpha 1
  npx listenlab export reports/sample/02-train.ipynb --to pdf --paper Letter
  npx listenlab export reports/sample.html --to pdf --detail brief`;

interface ExportValues {
  readonly to: ExportFormat;
  readonly output?: string;
  readonly paper: Paper;
  readonly detail?: Detail;
}

/** `listenlab export NOTEBOOK...`. */
export function addExportCommand(program: Command, context: Context): void {
  program
    .command('export')
    .description('write notebooks as HTML, Markdown, TypeScript or PDF, and reports as PDF')
    .argument('<notebooks...>', 'paths of notebooks, executed or not, or of reports')
    .addOption(
      new Option('--to <format>', 'what to write').choices(Object.keys(EXPORT_FORMATS)).makeOptionMandatory(),
    )
    .option('--output <FILE|FOLDER>', 'where to write it (default: beside the notebook, with its name)')
    .addOption(new Option('--paper <size>', 'paper of a PDF').choices(Object.keys(PAPERS)).default('A4'))
    .addOption(
      new Option(
        '--detail <how>',
        'what html and pdf show: brief is charts, tables and findings, full also code (default: full; of a report, what it shows)',
      ).choices(['brief', 'full']),
    )
    .addHelpText('after', HELP)
    .action((paths: string[], values: ExportValues) => exportAll(paths, values, context));
}

async function exportAll(paths: readonly string[], values: ExportValues, context: Context): Promise<void> {
  const { to, detail } = values;
  if (detail !== undefined && to !== 'html' && to !== 'pdf')
    throw new InputError(`--detail ${detail} is for html and pdf; --to ${to} has all of a notebook`);
  const { FORMATS, requireOwn } = await import('./export-target.js');
  const { isPageName, printReport, readReport } = await import('./export-report.js');
  const files = [...new Set(paths.map((each) => path.resolve(each)))];
  const place = await placeOf(values, FORMATS[to].extensions, files.length);
  const targets = files.map((file) => ({ file, target: place(file) }));
  requireDifferent(targets.map(({ target }) => target));
  const reports = await Promise.all(
    targets
      .filter(({ file }) => isPageName(file))
      .map(async (each) => ({ ...each, html: await readReport(each.file, to) })),
  );
  const notebooks = await Promise.all(
    targets
      .filter(({ file }) => !isPageName(file))
      .map(async (each) => ({ ...each, notebook: await readNotebook(each.file) })),
  );
  for (const { target } of targets) {
    await requireWritableTarget(target, { files });
    await requireOwn(target, to);
  }
  const done = async ({ file, target }: ExportPlace, work: Promise<readonly string[]>) => {
    const name = path.basename(file);
    const notes = await (to === 'pdf' ? waiting(`printing ${name}`, context.progress, work) : work);
    for (const note of notes) context.output.tell(`${name}: ${note}`);
    context.output.print(path.relative('', target) || target);
  };
  const { prepareExport } = await import('./export-formats.js');
  const among = { ...values, targets: new Map(notebooks.map(({ file, target }) => [file, target])) };
  const prepared = [];
  for (const each of to === 'md' ? await pictured(notebooks, context) : notebooks) {
    context.signal.throwIfAborted();
    prepared.push({ ...each, write: await prepareExport(each, among, context.signal) });
  }
  for (const { write, ...each } of prepared) {
    context.signal.throwIfAborted();
    await done(each, write());
  }
  for (const { html, ...each } of reports) {
    context.signal.throwIfAborted();
    await done(each, printReport(html, each.target, values, context.signal));
  }
}

/** A file to export, and where it goes. */
interface ExportPlace {
  readonly file: string;
  readonly target: string;
}

/** Markdown shows figures as pictures: those that have none get one. */
async function pictured(
  exported: readonly ExportedNotebook[],
  context: Context,
): Promise<ExportedNotebook[]> {
  const named = exported.map(({ file, notebook }) => ({ name: path.basename(file, '.ipynb'), notebook }));
  const { drawn } = await import('./run-pictures.js');
  const drawings = await drawn(named, context);
  return exported.map((each, i) => ({ ...each, notebook: drawings[i].notebook }));
}

/** Where the export of a notebook goes. */
async function placeOf(
  { output }: ExportValues,
  extensions: readonly string[],
  count: number,
): Promise<(file: string) => string> {
  const named = (file: string) => path.basename(file).replace(/\.(ipynb|html?)$/i, '') + extensions[0];
  if (output === undefined) return (file) => path.join(folderOf(file), named(file));
  const namesFile = extensions.includes(path.extname(output).toLowerCase());
  const isFolder = /[/\\]$/.test(output) || (await stat(output).catch(() => undefined))?.isDirectory();
  if (namesFile && !isFolder && count > 1) {
    throw new InputError(
      `--output is ${output}, one file for ${count} notebooks; expected a folder, as in ${path.join(path.dirname(output), 'exported/')}`,
    );
  }
  if (isFolder || count > 1) return (file) => path.join(path.resolve(output), named(file));
  if (namesFile) return () => path.resolve(output);
  throw new InputError(
    `--output is ${output}; expected a name that ends in ${extensions.join(' or ')}, or a folder, as in ${path.join(output, '/')}`,
  );
}

/** Nothing is written into an installed package. */
function folderOf(file: string): string {
  const isPackaged = !IS_CLONE && file.startsWith(path.join(PACKAGE_FOLDER, path.sep));
  return isPackaged ? process.cwd() : path.dirname(file);
}

function requireDifferent(targets: readonly string[]): void {
  const repeated = targets.find((target, i) => targets.indexOf(target) < i);
  if (repeated === undefined) return;
  throw new InputError(
    `two of the notebooks would be written to ${repeated}; export them one after the other, with --output`,
  );
}
