import type { PackedTable } from '../../table/packed-table.js';
import { mountTable, type TableTools } from '../table/table-tools.js';
import { pageWord } from './page-words.js';

// Tools for every table whose values are in the page: they belong to the last table of their output.
const tables: TableTools[] = [];
for (const data of document.querySelectorAll('script.table-data')) {
  const frames = data.parentElement?.querySelectorAll<HTMLElement>('.listenlab-frame') ?? [];
  const frame = Array.from(frames).at(-1);
  const packed = JSON.parse(data.textContent || '{}') as PackedTable;
  const language = { say: pageWord, numbers: document.documentElement.lang };
  const table = frame && mountTable(frame, packed, language);
  if (table) tables.push(table);
}
addEventListener('load', async () => {
  for (const table of tables) await table.prepareToPrint();
});
addEventListener('beforeprint', () => {
  for (const table of tables) void table.print();
});
addEventListener('afterprint', () => {
  for (const table of tables) table.endPrint();
});
