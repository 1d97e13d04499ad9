import { statSync } from 'node:fs';
import { checkTableOptions, TABLE_CHECKS, type TableOptions } from '../data/dataset/columns/table-options.js';
import type { Dataset } from '../data/dataset/dataset.js';
import { pathSource, type Source } from '../data/dataset/detect/source.js';
import { FileRefusal } from '../data/dataset/file-error.js';
import { type OpenOptions, openPlays } from '../data/dataset/open.js';
import { textColumns } from '../data/dataset/text/text-rows.js';
import { historyInstead, historyRefusal } from '../data/history/open-dataset.js';
import { historyKind } from '../data/history/open-history.js';
import { checkInteractions } from '../engine/matrix/check-interactions.js';
import type { CheckedDataset } from '../notebook/lab/datasets/datasets.js';
import { optionsText, readOptionsText } from '../notebook/lab/datasets/options-text.js';
import { readOptions } from '../util/checks.js';
import { InputError } from '../util/errors.js';
import { formatBytes } from '../util/format.js';

/** Files up to here are read and cleaned in about a second. */
const READ_WHOLE_BYTES = 4 << 20;
/** Compressed files or slow disks may take longer: then the notebooks will find out. */
const LONGEST_CHECK_MS = 10_000;
const AS_OPTIONS = '. Enter options in the field below; notebooks get them as tableOptions.';

/**
 * Checks a file or folder entered on the first page.
 *
 * @param typed reading options as typed
 */
export async function checkOwnDataset(file: string, typed: string): Promise<CheckedDataset> {
  let table: TableOptions = {};
  try {
    table = readTableOptions(typed);
    return { table, note: await noteOn(file, table) };
  } catch (error) {
    if (error instanceof FileRefusal)
      return { refusal: error.message + AS_OPTIONS, options: optionsText(completed(table, error.options)) };
    if (!(error instanceof InputError)) throw error;
    return { refusal: error.message, options: typed.trim() === '' ? undefined : typed };
  }
}

function readTableOptions(typed: string): TableOptions {
  const options = readOptions<TableOptions, object>(readOptionsText(typed), TABLE_CHECKS, {});
  checkTableOptions(options);
  return options;
}

/** The given options, completed with likely ones. */
function completed(given: TableOptions, likely: TableOptions = {}): TableOptions {
  const columns = likely.columns && { columns: { ...given.columns, ...likely.columns } };
  return { ...given, ...likely, ...columns };
}

/**
 * Refuses what the notebooks would refuse, with the same message. A small file is opened and cleaned as they do it,
 * which they need not repeat; of a large one only the start is checked.
 *
 * @returns a remark on a file that is not refused
 * @throws InputError
 */
async function noteOn(file: string, table: TableOptions): Promise<string | undefined> {
  const signal = AbortSignal.timeout(LONGEST_CHECK_MS);
  try {
    const source = pathSource(file, table);
    if (source.dialect) textColumns(source.plays, source.dialect, source.table);
    const bytes = sizeOf(source);
    if (bytes > READ_WHOLE_BYTES) {
      const kind = source.format === 'packed' && !table.columns ? await historyKind(file, signal) : undefined;
      if (kind !== undefined) throw historyRefusal(file, kind);
      return onlyStart(`it is large (${formatBytes(bytes)})`);
    }
    await readWhole(file, { ...table, signal });
    return undefined;
  } catch (error) {
    if (signal.aborted) return onlyStart('reading all of it would take too long');
    throw await historyInstead(error, file, { ...table, signal });
  }
}

function sizeOf({ plays, parts = [plays] }: Source): number {
  return parts.reduce((sum, part) => sum + statSync(part).size, 0);
}

function onlyStart(reason: string): string {
  return `Only the start of this file was checked, as ${reason}: the notebooks read all of it when they open it, and report any problem in the rest.`;
}

/** As the notebooks begin. */
async function readWhole(file: string, options: OpenOptions): Promise<void> {
  const opened: Dataset[] = [];
  try {
    opened.push(await openPlays(file, options));
    opened.push((await opened[0].clean()).dataset);
    checkInteractions(await opened[1].interactions());
  } finally {
    for (const dataset of opened) dataset.close();
  }
}
