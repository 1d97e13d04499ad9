import { type Cell, type CodeCell, type Output, tagsOf } from '../jupyter/nbformat.js';
import { permalink } from '../page/elements.js';
import { renderCode } from './code.js';
import { FINDING, renderNotebookTitle } from './cover.js';
import type { LiveOutput } from './live.js';
import { type MarkdownPlace, renderMarkdown } from './markdown.js';
import type { OutlineNotebook } from './outline.js';
import { renderOutput } from './outputs.js';

/**
 * A notebook as a section of the page: its title and its cells, without cells that show nothing.
 *
 * @param number counted from 1
 */
export function renderNotebook(
  notebook: OutlineNotebook,
  number: number,
  place: MarkdownPlace,
  liveOutputs: readonly LiveOutput[],
): string {
  const cells = notebook.named.notebook.cells.map((cell, i) => {
    const id = notebook.cellIds.get(cell) ?? '';
    return cell.cell_type === 'code'
      ? renderCodeCell(cell, id, (output, at) =>
          renderOutput(output, outputId(number, i + 1, at + 1), {
            place,
            markdown: notebook.markdown.get(output),
            liveOutputs,
          }),
        )
      : renderProse(notebook, cell, id, place);
  });
  return `<section class="notebook" aria-label="Notebook ${number}: ${notebook.titleHtml}">
${renderNotebookTitle(notebook, number)}
${cells.filter((html) => html !== '').join('\n')}
</section>`;
}

/** The id of an output: its notebook, cell and place, each counted from 1. */
export function outputId(notebook: number, cell: number, output: number): string {
  return `output_${notebook}_${cell}_${output}`;
}

function renderProse(notebook: OutlineNotebook, cell: Cell, id: string, place: MarkdownPlace): string {
  const tokens = notebook.markdown.get(cell);
  if (cell.cell_type !== 'markdown' || tokens === undefined) return '';
  // A heading has a link of its own.
  const link = tokens[0]?.type === 'heading' ? '' : permalink(id, 'cell');
  return `<div class="prose" id="${id}">${link}${renderMarkdown(tokens, { ...place, attachments: cell.attachments })}</div>`;
}

function renderCodeCell(cell: CodeCell, id: string, show: (output: Output, at: number) => string): string {
  const outputs = cell.outputs.map(show);
  const parts = [renderCode(cell), ...outputs].filter((html) => html !== '');
  if (parts.length === 0) return '';
  const kind = tagsOf(cell).includes(FINDING) ? 'cell finding' : 'cell';
  return `<div class="${kind}" id="${id}">\n${permalink(id, 'cell')}\n${parts.join('\n')}\n</div>`;
}
