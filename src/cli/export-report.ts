import { printPage } from '../notebook/export/print-page.js';
import type { ExportFormat } from '../notebook/page/protocol.js';
import type { Detail } from '../notebook/report/detail.js';
import { isReport } from '../notebook/report/summary.js';
import { InputError } from '../util/errors.js';
import { readBounded, writeFileBeside } from '../util/node/files.js';
import type { ExportWish } from './export-formats.js';

/** A report with all tables of its notebooks has some 10 MB. */
const MOST_BYTES = 256 * 2 ** 20;

/** Whether a file is, by its name, a page rather than a notebook. */
export function isPageName(file: string): boolean {
  return /\.html?$/i.test(file);
}

/**
 * The page of a finished report.
 *
 * @param to only a PDF can be made from it
 * @throws InputError for another form, and a file that is no report
 */
export async function readReport(file: string, to: ExportFormat): Promise<string> {
  if (to !== 'pdf') {
    throw new InputError(
      `${file} is a page, which can be exported to pdf only; for --to ${to} name its executed notebooks, which run --report leaves in the folder beside it`,
    );
  }
  const html = await readBounded(file, MOST_BYTES).catch((cause) => {
    throw new InputError(`cannot read ${file}; expected a report`, { cause });
  });
  if (html !== undefined && isReport(html)) return html;
  throw new InputError(
    `${file} is no report of listenlab; expected one, as run --report writes it, or a notebook`,
  );
}

/**
 * Prints a report, as it was made or in another detail.
 *
 * @returns what the user should know of it: nothing
 */
export async function printReport(
  html: string,
  target: string,
  { paper, detail }: Pick<ExportWish, 'paper' | 'detail'>,
  signal: AbortSignal,
): Promise<string[]> {
  const page = detail === undefined ? html : withDetail(html, detail);
  await writeFileBeside(target, await printPage(page, paper, signal));
  return [];
}

/** In full, as of a notebook, with its code unfolded. */
function withDetail(html: string, detail: Detail): string {
  const page = html.replace(/^(<!DOCTYPE html>\s*<html [^>]*data-detail=")\w+(?=")/, `$1${detail}`);
  return detail === 'full' ? page.replaceAll('<details class="code">', '<details class="code" open>') : page;
}
