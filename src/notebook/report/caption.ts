import type { Tokens } from 'marked';
import { escapeHtml } from '../../util/escape.js';
import type { Output } from '../jupyter/nbformat.js';
import { fill, type ReportWords } from './language/words.js';

/** A figure or table with its place in the count of the whole report. */
export interface Numbered {
  readonly kind: 'figure' | 'table';
  /** `3`; of those that stand only in full `A3`, so that a brief report counts without gaps. */
  readonly number: string;
  /** Of the element in the page. */
  readonly id: string;
  /** What it shows, escaped: its caption, or else the heading it stands under. A figure's title comes before it. */
  readonly captionHtml: string;
}

/** Figures and tables, by the output that shows them or the table in Markdown. */
export type Numbering = ReadonlyMap<Output | Tokens.Table, Numbered>;

/** `Figure 3`, as text. */
export function labelOf({ kind, number }: Numbered, words: ReportWords): string {
  return fill(kind === 'figure' ? words.figureNumber : words.tableNumber, { number });
}

/**
 * The line above a figure or table: its number, which is the link to it, and what it shows.
 *
 * @param titleHtml escaped
 * @param subtitleHtml escaped; may be empty
 */
export function renderCaption(
  numbered: Numbered,
  words: ReportWords,
  titleHtml: string,
  subtitleHtml = '',
): string {
  const label = escapeHtml(labelOf(numbered, words));
  const subtitle = subtitleHtml && `<span class="subtitle">${subtitleHtml}</span>`;
  return `<figcaption><a class="number" href="#${numbered.id}">${label}</a> <span class="title">${titleHtml}</span>${subtitle}</figcaption>`;
}

/** A table or picture with its number and caption above it. */
export function captioned(html: string, numbered: Numbered, words: ReportWords): string {
  const { kind, id, captionHtml } = numbered;
  const name = `${escapeHtml(labelOf(numbered, words))}: ${captionHtml}`;
  return `<figure class="numbered ${kind}" id="${id}" aria-label="${name}">${renderCaption(numbered, words, captionHtml)}${html}</figure>`;
}

const CAPTION = /<caption\b[^>]*>(.*?)<\/caption>/is;

/** The caption of the first table that has one, without its elements. */
export function captionIn(html: string): string | undefined {
  return (
    CAPTION.exec(html)?.[1]
      .replace(/<[^>]*>/g, '')
      .trim() || undefined
  );
}

/** HTML without the caption that the page shows above it. */
export function withoutCaption(html: string): string {
  return html.replace(CAPTION, '');
}
