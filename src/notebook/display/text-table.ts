import { footOf, type Table } from './table.js';

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
