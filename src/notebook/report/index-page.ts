import { escapeHtml } from '../../util/escape.js';
import { formatPlural } from '../../util/format.js';
import { formatColumn, MISSING } from '../display/table.js';
import { INDEX_SCRIPT } from './browser/page-script.js';
import { timeElement } from './format-date.js';
import { MARK, renderDocument, THEME_BUTTON } from './html-document.js';
import { inlineScript } from './inline-script.js';
import { scrollBox } from './scroll-box.js';
import type { ReportSummary } from './summary.js';

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

/** True for the beginning of a page that {@link renderIndex} made. */
export function isIndex(html: string): boolean {
  return html.startsWith('<!DOCTYPE html>') && html.includes(GENERATOR);
}

/**
 * A page that compares the reports of a folder, newest first: a column for each headline metric and for each
 * setting in which they differ; the settings they share stand below. The same reports make the same page.
 *
 * @param reports in any order; what they say of themselves is text here, whoever wrote it
 */
export function renderIndex(reports: readonly ListedReport[]): string {
  const sorted = [...reports].sort(newestFirst);
  const summaries = sorted.map(({ summary }) => summary);
  const settings = settingColumns(summaries);
  const differing = settings.filter(({ cells }) => new Set(cells).size > 1);
  const shared = settings.filter((column) => !differing.includes(column));
  const columns = [datasetColumn(summaries), ...metricColumns(summaries), ...differing];
  return renderDocument({
    title: 'Reports',
    about: GENERATOR,
    body: `<div class="bar" role="banner"><span class="brand">${MARK}<span>Reports</span></span>
${THEME_BUTTON}
</div>
<main class="index">
<h1>${formatPlural(reports.length, 'report')}</h1>
<div class="scroll" ${scrollBox('Reports')}>
${renderTable(sorted, columns)}
</div>
${renderShared(shared)}
<footer><p>Made with listenlab from what the reports in this folder say of themselves.</p></footer>
</main>`,
    scripts: [inlineScript(INDEX_SCRIPT)],
  });
}

function newestFirst(a: ListedReport, b: ListedReport): number {
  const age = b.summary.generatedAt.getTime() - a.summary.generatedAt.getTime();
  return age || (a.file < b.file ? -1 : 1);
}

function datasetColumn(summaries: ReportSummary[]): Column {
  const cells = summaries.map(({ dataset }) => {
    const note = dataset?.simulated ? ' <span class="badge">simulated</span>' : '';
    return dataset ? escapeHtml(dataset.title) + note : MISSING;
  });
  return { name: 'Dataset', cells, numeric: false };
}

function metricColumns(summaries: ReportSummary[]): Column[] {
  return namesIn(summaries.map(({ metrics }) => metrics)).map((name) => {
    const { cells } = formatColumn(summaries.map(({ metrics }) => metrics.get(name)));
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
  const { title, author, generatedAt, failures } = summary;
  const link = `<a href="${escapeHtml(encodeURIComponent(file))}">${escapeHtml(title.trim() || file)}</a>`;
  const failed =
    failures > 0 ? ` <span class="badge bad">${formatPlural(failures, 'cell')} failed</span>` : '';
  const by = author ? ` · ${escapeHtml(author)}` : '';
  return `<th scope="row">${link}${failed}<span class="made">${timeElement(generatedAt)}${by}</span></th>`;
}

function renderShared(columns: Column[]): string {
  if (columns.length === 0) return '';
  const entries = columns.map(
    ({ name, cells }) => `<div><dt>${escapeHtml(name)}</dt><dd>${cells[0]}</dd></div>`,
  );
  return `<section class="run-settings" aria-labelledby="page_shared">
<h2 id="page_shared">The same in all of them</h2>
<dl class="facts">
${entries.join('\n')}
</dl>
</section>`;
}
