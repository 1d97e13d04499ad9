import { escapeMarkdown } from '../../../util/escape.js';
import { type CellValue, isFlushRight, isNumeric } from '../../table/column-format.js';
import type { TableRows } from './table-rows.js';

/** A spreadsheet takes what starts so for a formula, or for what it sets apart before one. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Rows as CSV (RFC 4180): numbers with all of their digits, missing values empty. An apostrophe in front makes a text
 * harmless that a spreadsheet would compute.
 */
export function csvOf(table: TableRows, rows: ArrayLike<number>): string {
  const columns = Array.from(table.columns.keys());
  const head = [...(table.hasNames ? [''] : []), ...table.columns.map(({ name }) => csvText(name))];
  const lines = Array.from(rows, (row) => [
    ...(table.hasNames ? [csvText(table.nameOf(row))] : []),
    ...columns.map((column) => csvCell(table.valueAt(column, row), isNumeric(table.columns[column].format))),
  ]);
  return [head, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

function csvCell(value: CellValue, isNumber: boolean): string {
  if (value === null) return '';
  return isNumber ? String(value) : csvText(String(value));
}

function csvText(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Rows as a Markdown table, written as they are shown. */
export function markdownOf(table: TableRows, rows: ArrayLike<number>): string {
  const columns = Array.from(table.columns.keys());
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const names = (row: number) => (table.hasNames ? [escapeMarkdown(table.nameOf(row))] : []);
  const head = [...(table.hasNames ? [''] : []), ...table.columns.map(({ name }) => escapeMarkdown(name))];
  const sides = table.columns.map(({ format }) => (isFlushRight(format) ? '---:' : '---'));
  return [
    line(head),
    line([...(table.hasNames ? ['---'] : []), ...sides]),
    ...Array.from(rows, (row) =>
      line([...names(row), ...columns.map((column) => markdownCell(table, column, row))]),
    ),
  ].join('');
}

/** A number needs no escapes, which would make it hard to read as it stands. */
function markdownCell(table: TableRows, column: number, row: number): string {
  const text = table.textAt(column, row);
  return isNumeric(table.columns[column].format) ? text : escapeMarkdown(text);
}
