import type { Token } from 'marked';
import { type Cell, tagsOf } from '../jupyter/nbformat.js';
import { headingsOf, renderMarkdown } from './markdown.js';
import { type OutlineNotebook, placeIn } from './outline.js';

/** The tag of a cell that says what was found. */
export const FINDING = 'finding';

/** What a summary takes of Markdown: sentences, no headings, tables or code. */
const SENTENCES = new Set(['paragraph', 'list']);

/**
 * The findings of all notebooks, each with a link to its cell: of a markdown cell tagged `finding` its
 * sentences, of a code cell so tagged the sentences that it showed as Markdown.
 */
export function renderFindings(outline: OutlineNotebook[]): string {
  const items = outline.flatMap((notebook) => findingsOf(notebook, outline));
  if (items.length === 0) return '';
  return `<section class="findings" aria-labelledby="page_findings">
<h2 id="page_findings">Findings</h2>
<ul>
${items.join('\n')}
</ul>
</section>`;
}

function findingsOf(notebook: OutlineNotebook, outline: OutlineNotebook[]): string[] {
  // The headings have their ids where the cells are.
  const place = { ...placeIn(outline, notebook), headingId: undefined };
  let heading = notebook.titleHtml;
  return notebook.named.notebook.cells.flatMap((cell) => {
    heading = lastHeading(notebook, cell) ?? heading;
    if (!tagsOf(cell).includes(FINDING)) return [];
    const sentences = wordsOf(notebook, cell).filter(({ type }) => SENTENCES.has(type));
    if (sentences.length === 0) return [];
    const attachments = cell.cell_type === 'markdown' ? cell.attachments : undefined;
    const link = `<a class="finding-source" href="#${notebook.cellIds.get(cell)}">${heading}</a>`;
    return [`<li>${renderMarkdown(sentences, { ...place, attachments })}${link}</li>`];
  });
}

/** The heading under which what follows the cell stands. */
function lastHeading({ markdown, ids, titled, titleHtml, id, headings }: OutlineNotebook, cell: Cell) {
  const last = headingsOf(markdown.get(cell) ?? []).at(-1);
  if (last === undefined) return undefined;
  const heading = headings.find((candidate) => candidate.id === ids.get(last));
  return heading?.html ?? (titled && ids.get(last) === id ? titleHtml : undefined);
}

function wordsOf({ markdown }: OutlineNotebook, cell: Cell): Token[] {
  if (cell.cell_type !== 'code') return markdown.get(cell) ?? [];
  return cell.outputs.flatMap((output) => markdown.get(output) ?? []);
}
