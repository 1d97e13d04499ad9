import { PLOTLY_TYPE } from '../display/figure.js';
import { type Cell, checkNotebook, mayFail, type Notebook, type Output } from '../jupyter/nbformat.js';
import { type ReportAssets, readAssets } from './assets.js';
import { outputId, renderNotebook } from './cells.js';
import { renderContents } from './contents.js';
import { mapsOf, type ReportFigure, readFigure } from './figure.js';
import { renderFindings } from './findings.js';
import { type ReportHeader, renderHeader } from './header.js';
import { type LivePart, readLive, renderBulk } from './live.js';
import { metricsOf } from './metrics.js';
import { type NamedNotebook, outlineOf, type PicturedNotebook, placeIn } from './outline.js';
import { renderPage } from './page.js';
import { settingsOf } from './settings.js';
import { type ReportSummary, summaryElements } from './summary.js';

/**
 * Executed notebooks as one HTML page that needs nothing else: tables, interactive Plotly figures
 * (plotly.js inside, once), code folded away, light and dark, ready to print. The panels of `tuner` and `tryIt` live in it. Opened
 * from disk it asks no host for anything and runs no script but its own.
 *
 * Text, Markdown, streams, errors and figures are escaped. `text/html` outputs stand as the cells made
 * them; scripts in them do not run.
 *
 * @example
 * const html = renderReport([{ name: '01-explore', notebook }], {
 *   title: 'What people listen to',
 *   dataset: { title: 'Last.fm sample (simulated)', simulated: true },
 *   generatedAt: new Date(),
 *   facts: { listenlab: '0.1.0' },
 * });
 *
 * @param notebooks in the order they are read; their names label the sections
 * @param header title, author, dataset, date and facts
 * @returns the page, about 5 MB when it has a figure (plotly.js), some 100 kB otherwise
 * @throws InputError when a notebook is not nbformat 4
 */
export function renderReport(notebooks: PicturedNotebook[], header: ReportHeader): string {
  const checked = notebooks.map((named) => ({
    ...named,
    notebook: checkNotebook(named.notebook, named.name),
  }));
  const outline = outlineOf(checked);
  const failures = failuresOf(checked);
  const summary = summaryOf(header, checked, failures.length);
  const sections = outline.map((notebook, i) => renderNotebook(notebook, i + 1, placeIn(outline, notebook)));
  const live = checked.flatMap(({ notebook }) => liveOf(notebook));
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

/** The ids of the errors in all notebooks, but for those of cells that may fail. */
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

function liveOf(notebook: Notebook): LivePart[] {
  return notebook.cells
    .flatMap(outputsOf)
    .map((output) => ('data' in output ? readLive(output.data) : undefined))
    .filter((part) => part !== undefined);
}

function outputsOf(cell: Cell): Output[] {
  return cell.cell_type === 'code' ? cell.outputs : [];
}
