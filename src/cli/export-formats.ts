import { mkdir, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { findEntry } from '../data/dataset/catalogue/catalogue.js';
import type { Paper } from '../notebook/chrome/papers.js';
import { exportMarkdown } from '../notebook/export/markdown/markdown.js';
import { printPage } from '../notebook/export/print-page.js';
import { exportScript } from '../notebook/export/script/script.js';
import type { Notebook } from '../notebook/jupyter/nbformat.js';
import type { ExportFormat } from '../notebook/page/protocol.js';
import type { ReportHeader } from '../notebook/report/cover/header.js';
import type { Detail } from '../notebook/report/detail.js';
import { chooseWords, ENGLISH } from '../notebook/report/language/words.js';
import { decodeAddress, type Pictures } from '../notebook/report/markdown/links-and-images.js';
import { readPictures } from '../notebook/report/pictures.js';
import { renderNotebookPage } from '../tuner/kernel/report.js';
import { shellPath } from '../util/escape.js';
import { writeFileBeside } from '../util/node/files.js';
import { packageVersion } from './context.js';
import { earlierPictures, requireOwnPictures } from './export-target.js';
import { leftOut } from './run-pictures.js';

/** A notebook, and where it goes. */
export interface ExportedNotebook {
  /** Its path, absolute. */
  readonly file: string;
  readonly notebook: Notebook;
  /** The file to write, absolute. */
  readonly target: string;
}

/** How it is written. */
export interface ExportWish {
  readonly to: ExportFormat;
  readonly paper: Paper;
  /** Of a page; default: full, as a notebook is code and what comes of it. */
  readonly detail?: Detail;
  /** What is exported together: the files of the exports by those of their notebooks, absolute. */
  readonly targets: ReadonlyMap<string, string>;
}

/** Writes what was prepared, and returns what the user should know of it. */
type WriteExport = () => Promise<string[]>;

/**
 * Prepares a notebook's export in a format, so that nothing is written where one of several cannot be.
 *
 * @throws InputError when it cannot be written in that format
 */
export async function prepareExport(
  exported: ExportedNotebook,
  { to, paper, detail, targets }: ExportWish,
  signal: AbortSignal,
): Promise<WriteExport> {
  const { notebook, target } = exported;
  if (to === 'ts') return scriptOf(exported);
  const hint = hasRun(notebook) ? [] : [runHint(exported)];
  if (to === 'md') {
    const write = await markdownOf(exported, targets);
    return () => write().then(() => hint);
  }
  const words = chooseWords({}, notebook.metadata.language);
  const pictures = await readPictures(notebook, path.dirname(exported.file), words);
  hint.push(...leftOut(pictures));
  return async () => {
    const html = await pageOf(exported, pictures, detail);
    await writeFileBeside(target, to === 'html' ? html : await printPage(html, paper, signal));
    return hint;
  };
}

function runHint({ file }: ExportedNotebook): string {
  return `it has not run, so there are no results; for a copy with them: npx listenlab run ${shellPath(path.relative('', file))}`;
}

function hasRun({ cells }: Notebook): boolean {
  const code = cells.filter((cell) => cell.cell_type === 'code');
  return (
    code.length === 0 || code.some(({ outputs, execution_count }) => outputs.length > 0 || execution_count)
  );
}

function scriptOf({ file, notebook, target }: ExportedNotebook): WriteExport {
  const { text, notErasable } = exportScript(notebook, {
    name: path.basename(file),
    file: path.basename(target),
    folder: path.dirname(file),
    target: path.dirname(target),
  });
  const notes =
    notErasable.length === 0
      ? []
      : [`Node.js does not run ${notErasable.join(', ')} by itself; run the script with npx tsx`];
  return () => writeFileBeside(target, text).then(() => notes);
}

async function markdownOf(
  { file, notebook, target }: ExportedNotebook,
  targets: ReadonlyMap<string, string>,
): Promise<() => Promise<void>> {
  const folder = `${path.basename(target, path.extname(target))}_files`;
  const moves = path.dirname(target) !== path.dirname(file);
  const { text, pictures: files } = exportMarkdown(notebook, {
    name: path.basename(file),
    folder,
    linkTo: (href) => exportedLink(href, { file, target }, targets),
    ...(moves ? { pictures: await readPictures(notebook, path.dirname(file), ENGLISH) } : {}),
  });
  const beside = path.join(path.dirname(target), folder);
  const earlier = await earlierPictures(target, folder);
  await requireOwnPictures(beside, [...files.keys()], earlier);
  return async () => {
    if (files.size > 0) await mkdir(beside, { recursive: true });
    for (const [name, bytes] of files) await writeFileBeside(path.join(beside, name), bytes);
    await writeFileBeside(target, text);
    for (const name of earlier) if (!files.has(name)) await rm(path.join(beside, name), { force: true });
    // It stays where something else is in it.
    if (earlier.size > 0 && files.size === 0) await rmdir(beside).catch(() => undefined);
  };
}

/** A path in an address: no scheme, no other host, no place in the page. */
const PATH = /^(?![a-z][a-z\d+.-]*:|[/\\#?])([^?#]+)(.*)$/is;

/**
 * Where a link leads from the export's place: to the export of a notebook, where that is exported too, or to the file
 * itself; undefined leaves it as it is.
 */
function exportedLink(
  href: string,
  { file, target }: Pick<ExportedNotebook, 'file' | 'target'>,
  targets: ReadonlyMap<string, string>,
): string | undefined {
  const [, written, rest] = PATH.exec(href) ?? [];
  if (written === undefined) return undefined;
  const [from, to] = [file, target].map((each) => path.dirname(each));
  const linked = path.resolve(from, decodeAddress(written));
  const exported = targets.get(linked);
  if (exported === undefined && from === to) return undefined;
  const way = path.relative(to, exported ?? linked);
  return way.split(path.sep).map(encodeURIComponent).join('/') + rest;
}

async function pageOf(
  { file, notebook }: ExportedNotebook,
  pictures: Pictures,
  detail: Detail = 'full',
): Promise<string> {
  const name = path.basename(file, '.ipynb');
  return renderNotebookPage(
    { name, notebook, pictures, folder: path.dirname(file) },
    await headerOf(file, notebook),
    { detail },
  );
}

/** What the notebook says of itself: its title, the dataset it ran on, when it was saved. */
async function headerOf(file: string, { cells, metadata }: Notebook): Promise<ReportHeader> {
  const heading = cells
    .filter(({ cell_type }) => cell_type === 'markdown')
    .map(({ source }) => /^#\s+(.+)$/m.exec(source)?.[1].trim())
    .find((title) => title !== undefined);
  const { executedOn } = (metadata.listenlab ?? {}) as { executedOn?: unknown };
  const entry = typeof executedOn === 'string' ? findEntry(executedOn) : undefined;
  return {
    title: heading ?? path.basename(file, '.ipynb'),
    ...(entry ? { dataset: { title: entry.title, simulated: entry.simulated } } : {}),
    generatedAt: (await stat(file)).mtime,
    facts: { Software: `listenlab ${packageVersion()}` },
  };
}
