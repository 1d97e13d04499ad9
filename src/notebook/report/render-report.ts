import { pathOf, writeFileBeside } from '../../util/node/files.js';
import { PLOTLY_TYPE } from '../display/figure.js';
import { type Cell, checkNotebook, mayFail, type Notebook, type Output } from '../jupyter/nbformat.js';
import { outputId, renderNotebook } from './cells.js';
import { type ReportHeader, renderFindings, renderHeader, requireHeader } from './cover.js';
import { mapsOf, type ReportFigure, readFigure } from './figure.js';
import { type LiveOutput, type LivePart, readLive, renderBulk } from './live.js';
import {
  type NamedNotebook,
  outlineOf,
  type PicturedNotebook,
  placeIn,
  requireNotebooks,
} from './outline.js';
import { type ReportAssets, readAssets, renderContents, renderPage } from './page.js';
import { readPictures } from './pictures.js';
import { metricsOf, type ReportSummary, settingsOf, summaryElements } from './summary.js';

/** Optional parts of a report. */
interface ReportParts {
  /** Kinds of interactive outputs. */
  liveOutputs?: readonly LiveOutput[];
}

/**
 * Executed notebooks as one HTML page that needs nothing else: tables, interactive Plotly figures
 * (plotly.js included once), code folded away, light and dark, ready to print. Opened from disk it makes no network
 * requests and runs only its own scripts.
 *
 * Text, Markdown, streams, errors and figures are escaped. `text/html` outputs are kept as the cells made them; scripts
 * in them do not run.
 *
 * @example
 * const html = renderReport([{ name: '01-explore', notebook }], {
 *   title: 'What people listen to',
 *   dataset: { title: 'Last.fm sample (simulated)', simulated: true },
 *   generatedAt: new Date(),
 *   facts: { listenlab: '0.1.0' },
 * });
 *
 * @param notebooks in reading order; their names label the sections
 * @param header title, author, dataset, date and facts
 * @param parts interactive parts; default none
 * @returns the page, about 5 MB with a figure (plotly.js), some 100 kB without
 * @throws InputError when a notebook is not nbformat 4
 */
export function renderReport(
  notebooks: PicturedNotebook[],
  header: ReportHeader,
  { liveOutputs = [] }: ReportParts = {},
): string {
  requireNotebooks(notebooks);
  requireHeader(header);
  const checked = notebooks.map((named) => ({
    ...named,
    notebook: checkNotebook(named.notebook, named.name),
  }));
  const outline = outlineOf(checked);
  const failures = failuresOf(checked);
  const summary = summaryOf(header, checked, failures.length);
  const sections = outline.map((notebook, i) =>
    renderNotebook(notebook, i + 1, placeIn(outline, notebook), liveOutputs),
  );
  const live = checked.flatMap(({ notebook }) => liveOf(notebook, liveOutputs));
  return renderPage({
    title: header.title,
    summary: summaryElements(summary),
    contents: renderContents(outline),
    main: [renderHeader(header, summary, renderFindings(outline), failures), ...sections].join('\n'),
    bulk: renderBulk(live),
    assets: assetsFor(checked, live),
  });
}

function summaryOf(header: ReportHeader, notebooks: NamedNotebook[], failures: number): ReportSummary {
  const { title, author, dataset, generatedAt } = header;
  const settings = settingsOf(notebooks);
  // The header names the dataset for people; the setting may be a path.
  if (dataset) settings.delete('dataset');
  return { title, author, dataset, generatedAt, failures, settings, metrics: metricsOf(notebooks) };
}

/** The ids of errors in all notebooks, except in cells that may fail. */
function failuresOf(notebooks: NamedNotebook[]): string[] {
  return notebooks.flatMap(({ notebook }, n) =>
    notebook.cells.flatMap((cell, c) =>
      outputsOf(cell).flatMap(({ output_type }, o) =>
        output_type === 'error' && !mayFail(cell) ? [outputId(n + 1, c + 1, o + 1)] : [],
      ),
    ),
  );
}

function assetsFor(notebooks: NamedNotebook[], live: LivePart[]): ReportAssets {
  const figures = notebooks.flatMap(({ notebook }) => figuresOf(notebook));
  return readAssets(figures.length > 0, figures.flatMap(mapsOf), [...new Set(live.map(({ kind }) => kind))]);
}

function figuresOf(notebook: Notebook): ReportFigure[] {
  return notebook.cells
    .flatMap(outputsOf)
    .map((output) => ('data' in output ? readFigure(output.data[PLOTLY_TYPE]) : undefined))
    .filter((figure) => figure !== undefined);
}

function liveOf(notebook: Notebook, kinds: readonly LiveOutput[]): LivePart[] {
  return notebook.cells
    .flatMap(outputsOf)
    .map((output) => ('data' in output ? readLive(output.data, kinds) : undefined))
    .filter((part) => part !== undefined);
}

function outputsOf(cell: Cell): Output[] {
  return cell.cell_type === 'code' ? cell.outputs : [];
}

/**
 * Writes executed notebooks as one HTML file, atomically, with the pictures from their folders that their Markdown
 * refers to. See {@link renderReport}.
 *
 * @example await writeReport('reports/sample.html', [{ name, notebook, folder }], { title, generatedAt: new Date() })
 *
 * @param path the file to write; its folder is created, too
 * @throws InputError when a notebook is not nbformat 4
 */
export async function writeReport(
  path: string | URL,
  notebooks: NamedNotebook[],
  header: ReportHeader,
  parts: ReportParts = {},
): Promise<void> {
  const file = pathOf(
    path,
    "the path of a file to write: await writeReport('report.html', notebooks, header)",
  );
  requireNotebooks(notebooks);
  const pictured = await Promise.all(
    notebooks.map(async (named) => {
      const { name, folder } = named;
      if (folder === undefined) return named;
      return { ...named, pictures: await readPictures(checkNotebook(named.notebook, name), folder) };
    }),
  );
  await writeFileBeside(file, renderReport(pictured, header, parts));
}
