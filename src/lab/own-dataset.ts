import { statSync } from 'node:fs';
import { checkInteractions } from '../als/check-interactions.js';
import type { Dataset } from '../dataset/dataset.js';
import { FileRefusal } from '../dataset/file-refusal.js';
import { openDataset } from '../dataset/open.js';
import { textColumns } from '../dataset/select-text.js';
import { pathSource, type Source } from '../dataset/source.js';
import { historyKind } from '../history/history-kind.js';
import { historyInstead, historyRefusal } from '../history/open-dataset.js';
import { InputError } from '../util/errors.js';
import { formatBytes } from '../util/format.js';

/** Files up to here are read and cleaned in about a second. */
const READ_WHOLE_BYTES = 4 << 20;
/** What is packed, or lies on a slow disk, may take longer: then the notebooks find out. */
const LONGEST_CHECK_MS = 10_000;
const AS_OPTIONS = '. In a notebook, options are given in its first cell, as tableOptions.';

/**
 * Refuses what the notebooks would refuse, with their own sentence. A small file is opened and cleaned as they do it,
 * which they need not do again; of a large one only the start is looked at.
 *
 * @param file a file or folder that was named on the first page
 * @returns what should be said about a file that is not refused
 * @throws InputError
 */
export async function checkOwnDataset(file: string): Promise<string | undefined> {
  const signal = AbortSignal.timeout(LONGEST_CHECK_MS);
  try {
    const source = pathSource(file, {});
    if (source.dialect) textColumns(source.plays, source.dialect, source.table);
    const bytes = sizeOf(source);
    if (bytes > READ_WHOLE_BYTES) {
      const kind = source.format === 'packed' ? await historyKind(file, signal) : undefined;
      if (kind !== undefined) throw historyRefusal(file, kind);
      return onlyStart(`it is large (${formatBytes(bytes)})`);
    }
    await readWhole(file, signal);
    return undefined;
  } catch (error) {
    if (signal.aborted) return onlyStart('reading all of it takes longer');
    const reason = await historyInstead(error, file, { signal });
    throw reason instanceof FileRefusal
      ? new InputError(reason.message + AS_OPTIONS, { cause: reason })
      : reason;
  }
}

function sizeOf({ plays, parts = [plays] }: Source): number {
  return parts.reduce((sum, part) => sum + statSync(part).size, 0);
}

function onlyStart(reason: string): string {
  return `Only the start of this file was looked at, as ${reason}: the notebooks read all of it when they open it, and say what is wrong with the rest.`;
}

/** As the notebooks begin. */
async function readWhole(file: string, signal: AbortSignal): Promise<void> {
  const opened: Dataset[] = [];
  try {
    opened.push(await openDataset(file, { signal }));
    opened.push((await opened[0].clean()).dataset);
    checkInteractions(await opened[1].interactions());
  } finally {
    for (const dataset of opened) dataset.close();
  }
}
