import { InputError } from '../../util/errors.js';
import type { ExportFile } from './export-files.js';
import { openExport } from './open-export.js';
import { openHistory } from './open-history.js';

/** So many files of a folder or zip tell what it is. */
const FILES_LOOKED_AT = 20;

/**
 * What kind of listening history a file, zip or folder holds: `Spotify account data`; undefined where it holds none, or
 * more of other things, or rows that say whose they are, so that they may be the listens of many.
 * Reads the start of its files only.
 */
export async function historyKind(path: string, signal?: AbortSignal): Promise<string | undefined> {
  const found = await unlessRefused(openExport(path));
  if (found === undefined) return undefined;
  try {
    const files = found.files.slice(0, FILES_LOOKED_AT);
    const kinds: string[] = [];
    for (const file of files) {
      const kind = await unlessRefused(kindOf(file, signal));
      if (kind !== undefined) kinds.push(kind);
    }
    return kinds.length * 2 > files.length ? kinds[0] : undefined;
  } finally {
    found.close();
  }
}

async function kindOf(file: ExportFile, signal?: AbortSignal): Promise<string | undefined> {
  const { history, close } = await openHistory(file, { onBytes: () => {}, signal });
  await close();
  return history?.namesUsers ? undefined : history?.title;
}

async function unlessRefused<T>(step: Promise<T>): Promise<T | undefined> {
  return await step.catch((error: unknown) => {
    if (error instanceof InputError) return undefined;
    throw error;
  });
}
