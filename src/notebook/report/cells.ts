import { escapeHtml } from '../../util/escape.js';
import type { Cell, CodeCell, Output } from '../jupyter/nbformat.js';
import { permalink } from '../page/elements.js';
import { renderCode } from './code.js';
import { isFinding } from './cover/findings.js';
import { FULL_ONLY } from './detail.js';
import { fill, type ReportWords } from './language/words.js';
import type { LiveOutput } from './live.js';
import { type MarkdownPlace, renderMarkdown } from './markdown/markdown.js';
import type { OutlineNotebook } from './outline.js';
import { renderOutput } from './outputs.js';

/** Where a notebook stands in the page. */
interface NotebookPlace {
  /** Counted from 1. */
  readonly number: number;
  /** HTML at its end. */
  readonly waysOn: string;
}

/**
 * A notebook as a section of the page: its title and its cells, without cells that show nothing. In one that is alone,
 * code is in plain view.
 */
export function renderNotebook(
  notebook: OutlineNotebook,
  { number, waysOn }: NotebookPlace,
  place: MarkdownPlace,
  liveOutputs: readonly LiveOutput[],
): string {
  const { isAlone = false } = place;
  const idOf = (output: Output) => place.numbering?.get(output)?.id;
  const cells = notebook.named.notebook.cells.map((cell, i) => {
    return cell.cell_type === 'code'
      ? renderCodeCell(
          notebook,
          cell,
          renderCode(cell, place.words, { isOpen: isAlone }),
          place.words,
          (output, at) =>
            renderOutput(output, idOf(output) ?? outputId(number, i + 1, at + 1), {
              place,
              markdown: notebook.markdown.get(output),
              numbered: place.numbering?.get(output),
              liveOutputs,
            }),
        )
      : renderProse(notebook, cell, place);
  });
  const label = fill(escapeHtml(place.words.notebookCalled), { number, title: notebook.titleHtml });
  const top = isAlone ? renderOnlyTitle(notebook) : renderNotebookTitle(notebook, number, place.words);
  return `<section class="notebook${isAlone ? ' alone' : ''}" aria-label="${isAlone ? notebook.titleHtml : label}">
${top}
${cells.filter((html) => html !== '').join('\n')}
${waysOn}
</section>`;
}

/** The id of an output: its notebook, cell and place, each counted from 1. */
export function outputId(notebook: number, cell: number, output: number): string {
  return `output_${notebook}_${cell}_${output}`;
}

function renderProse(notebook: OutlineNotebook, cell: Cell, place: MarkdownPlace): string {
  const id = notebook.cellIds.get(cell) ?? '';
  const tokens = notebook.markdown.get(cell);
  if (cell.cell_type !== 'markdown' || tokens === undefined) return '';
  // A heading has a link of its own.
  const link = tokens[0]?.type === 'heading' ? '' : permalink(id, place.words.linkToCell);
  return `<div class="${classOf('prose', notebook, cell)}" id="${id}">${link}${renderMarkdown(tokens, { ...place, attachments: cell.attachments })}</div>`;
}

function renderCodeCell(
  notebook: OutlineNotebook,
  cell: CodeCell,
  code: string,
  words: ReportWords,
  show: (output: Output, at: number) => string,
): string {
  const id = notebook.cellIds.get(cell) ?? '';
  const outputs = cell.outputs.map((output, at) =>
    notebook.fullOnly.has(output) ? onlyInFull(show(output, at)) : show(output, at),
  );
  const parts = [onlyInFull(code), ...outputs].filter((html) => html !== '');
  if (parts.length === 0) return '';
  const kind = classOf(isFinding(cell) ? 'cell finding' : 'cell', notebook, cell);
  return `<div class="${kind}" id="${id}">\n${permalink(id, words.linkToCell)}\n${parts.join('\n')}\n</div>`;
}

function classOf(kind: string, { fullOnly }: OutlineNotebook, cell: Cell): string {
  return fullOnly.has(cell) ? `${kind} ${FULL_ONLY}` : kind;
}

function onlyInFull(html: string): string {
  return html && `<div class="${FULL_ONLY}">${html}</div>`;
}

/** The title of a page with one notebook, unless that begins with it. */
function renderOnlyTitle({ id, titleHtml, titled }: OutlineNotebook): string {
  return titled ? '' : `<h1 id="${id}">${titleHtml}</h1>`;
}

/** The title of a notebook's section, over the name of its file. */
function renderNotebookTitle(
  { id, name, titleHtml, titled }: OutlineNotebook,
  number: number,
  words: ReportWords,
): string {
  // The name of the file is for those who run it, unless the notebook has no other.
  const kind = titled ? `notebook-name ${FULL_ONLY}` : 'notebook-name';
  const file = `<p class="${kind}">${escapeHtml(fill(words.notebook, { number }))} · ${escapeHtml(name)}</p>`;
  return titled ? file : `${file}\n<h2 id="${id}">${titleHtml}${permalink(id, words.linkToSection)}</h2>`;
}
