import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isSystemError } from '../../util/errors.js';
import { escapeHtml } from '../../util/escape.js';
import { formatPlural } from '../../util/format.js';
import { writeFileBeside } from '../../util/node/files.js';
import { formatColumn } from '../display/table.js';
import { markSvg, scrollBox, timeElement } from '../page/elements.js';
import { MISSING } from '../table/column-format.js';
import { inlineScript, pageFile, renderDocument, themeButton } from './html-document.js';
import { ENGLISH } from './language/words.js';
import { isReport, type ReportSummary, readSummary } from './summary.js';

/** A report in a folder. */
export interface ListedReport {
  /** Its name in the folder. */
  file: string;
  summary: ReportSummary;
}

/** A column of the table: its name and a cell of HTML for each report. */
interface Column {
  name: string;
  cells: string[];
  numeric: boolean;
}

const GENERATOR = '<meta name="generator" content="listenlab index">';

/** Names of notebooks shown of a report. */
const MOST_NAMES = 8;
/** Numbers, and settings, that have a column each. */
const MOST_COLUMNS = 4;

/** True for the beginning of a page that {@link renderIndex} made. */
function isIndex(html: string): boolean {
  return html.startsWith('<!DOCTYPE html>') && html.includes(GENERATOR);
}

/**
 * A page that compares the reports of a folder, newest first: a column for each headline metric and for each
 * setting in which they differ; the settings they share are listed below. The same reports give the same page.
 *
 * @param reports in any order; their metadata is untrusted and treated as plain text
 * @internal
 */
export function renderIndex(reports: readonly ListedReport[]): string {
  const sorted = [...reports].sort(newestFirst);
  const summaries = sorted.map(({ summary }) => summary);
  const settings = settingColumns(summaries);
  const differing = settings.filter(({ cells }) => new Set(cells).size > 1);
  const shared = settings.filter((column) => !differing.includes(column));
  const columns = [
    datasetColumn(summaries),
    ...fewColumns(metricColumns(summaries), 'Other numbers'),
    ...fewColumns(differing, 'Other settings'),
  ];
  return renderDocument({
    title: 'Reports',
    language: ENGLISH.language,
    about: GENERATOR,
    body: `<div class="bar" role="banner"><span class="brand">${markSvg(18)}<span>Reports</span></span>
${themeButton(ENGLISH)}
</div>
<main class="index">
<h1>${formatPlural(reports.length, 'report')}</h1>
<div class="scroll" ${scrollBox('Reports')}>
${renderTable(sorted, columns)}
</div>
${renderShared(shared)}
<footer><p>Made with listenlab from the metadata of the reports in this folder.</p></footer>
</main>`,
    scripts: [inlineScript(pageFile('report-index.js'))],
  });
}

function newestFirst(a: ListedReport, b: ListedReport): number {
  const age = b.summary.generatedAt.getTime() - a.summary.generatedAt.getTime();
  return age || (a.file < b.file ? -1 : 1);
}

function datasetColumn(summaries: ReportSummary[]): Column {
  const cells = summaries.map(({ dataset }) => {
    const isSaid = dataset?.title.includes('(simulated)');
    const note = dataset?.simulated && !isSaid ? ' <span class="badge">simulated</span>' : '';
    return dataset ? escapeHtml(dataset.title) + note : MISSING;
  });
  return { name: 'Dataset', cells, numeric: false };
}

function metricColumns(summaries: ReportSummary[]): Column[] {
  return namesIn(summaries.map(({ metrics }) => metrics)).map((name) => {
    const { cells } = formatColumn(
      summaries.map(({ metrics }) => metrics.get(name)),
      name,
    );
    return { name, cells: cells.map(escapeHtml), numeric: true };
  });
}

function settingColumns(summaries: ReportSummary[]): Column[] {
  return namesIn(summaries.map(({ settings }) => settings)).map((name) => ({
    name,
    cells: summaries.map(({ settings }) => escapeHtml(settings.get(name) ?? MISSING)),
    numeric: false,
  }));
}

