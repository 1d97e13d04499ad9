import { InputError } from '../util/errors.js';
import { openExport } from './open-export.js';
import { openHistory } from './open-history.js';

/**
 * What kind of listening history a file, zip or folder holds: `Spotify account data`; undefined where it holds none.
 * Reads the start of its files only.
 */
export async function historyKind(path: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const found = await openExport(path);
    try {
      for (const file of found.files) {
        const kind = await unlessRefused(async () => {
          const { history, close } = await openHistory(file, { onBytes: () => {}, signal });
          await close();
          return history?.title;
        });
        if (kind !== undefined) return kind;
      }
    } finally {
      found.close();
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  return undefined;
}

async function unlessRefused(step: () => Promise<string | undefined>): Promise<string | undefined> {
  return await step().catch((error: unknown) => {
    if (error instanceof InputError) return undefined;
    throw error;
  });
}
