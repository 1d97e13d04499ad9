import { escapeHtml } from '../../../util/escape.js';
import { formatPlural } from '../../../util/format.js';
import { inAddress } from '../../page/protocol.js';
import type { FoundReport, UnfinishedReport } from '../reports/found-reports.js';
import { type ReportChoices, reportDialog } from './report-dialog.js';

/** At most this many headline numbers are shown beside a report; the report itself has all of them. */
const MOST_NUMBERS = 4;

/** What the section on reports shows. */
interface ReportSection {
  readonly reports: readonly FoundReport[];
  readonly unfinished: readonly UnfinishedReport[];
  /** Paths of pages that compare reports. */
  readonly comparisons: readonly string[];
  /** What a report can be made of; undefined where none can be made. */
  readonly choices: ReportChoices | undefined;
}

/** The reports with what they say first, and controls to open, compare and delete them, and to make another one. */
export function reportSection({ reports, unfinished, comparisons, choices }: ReportSection): string {
  const items = [...unfinished.map(unfinishedItem), ...reports.map(item)];
  if (items.length === 0 && choices === undefined) return '';
  return `<section aria-labelledby="reports" id="report_section">
<h2 id="reports">Reports</h2>
${choices === undefined ? '' : maker(choices)}
<ul class="reports" id="report_list">
${items.join('\n')}
</ul>
<p class="actions" id="report_comparisons">${comparisons.map((path) => comparison(path, comparisons.length)).join(' ')}</p>
<p id="report_deleted" role="status"></p>
</section>`;
}

function comparison(path: string, count: number): string {
  const where = count > 1 ? ` in ${escapeHtml(path.replace(/\/?[^/]*$/, '') || 'this folder')}` : '';
  return `<a href="/files/${escapeHtml(inAddress(path))}">Compare the reports${where}</a>`;
}

/** The button, and how far a report is; its dialog asks what it is to be. */
function maker(choices: ReportChoices): string {
  return `<p>One page of what the notebooks find, that opens anywhere, even offline.</p>
<div id="report_box" data-state="idle">
<p class="actions"><button type="button" id="report_start" aria-haspopup="dialog">Make a report …</button> <button type="button" class="quiet" id="report_cancel" hidden>Cancel<span class="hidden"> the report</span></button></p>
<progress id="report_progress" aria-label="Progress of the report in cells" hidden></progress>
<p id="report_status" role="status"></p>
<div id="report_failure" hidden></div>
</div>
${reportDialog(choices)}`;
}

function item({ path, summary }: FoundReport): string {
  const { title, author, generatedAt, dataset, failures } = summary;
  const href = escapeHtml(`/files/${inAddress(path)}`);
  const name = escapeHtml(title.trim() || path);
  const bad = failures > 0 ? ` <span class="tag bad">${formatPlural(failures, 'cell')} failed</span>` : '';
  const about = [
    dataset && dataset.title !== title ? escapeHtml(nameOf(dataset)) : '',
    time(generatedAt),
    author ? `by ${escapeHtml(author)}` : '',
    escapeHtml(path),
  ].filter((text) => text !== '');
  return `<li><a href="${href}">${name}</a>${bad}
${headlineOf(summary)}<span class="made">${about.join(' · ')}</span>
<button type="button" class="quiet" data-delete="${escapeHtml(path)}" aria-label="Delete the report ${name}, ${escapeHtml(path)}">Delete</button></li>`;
}

/** What a run left that failed or was cut short. */
function unfinishedItem({ path, report, last, endedAt }: UnfinishedReport): string {
  const name = escapeHtml(report);
  const folder = escapeHtml(path);
  return `<li><a href="/notebooks/${escapeHtml(inAddress(last))}">The last notebook that ran for ${name}</a> <span class="tag bad">not finished</span>
<span class="made">Its run failed or was cut short; what had run until then is in ${folder} · ${time(endedAt)}</span>
<button type="button" class="quiet" data-delete="${folder}" aria-label="Delete what is left of the run for ${name}, ${folder}">Delete</button></li>`;
}

/** The title of the catalogue's own sample says it already. */
function nameOf({ title, simulated }: NonNullable<FoundReport['summary']['dataset']>): string {
  return simulated && !title.includes('(simulated)') ? `${title} (simulated)` : title;
}

/** The sentences at the report's top; for a report of an older version, its numbers. */
function headlineOf({ headline, metrics }: FoundReport['summary']): string {
  if (headline.length > 0)
    return `<ul class="headline">${headline.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')}</ul>\n`;
  const numbers = [...metrics].slice(0, MOST_NUMBERS).map(([name, value]) => number(name, value));
  return numbers.length === 0 ? '' : `<dl class="numbers">${numbers.join('')}</dl>\n`;
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
