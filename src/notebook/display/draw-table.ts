import type { Description } from '../../util/description.js';
import { escapeHtml } from '../../util/escape.js';
import { isDate } from '../table/column-format.js';
import { TABLE_TYPE } from '../table/packed-table.js';
import { footOf, type Table, tableOfColumns, tableOfFacts } from './table.js';

/** A table as HTML and as aligned text, and packed. */
export function tableBundle(table: Table): Record<string, unknown> {
  return {
    ...(table.whole && { [TABLE_TYPE]: table.whole }),
    'text/html': htmlTable(table),
    'text/plain': textTable(table),
  };
}

/**
 * What a value says of itself, as HTML and as text: a line, and below it what there is of facts and a table.
 *
 * @param caption of the last of the tables
 */
export function descriptionBundle(
  { title, facts, columns }: Description,
  caption?: string,
): Record<string, unknown> {
  const made = [
    ...(facts ? [tableOfFacts(facts)] : []),
    ...(columns ? [tableOfColumns(columns)] : []),
  ].filter(({ index }) => index.length > 0);
  const tables = made.map((table, at) => (at === made.length - 1 ? { ...table, caption } : table));
  const whole = tables.at(-1)?.whole;
  return {
    ...(whole && { [TABLE_TYPE]: whole }),
    'text/html': [`<p>${escapeHtml(title)}</p>`, ...tables.map(htmlTable)].join('\n'),
    'text/plain': [printable(title), ...tables.map(textTable)].join('\n\n'),
  };
}

/**
 * A table in HTML, every name and value escaped. It brings alignment only, as inline style: colours and
 * lines are left to the page around it, which knows whether it is light or dark.
 */
function htmlTable(table: Table): string {
  const head = table.columns.map((name, column) => headCell(name, table.numeric[column])).join('');
  const body = table.index.map((_, row) => bodyRow(table, row)).join('\n');
  return [
    // Wide tables scroll in their box, by the keyboard too.
    '<div class="listenlab-frame" style="overflow-x:auto" tabindex="0">',
    table.isNumbered ? '<table class="numbered-rows">' : '<table>',
    ...(table.caption === undefined ? [] : [captionElement(table.caption)]),
    `<thead><tr><td></td>${head}</tr></thead>`,
    `<tbody>\n${body}\n</tbody>`,
    ...foot(table),
    '</table>',
    '</div>',
  ].join('\n');
}

function captionElement(caption: string): string {
  return `<caption style="text-align:left">${escapeHtml(caption)}</caption>`;
}

function headCell(name: string, numeric: boolean): string {
  return `<th scope="col" style="text-align:${numeric ? 'right' : 'left'}">${escapeHtml(name)}</th>`;
}

function bodyRow({ index, cells, numeric }: Table, row: number): string {
  const texts = cells.map((column, at) => bodyCell(column[row], numeric[at]));
  return `<tr><th scope="row" style="text-align:right">${escapeHtml(index[row])}</th>${texts.join('')}</tr>`;
}

/** Figures of one width, so that digits stand under digits. */
function bodyCell(text: string, numeric: boolean): string {
  const style = numeric
    ? 'text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap'
    : `text-align:left${isDate(text) ? ';white-space:nowrap' : ''}`;
  return `<td style="${style}">${escapeHtml(text)}</td>`;
}

function foot(table: Table): string[] {
  const text = footOf(table);
  if (text === undefined) return [];
  const width = table.columns.length + 1;
  return [`<tfoot><tr><td colspan="${width}" style="text-align:left">${text}</td></tr></tfoot>`];
}

/** Cells longer than this are cut: a terminal that wraps lines makes a table unreadable. */
const WIDEST_CELL = 60;

/** A table as aligned text: numbers flush right, everything else flush left. */
export function textTable(table: Table): string {
  const columns = [
    alignColumn(['', ...table.index], true),
    ...table.columns.map((name, at) => alignColumn([name, ...table.cells[at]], table.numeric[at])),
  ];
  const lines = columns[0].map((_, row) => columns.map((column) => column[row]).join('  '));
  const foot = footOf(table);
  if (foot !== undefined) lines.push(foot);
  if (table.caption !== undefined) lines.unshift(printable(table.caption));
  return lines.map((line) => line.trimEnd()).join('\n');
}

function alignColumn(texts: string[], right: boolean): string[] {
  const cut = texts.map((text) => cutText(printable(text)));
  const width = Math.max(...cut.map(textWidth));
  return cut.map((text) => {
    const space = ' '.repeat(width - textWidth(text));
    return right ? space + text : text + space;
  });
}

/** Control characters and changes of direction are written out: names must not steer a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const short: Record<string, string> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };
    return short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function cutText(text: string): string {
  if (textWidth(text) <= WIDEST_CELL) return text;
  let cut = '';
  let width = 0;
  for (const character of text) {
    width += textWidth(character);
    if (width >= WIDEST_CELL) break;
    cut += character;
  }
  return `${cut}…`;
}

/** Columns a terminal gives a text: none for a combining mark, two for an East Asian character or emoji. */
function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) continue;
    width +=
      /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff01-\uff60]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
