import { Marked, type Token, type Tokens } from 'marked';
import { escapeHtml } from '../../../util/escape.js';

/** Elements that only mark up text, as long as they have no attributes. */
const HARMLESS = /^<(\/?)(sub|sup|b|i|em|strong|kbd|mark|details|summary)>$|^<br\s*\/?>$/i;

const TAG = /(<[^<>]*>)/;

/** A part of raw HTML: a tag, kept if its partner is found, or text. */
interface Part {
  readonly text: string;
  stands: boolean;
}

/**
 * Sanitised raw HTML of Markdown: harmless tags without attributes, if both the opening and the closing tag exist in
 * the same paragraph or on the same level of blocks. Everything else is escaped.
 *
 * @returns the replacement of each token of raw HTML
 */
export function harmlessHtml(tokens: Token[]): Map<Token, string> {
  const html = new Map<Token, string>();
  for (const siblings of siblingsIn(tokens)) {
    const parts = new Map(
      siblings.filter(({ type }) => type === 'html').map((token) => [token, partsOf(token)]),
    );
    pairUp([...parts.values()].flat());
    for (const [token, own] of parts) {
      html.set(
        token,
        own.map(({ text, stands }) => (stands ? text.toLowerCase() : escapeKnown(text))).join(''),
      );
    }
  }
  return html;
}

/** All lists of sibling tokens. */
function siblingsIn(tokens: Token[]): Token[][] {
  const lists = [tokens];
  new Marked().walkTokens(tokens, (token) => {
    if (token.type === 'table') {
      const { header, rows } = token as Tokens.Table;
      lists.push(...[header, ...rows].flat().map((cell) => cell.tokens));
    } else if ('tokens' in token && token.tokens) {
      lists.push(token.tokens);
    }
  });
  return lists;
}

function partsOf(token: Token): Part[] {
  const texts = (token as Tokens.HTML).text.split(TAG).filter((text) => text !== '');
  return texts.map((text) => ({ text, stands: /^<br/i.test(text) && HARMLESS.test(text) }));
}

/** Keeps matched tags. One that opens in between and does not close there is left as text. */
function pairUp(parts: Part[]): void {
  const open: { name: string; part: Part }[] = [];
  for (const part of parts) {
    const [, slash, written] = HARMLESS.exec(part.text) ?? [];
    if (written === undefined) continue;
    const name = written.toLowerCase();
    if (slash === '') {
      open.push({ name, part });
      continue;
    }
    const at = open.findLastIndex((candidate) => candidate.name === name);
    if (at < 0) continue;
    open[at].part.stands = true;
    part.stands = true;
    open.length = at;
  }
}

/** Text of Markdown between tags: like {@link escapeHtml}, but keeps entities such as `&copy;`. */
export function escapeKnown(text: string): string {
  return text.replace(/[<>"']|&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|\w+);)/gi, escapeHtml);
}
