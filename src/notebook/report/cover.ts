import type { Token } from 'marked';
import { aText, check, hasTypes, isObject, isText, readOptions } from '../../util/checks.js';
import { escapeHtml } from '../../util/escape.js';
import { formatPlural } from '../../util/format.js';
import { formatColumn } from '../display/table.js';
import { type Cell, tagsOf } from '../jupyter/nbformat.js';
import { permalink, timeElement } from '../page/elements.js';
import { headingsOf, renderMarkdown } from './markdown.js';
import { type OutlineNotebook, placeIn } from './outline.js';
import type { ReportSummary } from './summary.js';

/** The header of a report. */
export interface ReportHeader {
  /** The title of the page, e.g. `What people listen to`. */
  title: string;
  /** A sentence under the title; none by default. */
  subtitle?: string;
  /** Author of the report; none by default. */
  author?: string;
  /** The dataset's title; `simulated` puts a prominent notice under the report's title. */
  dataset?: { title: string; simulated: boolean };
  /** When the notebooks ran. */
  generatedAt: Date;
  /** Further facts, in the order given: rows, versions, training time. */
  facts?: Record<string, string>;
}

const HEADER_CHECKS = {
  title: aText,
  subtitle: aText,
  author: aText,
  dataset: (value: unknown) =>
    hasTypes({ title: 'string', simulated: 'boolean' })(value)
      ? undefined
      : 'an object, such as { title, simulated }',
  generatedAt: (value: unknown) =>
    value instanceof Date && Number.isFinite(value.getTime()) ? undefined : 'a date, such as new Date()',
  facts: (value: unknown) =>
    isObject(value) && Object.values(value).every(isText) ? undefined : 'texts by their names',
};

/** @throws InputError unless it is a header, with all that it must have */
export function requireHeader(header: ReportHeader): void {
  readOptions(header, HEADER_CHECKS, {}, "the report's header");
  for (const name of ['title', 'generatedAt'] as const)
    check(`${name} of the report's header`, header[name], HEADER_CHECKS[name]);
}

/**
 * The top of the page: title, dataset, author and date, failures, settings, and findings.
 *
 * @param summary its settings and metrics; the rest comes from the header
 * @param findings HTML, or empty
 * @param failures the ids of failed outputs
 */
export function renderHeader(
  header: ReportHeader,
  { settings, metrics }: ReportSummary,
  findings: string,
  failures: string[],
): string {
  const { title, subtitle, dataset } = header;
  const parts = [
    `<h1>${escapeHtml(title)}</h1>`,
    subtitle ? `<p class="lead">${escapeHtml(subtitle)}</p>` : '',
    dataset?.simulated ? SIMULATED : '',
    `<dl class="facts">\n${factsOf(header).join('\n')}\n</dl>`,
    failures.length > 0 ? failureNotice(failures) : '',
    renderSettings(settings),
    renderMetrics(metrics),
    findings,
  ];
  return `<header class="cover" id="page_top">\n${parts.filter((html) => html !== '').join('\n')}\n</header>`;
}

const SIMULATED = `<p class="notice simulated"><strong>Simulated data.</strong> The artists are real; the listeners and their plays were generated.</p>`;

function factsOf({ dataset, author, generatedAt, facts }: ReportHeader): string[] {
  return [
    ...(dataset ? [fact('Dataset', escapeHtml(dataset.title))] : []),
    ...(author ? [fact('Author', escapeHtml(author))] : []),
    fact('Generated', timeElement(generatedAt)),
    ...Object.entries(facts ?? {}).map(([name, value]) => fact(escapeHtml(name), escapeHtml(value))),
  ];
}

function fact(name: string, html: string): string {
  return `<div><dt>${name}</dt><dd>${html}</dd></div>`;
}

function renderMetrics(metrics: Map<string, number>): string {
  if (metrics.size === 0) return '';
  const entries = [...metrics].map(([name, value]) =>
    fact(escapeHtml(name), escapeHtml(formatColumn([value]).cells[0])),
  );
  return `<dl class="facts metrics" aria-label="Headline numbers">\n${entries.join('\n')}\n</dl>`;
}

function renderSettings(settings: Map<string, string>): string {
  if (settings.size === 0) return '';
  const entries = [...settings].map(([name, value]) => fact(escapeHtml(name), escapeHtml(value)));
  return `<section class="run-settings" aria-labelledby="page_settings">
<h2 id="page_settings">Settings</h2>
<dl class="facts">
${entries.join('\n')}
</dl>
</section>`;
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
  return titled ? file : `${file}\n<h2 id="${id}">${titleHtml}${permalink(id, 'section')}</h2>`;
}

/** The tag of a cell with a finding. */
export const FINDING = 'finding';

/** Markdown a summary includes: sentences, no headings, tables or code. */
const SENTENCES = new Set(['paragraph', 'list']);

/**
 * The findings of all notebooks, each with a link to its cell: the sentences of markdown cells tagged `finding`, and of
 * the Markdown shown by code cells with that tag.
 */
export function renderFindings(outline: OutlineNotebook[]): string {
  const items = outline.flatMap((notebook) => findingsOf(notebook, outline));
  if (items.length === 0) return '';
  return `<section class="findings" aria-labelledby="page_findings">
<h2 id="page_findings">Findings</h2>
<ul>
${items.join('\n')}
</ul>
</section>`;
}

function findingsOf(notebook: OutlineNotebook, outline: OutlineNotebook[]): string[] {
  // The headings' ids are on the cells themselves.
  const place = { ...placeIn(outline, notebook), headingId: undefined };
  let heading = notebook.titleHtml;
  return notebook.named.notebook.cells.flatMap((cell) => {
    heading = lastHeading(notebook, cell) ?? heading;
    if (!tagsOf(cell).includes(FINDING)) return [];
    const sentences = wordsOf(notebook, cell).filter(({ type }) => SENTENCES.has(type));
    if (sentences.length === 0) return [];
    const attachments = cell.cell_type === 'markdown' ? cell.attachments : undefined;
    const link = `<a class="finding-source" href="#${notebook.cellIds.get(cell)}">${heading}</a>`;
    return [`<li>${renderMarkdown(sentences, { ...place, attachments })}${link}</li>`];
  });
}

/** The heading in effect after the cell. */
function lastHeading({ markdown, ids, titled, titleHtml, id, headings }: OutlineNotebook, cell: Cell) {
  const last = headingsOf(markdown.get(cell) ?? []).at(-1);
  if (last === undefined) return undefined;
  const heading = headings.find((candidate) => candidate.id === ids.get(last));
  return heading?.html ?? (titled && ids.get(last) === id ? titleHtml : undefined);
}

function wordsOf({ markdown }: OutlineNotebook, cell: Cell): Token[] {
  if (cell.cell_type !== 'code') return markdown.get(cell) ?? [];
  return cell.outputs.flatMap((output) => markdown.get(output) ?? []);
}
