import { formatPlural } from '../util/format.js';
import { escapeHtml } from '../util/html.js';
import type { OutlineNotebook } from './outline.js';

/** What the head of a report says. */
export interface ReportHeader {
  /** The title of the page, e.g. `What people listen to`. */
  title: string;
  /** A sentence under the title; none by default. */
  subtitle?: string;
  /** The dataset by its name for people; `simulated` puts a notice under the title that nobody can miss. */
  dataset?: { title: string; simulated: boolean };
  /** When the notebooks ran. */
  generatedAt: Date;
  /** More to know, in the order given: rows, versions, training time. */
  facts?: Record<string, string>;
}

/** The top of the page: title, what data this is, when it was made, and what failed. */
export function renderHeader(header: ReportHeader, failures: string[]): string {
  const { title, subtitle, dataset } = header;
  return `<header class="cover" id="page_top">
<h1>${escapeHtml(title)}</h1>
${subtitle ? `<p class="lead">${escapeHtml(subtitle)}</p>` : ''}
${dataset?.simulated ? SIMULATED : ''}
<dl class="facts">
${factsOf(header).join('\n')}
</dl>
${failures.length > 0 ? failureNotice(failures) : ''}
</header>`;
}

const SIMULATED = `<p class="notice simulated"><strong>Simulated data.</strong> The artists are real; the listeners and their plays were generated.</p>`;

function factsOf({ dataset, generatedAt, facts }: ReportHeader): string[] {
  const time = `<time datetime="${generatedAt.toISOString()}">${formatDate(generatedAt)}</time>`;
  return [
    ...(dataset ? [fact('Dataset', escapeHtml(dataset.title))] : []),
    fact('Generated', time),
    ...Object.entries(facts ?? {}).map(([name, value]) => fact(escapeHtml(name), escapeHtml(value))),
  ];
}

function fact(name: string, html: string): string {
  return `<div><dt>${name}</dt><dd>${html}</dd></div>`;
}

/** In UTC, so that the same run reads the same everywhere. */
function formatDate(date: Date): string {
  return `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(date)} UTC`;
}

function failureNotice(ids: string[]): string {
  return `<p class="notice failed" role="alert"><strong>${formatPlural(ids.length, 'cell')} failed.</strong> What follows is what ran. <a href="#${ids[0]}">Show the error</a></p>`;
}

/** The title of a notebook's section, over the name of its file. */
export function renderNotebookTitle(
  { id, name, titleHtml, titled }: OutlineNotebook,
  number: number,
): string {
  const file = `<p class="notebook-name">Notebook ${number} · ${escapeHtml(name)}</p>`;
  return titled ? file : `${file}\n<h2 id="${id}">${titleHtml}</h2>`;
}
