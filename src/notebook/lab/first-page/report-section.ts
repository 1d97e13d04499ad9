import { escapeHtml } from '../../../util/escape.js';
import { formatPlural } from '../../../util/format.js';
import { inAddress } from '../../page/protocol.js';
import type { ListedNotebook } from './notebook-list.js';

/** Report metadata shown on the first page. */
interface ReportFacts {
  readonly title: string;
  readonly generatedAt: Date;
  readonly dataset?: { readonly title: string; readonly simulated: boolean };
  /** How many cells failed. */
  readonly failures: number;
  /** Headline numbers by name. */
  readonly metrics: ReadonlyMap<string, number>;
}

/** Reads the reports in a folder, each by the name of its file. */
export type ReportLister = (
  folder: string,
) => Promise<readonly { readonly file: string; readonly summary: ReportFacts }[]>;

/** A report in the lab's folder. */
export interface FoundReport {
  /** Path from the lab's folder, with forward slashes. */
  readonly path: string;
  readonly summary: ReportFacts;
}

/** At most this many headline numbers are shown beside a report; the report itself has all of them. */
const MOST_NUMBERS = 4;

export function newestFirst(a: FoundReport, b: FoundReport): number {
  const age = b.summary.generatedAt.getTime() - a.summary.generatedAt.getTime();
  return age || (a.path < b.path ? -1 : 1);
}

/**
 * The existing reports, with date and headline numbers, and controls to make another one.
 *
 * @param notebooks those a report can be made from; without any there is no button
 */
export function reportSection(
  reports: readonly FoundReport[],
  notebooks: readonly ListedNotebook[],
  dataset: string | undefined,
): string {
  if (reports.length === 0 && notebooks.length === 0) return '';
  return `<section aria-labelledby="reports">
<h2 id="reports">Reports</h2>
${notebooks.length > 0 ? maker(notebooks, dataset) : ''}
<ul class="reports" id="report_list">
${reports.map(item).join('\n')}
</ul>
</section>`;
}

function maker(notebooks: readonly ListedNotebook[], dataset: string | undefined): string {
  const on = dataset === undefined ? '' : `, on <strong id="report_dataset">${escapeHtml(dataset)}</strong>`;
  return `<p>Runs the ticked notebooks as saved${on}, and turns them into one page that opens anywhere, even offline.</p>
<div id="report_box" data-state="idle">
<fieldset class="choices" id="report_notebooks">
<legend>Notebooks in the report</legend>
${notebooks.map(choice).join('\n')}
</fieldset>
<p class="actions"><button type="button" id="report_start">Make the report</button> <button type="button" class="quiet" id="report_cancel" hidden>Cancel</button></p>
<progress id="report_progress" aria-label="Progress of the report in cells" hidden></progress>
<p id="report_status" role="status"></p>
</div>`;
}

function choice({ path, title }: ListedNotebook): string {
  return `<label><input type="checkbox" value="${escapeHtml(path)}" checked> <span>${escapeHtml(title)} <code>${escapeHtml(path)}</code></span></label>`;
}

function item({ path, summary }: FoundReport): string {
  const { title, generatedAt, dataset, failures, metrics } = summary;
  const href = `/files/${inAddress(path)}`;
  const bad = failures > 0 ? ` <span class="tag bad">${formatPlural(failures, 'cell')} failed</span>` : '';
  const simulated = dataset?.simulated ? ' (simulated)' : '';
  const about = dataset && dataset.title !== title ? `${escapeHtml(dataset.title)}${simulated} · ` : '';
  const numbers = [...metrics].slice(0, MOST_NUMBERS).map(([name, value]) => number(name, value));
  const facts = numbers.length === 0 ? '' : `<dl class="numbers">${numbers.join('')}</dl>`;
  return `<li><a href="${escapeHtml(href)}">${escapeHtml(title.trim() || path)}</a>${bad}<span class="made">${about}${time(generatedAt)} · ${escapeHtml(path)}</span>${facts}</li>`;
}

function number(name: string, value: number): string {
  const text = Number.isInteger(value) ? value.toLocaleString('en') : value.toPrecision(3);
  return `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd></div>`;
}

/** In UTC; the page's script converts it to local time. */
function time(date: Date): string {
  const text = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<time datetime="${date.toISOString()}">${text}</time>`;
}
