import { InputError } from '../../util/errors.js';
import { checkSize, type ExportFile } from './export-files.js';
import { isJson, jsonHistory } from './json/json-history.js';
import type { FoundHistory } from './listen.js';
import { openExport } from './open-export.js';
import { tableHistory } from './table/table-history.js';
import { peek, type Reading, textChunks } from './text-chunks.js';

/** A history whose file is open. */
interface OpenedHistory {
  /** undefined for an empty list. */
  readonly history: FoundHistory | undefined;
  /** To be called when the rows have been read, or are not wanted. */
  close(): Promise<void>;
}

/**
 * Finds out what a file is by what it holds.
 *
 * @throws NotAHistory when it is something else
 * @throws InputError when it is damaged
 */
export async function openHistory(file: ExportFile, reading: Reading): Promise<OpenedHistory> {
  checkSize(file);
  const text = textChunks(file, reading);
  const close = async () => void (await text.return(undefined));
  try {
    const { head, chunks } = await peek(text);
    const history = isJson(head)
      ? await jsonHistory(chunks, file.label)
      : await tableHistory(chunks, file.label);
    return { history, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** How many files of a folder or zip are sampled to tell what it is. */
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
      const kind = await unlessRefused(kindOfFile(file, signal));
      if (kind !== undefined) kinds.push(kind);
    }
    return kinds.length * 2 > files.length ? kinds[0] : undefined;
  } finally {
    found.close();
  }
}

async function kindOfFile(file: ExportFile, signal?: AbortSignal): Promise<string | undefined> {
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
