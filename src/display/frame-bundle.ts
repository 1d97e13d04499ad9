import { formatColumn } from './cells.js';
import { type FrameLike, frameHead } from './frame-like.js';
import { htmlTable } from './html-table.js';
import type { Table } from './table.js';
import { textTable } from './text-table.js';

/** A frame as an HTML table and as aligned text. */
export function frameBundle(frame: FrameLike): Record<string, unknown> {
  const { columns, index, rows, moreRows } = frameHead(frame);
  const formatted = columns.map((_, column) => formatColumn(rows.map((row) => row[column])));
  const table: Table = {
    columns,
    index,
    cells: formatted.map((column) => column.cells),
    numeric: formatted.map((column) => column.numeric),
    moreRows,
  };
  return { 'text/html': htmlTable(table), 'text/plain': textTable(table) };
}
