import type { Token } from 'marked';
import { escapeHtml } from '../../../util/escape.js';
import { type Cell, tagsOf } from '../../jupyter/nbformat.js';
import type { Numbered, Numbering } from '../caption.js';
import { fill, type ReportWords } from '../language/words.js';
import { headingsOf, type MarkdownPlace, renderMarkdown } from '../markdown/markdown.js';
import { type OutlineNotebook, placeIn } from '../outline.js';
import { evidenceLink, evidenceOf } from './evidence.js';

/** What a cell has found. */
export interface Finding {
  /** From 1, the most important; Infinity if the author did not rank it. */
  readonly rank: number;
  /** What it claims, if it is a short paragraph before what supports it. */
  readonly claim?: Token;
  /** Sentences: paragraphs and lists. */
  readonly support: Token[];
  readonly place: MarkdownPlace;
  /** The id of its cell. */
  readonly cellId: string;
  /** The heading above it, as escaped text. */
  readonly heading: string;
  /** What shows it. */
  readonly evidence: Numbered | undefined;
}

/** The tag of a cell with a finding: `finding`, or with its rank among all of a report's, `finding-1`. */
const TAG = /^finding(?:-(\d+))?$/;
/** Markdown that a summary includes: sentences, no headings, tables or code. */
const SENTENCES = new Set(['paragraph', 'list']);
/** A longer claim is no title; about two lines of one. */
const LONGEST_CLAIM = 140;
/** Findings in plain view. */
const SHOWN = 3;

export function isFinding(cell: Cell): boolean {
  return tagsOf(cell).some((tag) => TAG.test(tag));
}

/**
 * The findings of all notebooks, the best-ranked first, others in their order: the sentences of Markdown cells with the
 * tag, and of the Markdown that code cells with the tag have shown.
 */
export function findingsIn(outline: OutlineNotebook[], numbering: Numbering, words: ReportWords): Finding[] {
  const found = outline.flatMap((notebook) =>
    findingsOf(notebook, placeIn(outline, notebook, words), numbering),
  );
  return found.sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank));
}

function findingsOf(notebook: OutlineNotebook, place: MarkdownPlace, numbering: Numbering): Finding[] {
  let heading = notebook.titleHtml;
  return notebook.named.notebook.cells.flatMap((cell) => {
    heading = lastHeading(notebook, cell) ?? heading;
    if (!isFinding(cell)) return [];
    const sentences = wordsOf(notebook, cell).filter(({ type }) => SENTENCES.has(type));
    if (sentences.length === 0) return [];
    const [first, ...rest] = sentences;
    const isClaim =
      first.type === 'paragraph' && rest.length > 0 && plainText([first]).length <= LONGEST_CLAIM;
    const attachments = cell.cell_type === 'markdown' ? cell.attachments : undefined;
    return [
      {
        rank: rankOf(cell),
        ...(isClaim ? { claim: first, support: rest } : { support: sentences }),
        // The headings' ids are on the cells themselves.
        place: { ...place, headingId: undefined, attachments },
        cellId: notebook.cellIds.get(cell) ?? '',
        heading,
        evidence: evidenceOf(notebook, cell, numbering),
      },
    ];
  });
}

function rankOf(cell: Cell): number {
  const ranks = tagsOf(cell).map((tag) => Number(TAG.exec(tag)?.[1] ?? Number.POSITIVE_INFINITY));
  return Math.min(...ranks);
}

/** The heading in effect after the cell. */
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

/** The claim of the best-ranked finding, as plain text; undefined where no finding is ranked, or it claims nothing. */
export function claimOf([best]: readonly Finding[]): string | undefined {
  if (best?.claim === undefined || best.rank === Number.POSITIVE_INFINITY) return undefined;
  return plainText([best.claim]).replace(/\.$/, '');
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      'tokens' in token && token.tokens ? plainText(token.tokens) : 'text' in token ? token.text : '',
    )
    .join('');
}

/** What supports a claim, and where it is from. */
export function renderSupport({ support, place, cellId, heading, evidence }: Finding): string {
  const shown = evidenceLink(evidence, place.words);
  return `${renderMarkdown(support, place)}<a class="finding-source" href="#${cellId}">${heading}</a>${shown}`;
}

/** The findings as a list: three in plain view, the others folded. */
export function renderFindings(findings: readonly Finding[], words: ReportWords): string {
  if (findings.length === 0) return '';
  const more = findings.slice(SHOWN);
  const folded =
    more.length === 0
      ? ''
      : `\n<details class="more-findings"><summary>${escapeHtml(fill(words.moreFindings, { count: more.length }))}</summary>
${listOf(more)}
</details>`;
  return `<section class="findings" aria-labelledby="page_findings">
<h2 id="page_findings">${escapeHtml(words.findings)}</h2>
${listOf(findings.slice(0, SHOWN))}${folded}
</section>`;
}

function listOf(findings: readonly Finding[]): string {
  const items = findings.map((finding) => {
    const claim = finding.claim
      ? `<div class="claim">${renderMarkdown([finding.claim], finding.place)}</div>`
      : '';
    return `<li>${claim}${renderSupport(finding)}</li>`;
  });
  return `<ul>\n${items.join('\n')}\n</ul>`;
}
