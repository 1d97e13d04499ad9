import { formatColumn } from './cells.js';
import { type FrameLike, frameHead } from './frame-like.js';
import { cellsOf } from './table.js';
import { tableBundle } from './table-bundle.js';

/** A frame as an HTML table and as aligned text. */
export function frameBundle(frame: FrameLike): Record<string, unknown> {
  const { columns, index, rows, moreRows } = frameHead(frame);
  const formatted = columns.map((_, column) => formatColumn(rows.map((row) => row[column])));
  return tableBundle({ columns, index, ...cellsOf(formatted), moreRows });
}
