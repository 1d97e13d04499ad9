import { escapeHtml } from '../util/html.js';
import { ansiToHtml } from './ansi.js';
import { PLOTLY_TYPE, readFigure, renderFigure } from './figure.js';
import { dataImage } from './images.js';
import { parseMarkdown, renderMarkdown } from './markdown.js';
import { joinLines, type NotebookBundle, type NotebookOutput } from './notebook.js';

/** Longer streams keep this many lines at either end: the executed notebook has them all. */
const STREAM_LINES = 500;

/**
 * One output of a cell as HTML, in its richest form.
 *
 * `text/html` is trusted as it stands, like any notebook viewer does with a notebook one ran oneself: the
 * display code has escaped what came from data, and the page's security policy lets no script in it run.
 *
 * @param id unique in the page; figures carry it
 */
export function renderOutput(output: NotebookOutput, id: string): string {
  if (output.output_type === 'stream') return renderStream(output);
  if (output.output_type === 'error') return renderError(output, id);
  return output.data ? renderBundle(output.data, id) : '';
}

function renderStream({ name, text }: NotebookOutput): string {
  const html = ansiToHtml(shorten(joinLines(text).replace(/\n$/, '')));
  if (name !== 'stderr') return textBox(html, 'stream', 'Printed output');
  return textBox(html, 'stream stderr', 'Messages');
}

function shorten(text: string): string {
  const lines = text.split('\n');
  const left = lines.length - 2 * STREAM_LINES;
  if (left <= 0) return text;
  const note = `... ${left.toLocaleString('en-US')} lines left out; the executed notebook has them ...`;
  return [...lines.slice(0, STREAM_LINES), note, ...lines.slice(-STREAM_LINES)].join('\n');
}

function renderError({ ename, evalue, traceback }: NotebookOutput, id: string): string {
  const title = escapeHtml([ename, evalue].filter(Boolean).join(': ') || 'Error');
  const trace = ansiToHtml((traceback ?? []).join('\n').trim());
  const box = trace && textBox(trace, 'traceback', 'Traceback');
  return `<section class="error" id="${id}" aria-label="Error"><p class="error-title">${title}</p>${box}</section>`;
}

function renderBundle(bundle: NotebookBundle, id: string): string {
  const figure = readFigure(bundle[PLOTLY_TYPE]);
  if (figure) return renderFigure(figure, id, 'Chart');
  if (bundle['text/html'] !== undefined) return scrollBox(joinLines(bundle['text/html']), 'html', 'Table');
  const image = dataImage(bundle);
  if (image) {
    const words = escapeHtml(joinLines(bundle['text/plain']) || 'Picture made by the cell');
    return `<figure class="picture"><img src="${image}" alt="${words}"></figure>`;
  }
  if (bundle['text/markdown'] !== undefined) {
    return `<div class="prose">${renderMarkdown(parseMarkdown(joinLines(bundle['text/markdown'])))}</div>`;
  }
  if (bundle['application/json'] !== undefined) {
    return textBox(escapeHtml(JSON.stringify(bundle['application/json'], null, 2)), 'json', 'JSON');
  }
  return textBox(ansiToHtml(joinLines(bundle['text/plain'])), 'plain', 'Result');
}

function textBox(html: string, kind: string, label: string): string {
  return html && `<pre class="output ${kind}" tabindex="0" role="region" aria-label="${label}">${html}</pre>`;
}

function scrollBox(html: string, kind: string, label: string): string {
  return `<div class="output ${kind} scroll" tabindex="0" role="region" aria-label="${label}">${html}</div>`;
}
