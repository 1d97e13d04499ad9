import { escapeMarkdown } from '../../../util/escape.js';

/** The HTML that `show` makes of frames and answers: lines of text, and tables in a box of this class. */
const BLOCK =
  /\s*(?:<p>([^<]*)<\/p>|<div class="listenlab-frame"[^>]*>\s*<table[^>]*>(.*?)<\/table>\s*<\/div>)\s*/gs;
const CAPTION = /<caption\b[^>]*>(.*?)<\/caption>/s;
const FOOT = /<tfoot\b.*?<td\b[^>]*>(.*?)<\/td>.*?<\/tfoot>/s;
const ROW = /<tr\b[^>]*>(.*?)<\/tr>/gs;
const CELL = /<t([hd])\b([^>]*)>(.*?)<\/t\1>/gs;

/**
 * The HTML of a frame as GitHub's Markdown, every name and value escaped.
 *
 * @param html of an output
 * @returns undefined for HTML of another kind
 */
export function tablesAsMarkdown(html: string): string | undefined {
  const blocks = [...html.matchAll(BLOCK)];
  const isAll = blocks.map(([all]) => all).join('') === html;
  if (!isAll || !blocks.some(([, , table]) => table !== undefined)) return undefined;
  return blocks
    .map(([, text, table]) => (table === undefined ? escapeMarkdown(plain(text)) : tableAsMarkdown(table)))
    .join('\n\n');
}

interface TableCell {
  readonly text: string;
  readonly right: boolean;
}

function tableAsMarkdown(table: string): string {
  const [, caption] = CAPTION.exec(table) ?? [];
  const [, foot] = FOOT.exec(table) ?? [];
  const rows = [...table.replace(FOOT, '').matchAll(ROW)].map(([, row]) => cellsOf(row));
  const [head = [], ...body] = withoutPositions(rows);
  const line = (texts: readonly string[]) => `| ${texts.join(' | ')} |`;
  const lines = [
    line(head.map(({ text }) => cellText(text))),
    line(head.map(({ right }) => (right ? '---:' : '---'))),
    ...body.map((row) => line(row.map(({ text }) => cellText(text)))),
  ];
  return [
    ...(caption === undefined ? [] : [`**${escapeMarkdown(plain(caption))}**`]),
    lines.join('\n'),
    ...(foot === undefined ? [] : [`*${escapeMarkdown(plain(foot))}*`]),
  ].join('\n\n');
}

function cellsOf(row: string): TableCell[] {
  return [...row.matchAll(CELL)].map(([, , attributes, html]) => ({
    text: plain(html),
    right: attributes.includes('text-align:right'),
  }));
}

/** Rows that are only numbered say nothing by it. */
function withoutPositions(rows: TableCell[][]): TableCell[][] {
  const isNumbered = rows.slice(1).every(([first], i) => first?.text === String(i));
  return isNumbered ? rows.map((row) => row.slice(1)) : rows;
}

/** Numbers need no escapes, which would make them hard to read. */
function cellText(text: string): string {
  return /^[\d\s.,%+–-]*$/.test(text) ? text : escapeMarkdown(text);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The text of HTML that `escapeHtml` made. */
function plain(html: string): string {
  return html.replace(/<[^>]*>/g, '').replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]);
}
