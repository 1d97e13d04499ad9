import { type Cell, type CodeCell, tagsOf } from '../jupyter/nbformat.js';
import { renderCode } from './code.js';
import { FINDING } from './findings.js';
import { renderNotebookTitle } from './header.js';
import { type MarkdownPlace, renderMarkdown } from './markdown.js';
import type { OutlineNotebook, ResolveLink } from './outline.js';
import { renderOutput } from './outputs.js';
import { permalink } from './permalink.js';

/**
 * A notebook as a section of the page: its title and its cells, without those that show nothing.
 *
 * @param number counted from 1
 */
export function renderNotebook(notebook: OutlineNotebook, number: number, resolveLink: ResolveLink): string {
  const cells = notebook.named.notebook.cells.map((cell, i) => {
    const id = notebook.cellIds.get(cell) ?? '';
    return cell.cell_type === 'code'
      ? renderCodeCell(cell, id, (output) => outputId(number, i + 1, output))
      : renderProse(notebook, cell, id, resolveLink);
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

function renderProse(notebook: OutlineNotebook, cell: Cell, id: string, resolveLink: ResolveLink): string {
  const tokens = notebook.markdown.get(cell);
  if (cell.cell_type !== 'markdown' || tokens === undefined) return '';
  const { ids } = notebook;
  const place: MarkdownPlace = { headingId: ids.get.bind(ids), resolveLink, attachments: cell.attachments };
  // A heading has a link of its own.
  const link = tokens[0]?.type === 'heading' ? '' : permalink(id, 'cell');
  return `<div class="prose" id="${id}">${link}${renderMarkdown(tokens, place)}</div>`;
}

function renderCodeCell(cell: CodeCell, id: string, idOfOutput: (output: number) => string): string {
  const outputs = cell.outputs.map((output, i) => renderOutput(output, idOfOutput(i + 1)));
  const parts = [renderCode(cell), ...outputs].filter((html) => html !== '');
  if (parts.length === 0) return '';
  const kind = tagsOf(cell).includes(FINDING) ? 'cell finding' : 'cell';
  return `<div class="${kind}" id="${id}">\n${permalink(id, 'cell')}\n${parts.join('\n')}\n</div>`;
}
