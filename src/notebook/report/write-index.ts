import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError } from '../../util/errors.js';
import { writeFileBeside } from '../../util/files.js';
import { isIndex, type ListedReport, renderIndex } from './index-page.js';
import { isReport, readSummary } from './summary.js';

/** The name of the index in its folder. */
export const INDEX_FILE = 'index.html';
/** What a report says of itself stands at its beginning; some kB are usual. */
const BYTES_READ = 262_144;
// A named pipe must not keep its opener waiting. Windows has neither.
const READING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What came of an index. */
export interface IndexOutcome {
  /** True where the page was written; one report alone needs none, and a stranger's `index.html` stays. */
  written: boolean;
  /** How many reports are in the folder. */
  reports: number;
  /** True where `index.html` is not an index that listenlab made. */
  taken: boolean;
  /** Files that are reports of listenlab, and do not say so in a way that can be read. */
  unreadable: string[];
}

/**
 * Writes `index.html` into a folder in which there is more than one report: a page that compares them. Only
 * the beginning of each `.html` file is read, and only of those that listenlab wrote anything is taken.
 *
 * @example await writeIndex('reports')
 *
 * @param folder the folder of the reports; those in folders within are not looked at
 */
export async function writeIndex(folder: string): Promise<IndexOutcome> {
  const { reports, unreadable, own, taken } = await readReports(folder);
  const written = !taken && (reports.length > 1 || own);
  if (written) await writeFileBeside(path.join(folder, INDEX_FILE), renderIndex(reports));
  return { written, reports: reports.length, taken, unreadable };
}

/** The reports in a folder, and what else is there that looks like one. */
export async function readReports(folder: string): Promise<{
  readonly reports: ListedReport[];
  readonly unreadable: string[];
  /** Whether the folder's `index.html` is an index that listenlab made. */
  readonly own: boolean;
  readonly taken: boolean;
}> {
  const reports: ListedReport[] = [];
  const unreadable: string[] = [];
  let own = false;
  let taken = false;
  for (const file of (await readdir(folder)).sort()) {
    if (path.extname(file).toLowerCase() !== '.html') continue;
    const html = await beginningOf(path.join(folder, file));
    if (file === INDEX_FILE) {
      own = html !== undefined && isIndex(html);
      taken = !own;
    }
    if (html === undefined || !isReport(html)) continue;
    const summary = readSummary(html);
    if (summary) reports.push({ file, summary });
    else unreadable.push(file);
  }
  return { reports, unreadable, own, taken };
}

/** The text a file begins with; undefined for what is no file, or cannot be read. */
async function beginningOf(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file, READING);
    try {
      if (!(await handle.stat()).isFile()) return undefined;
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(BYTES_READ), 0, BYTES_READ, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}
