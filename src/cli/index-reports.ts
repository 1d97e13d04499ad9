import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { printable } from '../notebook/display/draw-table.js';
import { formatPlural } from '../util/format.js';
import type { Output } from './output.js';

/** Writes the index of a folder of reports where it holds several, and says what came of it. */
export async function indexReports(folder: string, output: Output): Promise<void> {
  const { INDEX_FILE, writeIndex } = await import('../notebook/report/report-index.js');
  const { written, reports, taken, unreadable } = await writeIndex(folder);
  const index = path.join(folder, INDEX_FILE);
  if (written) output.print(`index: ${pathToFileURL(index).href} (${formatPlural(reports, 'report')})`);
  if (taken && reports > 1) {
    output.tell(`${index} is not an index of listenlab and stays as it is; rename it to get one`);
  }
  if (unreadable.length > 0) {
    const names = unreadable.map(printable).join(', ');
    output.tell(
      `left out of the index, for they say nothing of themselves that can be read: ${names}; make them again with --report`,
    );
  }
}
