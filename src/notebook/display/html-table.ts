import { escapeHtml } from '../../util/html.js';
import { footOf, type Table } from './table.js';

/**
 * A table in HTML, every name and value escaped. It brings alignment only, as inline style: colours and
 * lines are left to the page around it, which knows whether it is light or dark.
 */
export function htmlTable(table: Table): string {
  const head = table.columns.map((name, column) => headCell(name, table.numeric[column])).join('');
  const body = table.index.map((_, row) => bodyRow(table, row)).join('\n');
  return [
    // Wide tables scroll in their box, by the keyboard too.
    '<div class="listenlab-frame" style="overflow-x:auto" tabindex="0">',
    '<table>',
    `<thead><tr><td></td>${head}</tr></thead>`,
    `<tbody>\n${body}\n</tbody>`,
    ...foot(table),
    '</table>',
    '</div>',
  ].join('\n');
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
  const style = numeric ? 'text-align:right;font-variant-numeric:tabular-nums' : 'text-align:left';
  return `<td style="${style}">${escapeHtml(text)}</td>`;
}

function foot(table: Table): string[] {
  const text = footOf(table);
  if (text === undefined) return [];
  const width = table.columns.length + 1;
  return [`<tfoot><tr><td colspan="${width}" style="text-align:left">${text}</td></tr></tfoot>`];
}
