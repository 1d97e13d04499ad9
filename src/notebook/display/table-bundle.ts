import type { Description } from '../../util/description.js';
import { escapeHtml } from '../../util/html.js';
import { htmlTable } from './html-table.js';
import { type Table, tableOfColumns, tableOfFacts } from './table.js';
import { printable, textTable } from './text-table.js';

/** A table as HTML and as aligned text. */
export function tableBundle(table: Table): Record<string, unknown> {
  return { 'text/html': htmlTable(table), 'text/plain': textTable(table) };
}

/** What a value says of itself, as HTML and as text: a line, and below it what there is of facts and a table. */
export function descriptionBundle({ title, facts, columns }: Description): Record<string, unknown> {
  const tables = [
    ...(facts ? [tableOfFacts(facts)] : []),
    ...(columns ? [tableOfColumns(columns)] : []),
  ].filter(({ index }) => index.length > 0);
  return {
    'text/html': [`<p>${escapeHtml(title)}</p>`, ...tables.map(htmlTable)].join('\n'),
    'text/plain': [printable(title), ...tables.map(textTable)].join('\n\n'),
  };
}
