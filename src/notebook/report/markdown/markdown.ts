import { Marked, type Token, type Tokens } from 'marked';
import { escapeHtml } from '../../../util/escape.js';
import { readableMath } from '../../../util/readable-math.js';
import type { Output } from '../../jupyter/nbformat.js';
import { permalink, scrollBox } from '../../page/elements.js';
import { captioned, type Numbering } from '../caption.js';
import { codeBlock, highlightCode } from '../code.js';
import { ENGLISH, type ReportWords } from '../language/words.js';
import { type ImagePlace, imageHtml, safeLink } from './links-and-images.js';
import { escapeKnown, harmlessHtml } from './markdown-html.js';
import { formulaHtml, mathExtensions } from './math.js';

/** The page context that a cell's markdown needs. */
export interface MarkdownPlace extends ImagePlace {
  /** The id of a heading, as listed in the table of contents; none when undefined. */
  headingId?: (heading: Tokens.Heading) => string | undefined;
  /** The numbers of its tables; none by default. */
  numbering?: Numbering;
  /** Whether it is all of the page's, and has its title; default false. */
  isAlone?: boolean;
  /** Where a link to a heading or to another notebook leads in this page; undefined leaves it as it is. */
  resolveLink?: (href: string) => string | undefined;
}

/** Markdown outside of a report. */
const NOWHERE: MarkdownPlace = { words: ENGLISH };

/** Markdown (CommonMark, GitHub's tables and formulas in TeX), split into marked's tokens. */
export function parseMarkdown(source: string): Token[] {
  return new Marked({ gfm: true, extensions: mathExtensions(formulaHtml) }).lexer(source);
}

/** Every heading, including those inside quotes and lists, in reading order. */
export function headingsOf(tokens: Token[]): Tokens.Heading[] {
  const headings: Tokens.Heading[] = [];
  new Marked().walkTokens(tokens, (token) => {
    if (token.type === 'heading') headings.push(token as Tokens.Heading);
  });
  return headings;
}

/** The addresses of all images. */
export function picturesIn(tokens: Token[]): string[] {
  const hrefs: string[] = [];
  new Marked().walkTokens(tokens, (token) => {
    if (token.type === 'image') hrefs.push((token as Tokens.Image).href);
  });
  return hrefs;
}

/**
 * Markdown as HTML. Only harmless raw HTML tags are kept, see {@link harmlessHtml}; links lead only where {@link
 * safeLink} allows; images are drawn only from inside the page, because it loads nothing. Headings move one level down
 * where the page has a title of its own.
 */
export function renderMarkdown(tokens: Token[], place: MarkdownPlace = NOWHERE): string {
  const marked = markdownFor(place, harmlessHtml(tokens));
  return marked.Parser.parse(tokens, marked.defaults);
}

/**
 * The text of a heading as escaped HTML without elements.
 *
 * @param formula the replacement of a formula, given its source; default: as much as text can show
 */
export function headingHtml(heading: Tokens.Heading, formula = readableMath): string {
  const marked = markdownFor(NOWHERE, harmlessHtml(heading.tokens));
  marked.use({ extensions: mathExtensions(({ raw }) => escapeHtml(formula(raw))) });
  const html = marked.Parser.parseInline(heading.tokens, marked.defaults);
  return html.replace(/<[^>]*>/g, '').trim();
}

function markdownFor(place: MarkdownPlace, rawHtml: ReadonlyMap<Token, string>): Marked {
  return new Marked({
    gfm: true,
    extensions: mathExtensions(formulaHtml),
    renderer: {
      html: (token) => rawHtml.get(token) ?? escapeKnown(token.text),
      // Marked leaves text after a tag such as <kbd> unescaped.
      text(token) {
        return 'tokens' in token && token.tokens
          ? this.parser.parseInline(token.tokens)
          : escapeKnown(token.text);
      },
      heading(token) {
        const id = place.headingId?.(token);
        const level = place.isAlone ? token.depth : Math.min(6, token.depth + 1);
        const anchor = id ? ` id="${escapeHtml(id)}"` : '';
        const link = id ? permalink(id, place.words.linkToSection) : '';
        return `<h${level}${anchor}>${this.parser.parseInline(token.tokens)}${link}</h${level}>\n`;
      },
      code: ({ text, lang }) => highlightedBlock(text, lang, place.words),
      table(token) {
        const cell = (tag: string) => (part: Tokens.TableCell) => {
          const align = part.align ? ` class="align-${part.align}"` : '';
          return `<${tag}${align}>${this.parser.parseInline(part.tokens)}</${tag}>`;
        };
        const head = `<tr>${token.header.map(cell('th')).join('')}</tr>`;
        const rows = token.rows.map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`).join('\n');
        const html = `<div class="scroll" ${scrollBox(place.words.table)}><table><thead>${head}</thead><tbody>${rows}</tbody></table></div>`;
        const numbered = place.numbering?.get(token);
        return `${numbered ? captioned(html, numbered, place.words) : html}\n`;
      },
      link(token) {
        const text = this.parser.parseInline(token.tokens);
        return linkHtml(place.resolveLink?.(token.href) ?? token.href, text, token.title);
      },
      image: ({ href, text }) => imageHtml(href, text, place),
    },
  });
}

function highlightedBlock(text: string, lang = '', words: ReportWords): string {
  const language = lang.match(/^\S+/)?.[0] ?? '';
  return `${codeBlock(highlightCode(text, language), words)}\n`;
}

function linkHtml(href: string, text: string, title?: string | null): string {
  const url = safeLink(href);
  if (url === undefined) return text;
  const hint = title ? ` title="${escapeHtml(title)}"` : '';
  const outside = /^https?:/i.test(url) ? ' rel="noopener noreferrer"' : '';
  return `<a href="${escapeHtml(url)}"${hint}${outside}>${text}</a>`;
}

/** The Markdown of an output, parsed; undefined if it has none. */
export function markdownOf(output: Output): Token[] | undefined {
  const shown = 'data' in output ? output.data['text/markdown'] : undefined;
  return shown === undefined ? undefined : parseMarkdown(String(shown));
}
