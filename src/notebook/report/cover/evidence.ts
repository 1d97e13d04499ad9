import { escapeHtml } from '../../../util/escape.js';
import { type Cell, outputsOf } from '../../jupyter/nbformat.js';
import { labelOf, type Numbered, type Numbering } from '../caption.js';
import type { ReportWords } from '../language/words.js';
import { headingsOf } from '../markdown/markdown.js';
import type { OutlineNotebook } from '../outline.js';

/**
 * The figure or table that shows what a cell says, in a brief report too: the cell's own, or else the last one before
 * it under the same heading.
 */
export function evidenceOf(
  { named, markdown, fullOnly }: OutlineNotebook,
  cell: Cell,
  numbering: Numbering,
): Numbered | undefined {
  const { cells } = named.notebook;
  const numbered = (candidate: Cell) =>
    fullOnly.has(candidate)
      ? []
      : outputsOf(candidate).flatMap((output) => (fullOnly.has(output) ? [] : (numbering.get(output) ?? [])));
  const [own] = numbered(cell);
  if (own) return own;
  for (const before of cells.slice(0, cells.indexOf(cell)).toReversed()) {
    const last = numbered(before).at(-1);
    if (last) return last;
    if (headingsOf(markdown.get(before) ?? []).length > 0) return undefined;
  }
  return undefined;
}

/** A link to a figure or table; empty without one. */
export function evidenceLink(evidence: Numbered | undefined, words: ReportWords): string {
  return evidence
    ? `<a class="finding-evidence" href="#${evidence.id}">${escapeHtml(labelOf(evidence, words))}</a>`
    : '';
}
