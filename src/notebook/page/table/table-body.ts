import { isDate, isFlushRight } from '../../table/column-format.js';
import type { TableRows } from './table-rows.js';

/** Rows as the kernel's HTML has them. */
export function bodyRows(table: TableRows, rows: Int32Array): HTMLTableRowElement[] {
  return Array.from(rows, (row) => {
    const element = document.createElement('tr');
    const cells = table.columns.map(({ format }, column) =>
      bodyCell(table.textAt(column, row), isFlushRight(format)),
    );
    element.append(rowHead(table.nameOf(row)), ...cells);
    return element;
  });
}

function rowHead(name: string): HTMLTableCellElement {
  const cell = document.createElement('th');
  cell.scope = 'row';
  cell.style.textAlign = 'right';
  cell.textContent = name;
  return cell;
}

function bodyCell(text: string, isNumber: boolean): HTMLTableCellElement {
  const cell = document.createElement('td');
  cell.style.textAlign = isNumber ? 'right' : 'left';
  if (isNumber) cell.style.fontVariantNumeric = 'tabular-nums';
  if (isNumber || isDate(text)) cell.style.whiteSpace = 'nowrap';
  cell.textContent = text;
  return cell;
}
