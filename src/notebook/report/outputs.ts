import type { Token } from 'marked';
import { escapeHtml } from '../../util/escape.js';
import { PLOTLY_TYPE } from '../display/figure.js';
import { PROGRESS_TYPE } from '../display/progress.js';
import type { Output } from '../jupyter/nbformat.js';
import { scrollBox } from '../page/elements.js';
import type { PackedTable } from '../table/packed-table.js';
import { captioned, type Numbered, withoutCaption } from './caption.js';
import { readFigure, renderFigure } from './figure.js';
import { ENGLISH, fill, type ReportWords } from './language/words.js';
import { type LiveOutput, readLive, renderLive } from './live.js';
import { confinedHtml } from './markdown/confined-html.js';
import { dataImage } from './markdown/links-and-images.js';
import { type MarkdownPlace, markdownOf, renderMarkdown } from './markdown/markdown.js';
import { latexHtml } from './markdown/math.js';
import { inLanguage, readTable, renderTableData } from './table.js';

/** Longer streams are cut to this many lines at either end; the executed notebook has all of them. */
const STREAM_LINES = 500;

/** The context of an output in a report. */
interface OutputSetting {
  /** Page context for Markdown; default none. */
  readonly place?: MarkdownPlace;
  /** The output's Markdown, parsed; default: it is parsed here. */
  readonly markdown?: Token[];
  /** Its number in the report; default none. */
  readonly numbered?: Numbered;
  /** Kinds of interactive outputs; default none. */
  readonly liveOutputs?: readonly LiveOutput[];
}

/**
 * One output of a cell as HTML, in its richest form.
 *
 * `text/html` is trusted, as any notebook viewer trusts a notebook the user has run: the display code has escaped what
 * came from data, and the page's security policy lets no script in it run.
 *
 * @param id unique in the page; figures and errors carry it
 */
export function renderOutput(
  output: Output,
  id: string,
  {
    place = { words: ENGLISH },
    markdown = markdownOf(output),
    numbered,
    liveOutputs = [],
  }: OutputSetting = {},
): string {
  switch (output.output_type) {
    case 'stream':
      return renderStream(output, place.words);
    case 'error':
      return renderError(output, id, place.words);
    default:
      return renderBundle(output.data, id, {
        markdown: markdown && renderMarkdown(markdown, place),
        numbered,
        liveOutputs,
        words: place.words,
      });
  }
}

function renderStream(
  { name, text }: Extract<Output, { output_type: 'stream' }>,
  words: ReportWords,
): string {
  const html = ansiToHtml(shorten(text.replace(/\n$/, ''), words));
  return name === 'stderr'
    ? textBox(html, 'stream stderr', words.messages)
    : textBox(html, 'stream', words.printedOutput);
}

function shorten(text: string, words: ReportWords): string {
  const lines = text.split('\n');
  const left = lines.length - 2 * STREAM_LINES;
  if (left <= 0) return text;
  const note = fill(words.linesLeftOut, { count: new Intl.NumberFormat(words.language).format(left) });
  return [...lines.slice(0, STREAM_LINES), note, ...lines.slice(-STREAM_LINES)].join('\n');
}

function renderError(
  error: Extract<Output, { output_type: 'error' }>,
  id: string,
  words: ReportWords,
): string {
  const title = escapeHtml([error.ename, error.evalue].filter(Boolean).join(': ') || words.error);
  const trace = textBox(ansiToHtml(error.traceback.join('\n').trim()), 'traceback', words.traceback);
  return `<div class="error" id="${id}" role="group" aria-label="${escapeHtml(words.error)}"><p class="error-title">${title}</p>${trace}</div>`;
}

interface BundleSetting {
  /** Its Markdown, as HTML. */
  readonly markdown: string | undefined;
  readonly numbered: Numbered | undefined;
  readonly liveOutputs: readonly LiveOutput[];
  readonly words: ReportWords;
}

