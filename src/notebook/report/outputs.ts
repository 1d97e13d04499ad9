import type { Token } from 'marked';
import { escapeHtml } from '../../util/escape.js';
import { formatPlural } from '../../util/format.js';
import { PLOTLY_TYPE } from '../display/figure.js';
import { PROGRESS_TYPE } from '../display/progress.js';
import type { Output } from '../jupyter/nbformat.js';
import { ansiToHtml } from './ansi.js';
import { readFigure, renderFigure } from './figure.js';
import { dataImage } from './images.js';
import { readLive, renderLive } from './live.js';
import { type MarkdownPlace, renderMarkdown } from './markdown.js';
import { latexHtml } from './math.js';
import { markdownOf } from './output-markdown.js';
import { scrollBox } from './scroll-box.js';

/** Longer streams keep this many lines at either end: the executed notebook has them all. */
const STREAM_LINES = 500;

/**
 * One output of a cell as HTML, in its richest form.
 *
 * `text/html` is trusted as it stands, as any notebook viewer trusts a notebook one ran oneself: the
 * display code has escaped what came from data, and the page's security policy lets no script in it run.
 *
 * @param id unique in the page; figures and errors carry it
 * @param place what Markdown needs to know of the page; default nothing
 * @param markdown the output's Markdown, parsed; default: it is parsed here
 */
export function renderOutput(
  output: Output,
  id: string,
  place: MarkdownPlace = {},
  markdown: Token[] | undefined = markdownOf(output),
): string {
  switch (output.output_type) {
    case 'stream':
      return renderStream(output);
    case 'error':
      return renderError(output, id);
    default:
      return renderBundle(output.data, id, markdown && renderMarkdown(markdown, place));
  }
}

function renderStream({ name, text }: Extract<Output, { output_type: 'stream' }>): string {
  const html = ansiToHtml(shorten(text.replace(/\n$/, '')));
  return name === 'stderr'
    ? textBox(html, 'stream stderr', 'Messages')
    : textBox(html, 'stream', 'Printed output');
}

function shorten(text: string): string {
  const lines = text.split('\n');
  const left = lines.length - 2 * STREAM_LINES;
  if (left <= 0) return text;
  const note = `... ${formatPlural(left, 'line')} left out here; the executed notebook has all ...`;
  return [...lines.slice(0, STREAM_LINES), note, ...lines.slice(-STREAM_LINES)].join('\n');
}

function renderError(error: Extract<Output, { output_type: 'error' }>, id: string): string {
  const title = escapeHtml([error.ename, error.evalue].filter(Boolean).join(': ') || 'Error');
  const trace = textBox(ansiToHtml(error.traceback.join('\n').trim()), 'traceback', 'Traceback');
  return `<div class="error" id="${id}" role="group" aria-label="Error"><p class="error-title">${title}</p>${trace}</div>`;
}

function renderBundle(bundle: Record<string, unknown>, id: string, markdown: string | undefined): string {
  // How far work was is for who waits for it.
  if (PROGRESS_TYPE in bundle) return '';
  const figure = readFigure(bundle[PLOTLY_TYPE]);
  if (figure) return renderFigure(figure, id, 'Chart');
  const live = readLive(bundle);
  if (live) return renderLive(live, id);
  const html = bundle['text/html'];
  if (html !== undefined) return htmlBox(String(html));
  const image = dataImage(bundle);
  if (image) return renderPicture(image, bundle['text/plain']);
  if (markdown !== undefined) return `<div class="prose">${markdown}</div>`;
  const latex = bundle['text/latex'];
  if (latex !== undefined) return `<div class="prose">${latexHtml(String(latex))}</div>`;
  const json = bundle['application/json'];
  if (json !== undefined) return textBox(escapeHtml(JSON.stringify(json, null, 2)), 'json', 'JSON');
  return textBox(ansiToHtml(String(bundle['text/plain'] ?? '')), 'plain', 'Result');
}

function renderPicture(source: string, words: unknown): string {
  const alt = escapeHtml(String(words ?? 'Picture made by the cell'));
  return `<figure class="picture"><img src="${source}" alt="${alt}"></figure>`;
}

function textBox(html: string, kind: string, label: string): string {
  return html && `<pre class="output ${kind}" ${scrollBox(label)}>${html}</pre>`;
}

function htmlBox(html: string): string {
  return `<div class="output html scroll" ${scrollBox('Table')}>${html}</div>`;
}