/** The columns with the most values, and the others as one, so that the table fits. */
function fewColumns(columns: Column[], others: string): Column[] {
  const known = ({ cells }: Column) => cells.filter((cell) => cell !== MISSING).length;
  const kept = [...columns].sort((a, b) => known(b) - known(a)).slice(0, MOST_COLUMNS);
  const rest = columns.filter((column) => !kept.includes(column));
  if (rest.length === 0) return columns;
  const cells = rest[0].cells.map((_, row) => {
    const present = rest.filter((column) => column.cells[row] !== MISSING);
    const pairs = present.map(
      ({ name, cells }) => `<span class="pair">${escapeHtml(name)} <strong>${cells[row]}</strong></span>`,
    );
    return pairs.join(' ') || MISSING;
  });
  return [...columns.filter((column) => kept.includes(column)), { name: others, cells, numeric: false }];
}

function namesIn(maps: Map<string, unknown>[]): string[] {
  return [...new Set(maps.flatMap((map) => [...map.keys()]))];
}

function renderTable(reports: ListedReport[], columns: Column[]): string {
  const side = (column: Column) => (column.numeric ? ' class="align-right"' : '');
  const head = columns.map((column) => `<th scope="col"${side(column)}>${escapeHtml(column.name)}</th>`);
  const rows = reports.map((report, row) => {
    const cells = columns.map((column) => `<td${side(column)}>${column.cells[row]}</td>`);
    return `<tr>${renderName(report)}${cells.join('')}</tr>`;
  });
  return `<table>
<thead><tr><th scope="col">Report</th>${head.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}

function renderName({ file, summary }: ListedReport): string {
  const { title, author, generatedAt, notebooks, failures, headline } = summary;
  const link = `<a href="${escapeHtml(encodeURIComponent(file))}">${escapeHtml(title.trim() || file)}</a>`;
  const failed =
    failures > 0 ? ` <span class="badge bad">${formatPlural(failures, 'cell')} failed</span>` : '';
  const by = author ? ` · ${escapeHtml(author)}` : '';
  const [first] = headline;
  const said = first === undefined ? '' : `<span class="said">${escapeHtml(first)}</span>`;
  // Titles may be the same.
  const made = [`${timeElement(generatedAt, ENGLISH.language)}${by}`, escapeHtml(file), namesOf(notebooks)];
  const about = made.filter((text) => text !== '').map((text) => `<span class="made">${text}</span>`);
  return `<th scope="row">${link}${failed}${said}${about.join('')}</th>`;
}

function namesOf(notebooks: readonly string[]): string {
  const [shown, others] = [notebooks.slice(0, MOST_NAMES), notebooks.length - MOST_NAMES];
  return escapeHtml(shown.join(', ')) + (others > 0 ? ` and ${others} more` : '');
}

function renderShared(columns: Column[]): string {
  if (columns.length === 0) return '';
  const entries = columns.map(
    ({ name, cells }) => `<div><dt>${escapeHtml(name)}</dt><dd>${cells[0]}</dd></div>`,
  );
  return `<section class="run-settings" aria-labelledby="page_shared">
<h2 id="page_shared">Shared by all reports</h2>
<dl class="facts">
${entries.join('\n')}
</dl>
</section>`;
}

/** The name of the index in its folder. */
export const INDEX_FILE = 'index.html';
/** A report's metadata is at its beginning, usually within a few kB. */
const BYTES_READ = 262_144;
// Opening a named pipe must not block. Windows has neither.
const READING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The outcome of writing an index. */
interface IndexOutcome {
  /** True if the page was written; a single report needs none, and a foreign `index.html` is kept. */
  written: boolean;
  /** How many reports are in the folder. */
  reports: number;
  /** True if `index.html` was not made by listenlab. */
  taken: boolean;
  /** Reports of listenlab whose metadata cannot be read. */
  unreadable: string[];
}

/**
 * Writes `index.html` into a folder in which there is more than one report: a page that compares them. Only
 * the beginning of each `.html` file is read, and only those written by listenlab are used.
 *
 * @example await writeIndex('reports')
 *
 * @param folder the folder of the reports; subfolders are ignored
 */
export async function writeIndex(folder: string): Promise<IndexOutcome> {
  const { reports, unreadable, own, taken } = await readReports(folder);
  const written = !taken && (reports.length > 1 || own);
  if (written) await writeFileBeside(path.join(folder, INDEX_FILE), renderIndex(reports));
  return { written, reports: reports.length, taken, unreadable };
}

/** The reports in a folder, and other files that look like one. */
export async function readReports(folder: string): Promise<{
  readonly reports: ListedReport[];
  readonly unreadable: string[];
  /** Whether the folder's `index.html` was made by listenlab. */
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

/** The beginning of a file; undefined if it is not a file or cannot be read. */
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
