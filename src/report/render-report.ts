import { type ReportAssets, readAssets } from './assets.js';
import { renderCode } from './code.js';
import { renderContents } from './contents.js';
import { mapsOf, PLOTLY_TYPE, type ReportFigure, readFigure } from './figure.js';
import { type ReportHeader, renderHeader, renderNotebookTitle } from './header.js';
import { renderMarkdown } from './markdown.js';
import { checkNotebook, type NamedNotebook, type NotebookCell } from './notebook.js';
import { linkResolver, type OutlineNotebook, outlineOf } from './outline.js';
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
  notebooks.forEach(checkNotebook);
  const outline = outlineOf(notebooks);
  const sections = outline.map((notebook, i) =>
    renderNotebook(notebook, i + 1, linkResolver(outline, notebook)),
  );
  return renderPage({
    title: header.title,
    contents: renderContents(outline),
    main: [renderHeader(header, failuresOf(notebooks)), ...sections].join('\n'),
    assets: assetsFor(notebooks),
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

function renderProse(
  { markdown, ids }: OutlineNotebook,
  cell: NotebookCell,
  resolveLink: ResolveLink,
): string {
  const place = { headingId: ids.get.bind(ids), resolveLink, attachments: cell.attachments };
  return `<div class="prose">${renderMarkdown(markdown.get(cell) ?? [], place)}</div>`;
}

function renderCodeCell(cell: NotebookCell, id: (output: number) => string): string {
  if (cell.cell_type !== 'code') return '';
  const outputs = (cell.outputs ?? []).map((output, i) => renderOutput(output, id(i + 1)));
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
      (cell.outputs ?? []).flatMap(({ output_type }, o) =>
        output_type === 'error' ? [outputId(n + 1, c + 1, o + 1)] : [],
      ),
    ),
  );
}

function assetsFor(notebooks: NamedNotebook[]): ReportAssets {
  const outputs = notebooks.flatMap(({ notebook }) => notebook.cells.flatMap((cell) => cell.outputs ?? []));
  const figures = outputs
    .map(({ data }) => readFigure(data?.[PLOTLY_TYPE]))
    .filter((figure): figure is ReportFigure => figure !== undefined);
  return readAssets(figures.length > 0, figures.flatMap(mapsOf));
}
