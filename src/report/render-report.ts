import { PLOTLY_TYPE } from '../display/figure-bundle.js';
import type { Cell, Notebook, Output } from '../jupyter/nbformat.js';
import { checkNotebook } from '../jupyter/notebook-check.js';
import { type ReportAssets, readAssets } from './assets.js';
import { renderCode } from './code.js';
import { renderContents } from './contents.js';
import { mapsOf, type ReportFigure, readFigure } from './figure.js';
import { type ReportHeader, renderHeader, renderNotebookTitle } from './header.js';
import { renderMarkdown } from './markdown.js';
import { linkResolver, type NamedNotebook, type OutlineNotebook, outlineOf } from './outline.js';
import { renderOutput } from './outputs.js';
import { renderPage } from './page.js';

/**
 * Executed notebooks as one HTML page that needs nothing else: tables, interactive Plotly figures
 * (plotly.js inside, once), code folded away, light and dark, ready to print. Opened from disk it asks no
 * host for anything and runs no script but its own.
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
 * @param header title, dataset, date and facts
 * @returns the page, about 5 MB when it has a figure (plotly.js), some 100 kB otherwise
 * @throws InputError when a notebook is not nbformat 4
 */
export function renderReport(notebooks: NamedNotebook[], header: ReportHeader): string {
  const checked = notebooks.map(({ name, notebook }) => ({ name, notebook: checkNotebook(notebook, name) }));
  const outline = outlineOf(checked);
  const sections = outline.map((notebook, i) =>
    renderNotebook(notebook, i + 1, linkResolver(outline, notebook)),
  );
  return renderPage({
    title: header.title,
    contents: renderContents(outline),
    main: [renderHeader(header, failuresOf(checked)), ...sections].join('\n'),
    assets: assetsFor(checked),
  });
}

type ResolveLink = ReturnType<typeof linkResolver>;

function renderNotebook(notebook: OutlineNotebook, number: number, resolveLink: ResolveLink): string {
  const cells = notebook.named.notebook.cells.map((cell, i) =>
    cell.cell_type === 'markdown'
      ? renderProse(notebook, cell, resolveLink)
      : renderCodeCell(cell, (output) => outputId(number, i + 1, output)),
  );
  return `<section class="notebook" aria-labelledby="${notebook.id}">
${renderNotebookTitle(notebook, number)}
${cells.filter((html) => html !== '').join('\n')}
</section>`;
}

function renderProse({ markdown, ids }: OutlineNotebook, cell: Cell, resolveLink: ResolveLink): string {
  const attachments = cell.cell_type === 'markdown' ? cell.attachments : undefined;
  const place = { headingId: ids.get.bind(ids), resolveLink, attachments };
  return `<div class="prose">${renderMarkdown(markdown.get(cell) ?? [], place)}</div>`;
}

function renderCodeCell(cell: Cell, id: (output: number) => string): string {
  if (cell.cell_type !== 'code') return '';
  const outputs = cell.outputs.map((output, i) => renderOutput(output, id(i + 1)));
  const parts = [renderCode(cell), ...outputs].filter((html) => html !== '');
  return parts.length > 0 ? `<div class="cell">\n${parts.join('\n')}\n</div>` : '';
}

/** The id of an output: its notebook, cell and place, each counted from 1. */
function outputId(notebook: number, cell: number, output: number): string {
  return `output_${notebook}_${cell}_${output}`;
}

/** The ids of the errors in all notebooks. */
function failuresOf(notebooks: NamedNotebook[]): string[] {
  return notebooks.flatMap(({ notebook }, n) =>
    notebook.cells.flatMap((cell, c) =>
      outputsOf(cell).flatMap(({ output_type }, o) =>
        output_type === 'error' ? [outputId(n + 1, c + 1, o + 1)] : [],
      ),
    ),
  );
}

function assetsFor(notebooks: NamedNotebook[]): ReportAssets {
  const figures = notebooks.flatMap(({ notebook }) => figuresOf(notebook));
  return readAssets(figures.length > 0, figures.flatMap(mapsOf));
}

function figuresOf(notebook: Notebook): ReportFigure[] {
  return notebook.cells
    .flatMap(outputsOf)
    .map((output) => ('data' in output ? readFigure(output.data[PLOTLY_TYPE]) : undefined))
    .filter((figure) => figure !== undefined);
}

function outputsOf(cell: Cell): Output[] {
  return cell.cell_type === 'code' ? cell.outputs : [];
}
