import { setImmediate } from 'node:timers/promises';
import { abortError, InputError } from '../../util/errors.js';
import type { Watch } from '../../util/work.js';
import {
  checkTotal,
  type Export,
  type ExportFile,
  MOST_ROWS,
  NotAHistory,
  tooManyRows,
} from './export-files.js';
import type { FoundHistory } from './listen.js';
import { openHistory } from './open-history.js';
import type { RowPlace, Tally } from './tally.js';

/** A file of plays. */
export interface HistoryFile {
  /** Its path, or its name and that of the zip. */
  file: string;
  /** What it was taken for: `Last.fm scrobbles`. */
  source: string;
  /** By what it was known. */
  why: string;
  /** Rows in it, those that are no plays too. */
  rows: number;
}

/** What was read of an export. */
interface ReadFiles {
  readonly read: HistoryFile[];
  /** Files that turned out to be something else. */
  readonly refused: NotAHistory[];
  /** What is odd about the files, in sentences. */
  readonly notes: string[];
}

/** Rows counted before yielding to other work, including an interrupt: about 20 ms. */
const ROWS_AT_A_TIME = 50_000;

/**
 * Counts the plays in all histories of an export. In a folder or zip, what is no history is left alone.
 *
 * @throws NotAHistory when the one file that was given is none
 * @throws InputError when a history is damaged, or two kinds are mixed
 */
export async function countPlays(
  { files, isCollection }: Export,
  tally: Tally,
  { signal, onProgress }: Watch,
): Promise<ReadFiles> {
  const found: ReadFiles = { read: [], refused: [], notes: [] };
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  let unpacked = 0;
  for (const file of files) {
    let done = before;
    const tell = (bytes: number) => {
      done += bytes;
      onProgress?.({ task: 'reading your history', done: Math.min(done, total), total });
    };
    const onBytes = (bytes: number) => {
      unpacked += bytes;
      checkTotal(unpacked);
      tell(bytes);
    };
    try {
      await addFile(file, found, tally, { onBytes, signal });
    } catch (error) {
      if (!isCollection || !(error instanceof NotAHistory)) throw error;
      found.refused.push(error);
      tell(before + file.bytes - done);
    }
    before += file.bytes;
  }
  return found;
}

async function addFile(
  file: ExportFile,
  { read, notes }: ReadFiles,
  tally: Tally,
  reading: { onBytes(bytes: number): void; signal?: AbortSignal },
): Promise<void> {
  const { history, close } = await openHistory(file, reading);
  try {
    const title = history?.title ?? read[0]?.source ?? 'an empty list';
    const other = read.find(({ source, rows }) => rows > 0 && source !== title);
    if (history && other) throw mixed(other, { file: file.label, source: title });
    const rows = history ? await addRows(history, file, tally, reading.signal) : 0;
    const why = history?.why() ?? 'without any rows';
    read.push({ file: file.label, source: title, why, rows });
    notes.push(...(history?.notes() ?? []).map((note) => `${file.name} ${note}`));
  } finally {
    await close();
  }
}

async function addRows(
  { rows, repeatsCount, lineOf }: FoundHistory,
  { label }: ExportFile,
  tally: Tally,
  signal?: AbortSignal,
): Promise<number> {
  let count = 0;
  const place = (row: number): RowPlace => {
    const line = lineOf?.(row);
    return { file: label, unit: line === undefined ? 'row' : 'line', number: line ?? row + 1 };
  };
  const tallied = { repeatsCount, place };
  try {
    for await (const row of rows) {
      tally.add(row, tallied, count);
      if (++count % ROWS_AT_A_TIME === 0) await setImmediate();
      if (signal?.aborted) throw abortError(signal);
      if (tally.rows > MOST_ROWS) throw tooManyRows(label);
    }
  } catch (error) {
    // A history that breaks off is not skipped: some of its rows are already counted.
    throw error instanceof NotAHistory ? new InputError(error.message, { cause: error }) : error;
  }
  return count;
}

function mixed(...[a, b]: Pick<HistoryFile, 'file' | 'source'>[]): InputError {
  return new InputError(
    `${a.file} holds ${a.source} and ${b.file} holds ${b.source}, which may contain the same plays; give one of them`,
  );
}
