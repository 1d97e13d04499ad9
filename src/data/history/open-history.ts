import { checkSize } from './bounds.js';
import type { ExportFile } from './export-files.js';
import type { FoundHistory } from './found-history.js';
import { isJson, jsonHistory } from './json-history.js';
import { tableHistory } from './table-history.js';
import { peek, type Reading, textChunks } from './text-chunks.js';

/** A history whose file is open. */
export interface OpenedHistory {
  /** undefined for a list with nothing in it. */
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