function renderBundle(
  bundle: Record<string, unknown>,
  id: string,
  { markdown, numbered, liveOutputs, words }: BundleSetting,
): string {
  // Progress is of interest only while the work runs.
  if (PROGRESS_TYPE in bundle) return '';
  const figure = readFigure(bundle[PLOTLY_TYPE]);
  if (figure && numbered) {
    const svg = bundle['image/svg+xml'];
    return renderFigure(figure, id, numbered, words, typeof svg === 'string' ? svg : undefined);
  }
  const live = readLive(bundle, liveOutputs);
  if (live) return renderLive(live, id, words);
  const html = bundle['text/html'];
  if (html !== undefined) return renderHtml(String(html), readTable(bundle), numbered, words);
  const image = dataImage(bundle);
  if (image) {
    const picture = renderPicture(image, bundle['text/plain'] ?? words.pictureOfCell);
    return numbered ? captioned(picture, numbered, words) : picture;
  }
  if (markdown !== undefined) return `<div class="prose">${markdown}</div>`;
  const latex = bundle['text/latex'];
  if (latex !== undefined) return `<div class="prose">${latexHtml(String(latex))}</div>`;
  const json = bundle['application/json'];
  if (json !== undefined) return textBox(escapeHtml(JSON.stringify(json, null, 2)), 'json', 'JSON');
  return textBox(ansiToHtml(String(bundle['text/plain'] ?? '')), 'plain', words.result);
}

function renderPicture(source: string, words: unknown): string {
  const alt = escapeHtml(String(words));
  return `<div class="picture"><img src="${source}" alt="${alt}"></div>`;
}

function textBox(html: string, kind: string, label: string): string {
  return html && `<pre class="output ${kind}" ${scrollBox(label)}>${html}</pre>`;
}

function renderHtml(
  html: string,
  table: PackedTable | undefined,
  numbered: Numbered | undefined,
  words: ReportWords,
): string {
  const shown = numbered ? withoutCaption(html) : html;
  const data = table ? renderTableData(table) : '';
  const box = `<div class="output html scroll" ${scrollBox(words.table)}>${confinedHtml(inLanguage(shown, words))}${data}</div>`;
  return numbered ? captioned(box, numbered, words) : box;
}

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

// CSI sequences (ECMA-48: parameters, intermediates, final byte), OSC sequences up to BEL or ST, and lone
// two-character escapes.
const ESCAPES = new RegExp(
  [
    '\\u001b\\[([0-?]*)[ -/]*([@-~])',
    '\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?',
    '\\u001b.?',
  ].join('|'),
  'gs',
);

interface Style {
  colour?: string;
  bold?: boolean;
}

/**
 * Terminal text as HTML: the eight colours and bold become spans of class `ansi-*`, other control
 * sequences disappear, and a carriage return overwrites its line as it does in a terminal.
 */
function ansiToHtml(text: string): string {
  const clean = overwriteLines(text);
  let html = '';
  let style: Style = {};
  let from = 0;
  for (const match of clean.matchAll(ESCAPES)) {
    html += styled(clean.slice(from, match.index), style);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = select(style, match[1]);
  }
  return html + styled(clean.slice(from), style);
}

/** Keeps of each line what a terminal would show last; `\r\n` is a plain line end. */
export function overwriteLines(text: string): string {
  if (!text.includes('\r')) return text;
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.replace(/\r+$/, ''))
    .map((line) => line.slice(line.lastIndexOf('\r') + 1))
    .join('\n');
}

/** Select graphic rendition: 0 resets, 1 is bold, 30 to 37 and 90 to 97 are the colours. */
function select(style: Style, parameters: string): Style {
  let next = { ...style };
  for (const code of parameters.split(';').map(Number)) {
    if (code === 0) next = {};
    else if (code === 1) next.bold = true;
    else if (code === 22) next.bold = false;
    else if (code === 39) next.colour = undefined;
    else if (code >= 30 && code <= 37) next.colour = COLOURS[code - 30];
    else if (code >= 90 && code <= 97) next.colour = COLOURS[code - 90];
    // 38 and 48 carry a palette index or RGB in the codes that follow; these are not supported.
    else if (code === 38 || code === 48) break;
  }
  return next;
}

function styled(text: string, { colour, bold }: Style): string {
  if (text === '') return '';
  const classes = [colour && `ansi-${colour}`, bold && 'ansi-bold'].filter(Boolean).join(' ');
  return classes ? `<span class="${classes}">${escapeHtml(text)}</span>` : escapeHtml(text);
}
