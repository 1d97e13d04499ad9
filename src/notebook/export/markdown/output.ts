import { stripVTControlCharacters } from 'node:util';
import { escapeMarkdown } from '../../../util/escape.js';
import { PLOTLY_TYPE } from '../../display/figure.js';
import { PROGRESS_TYPE } from '../../display/progress.js';
import type { Output } from '../../jupyter/nbformat.js';
import { overwriteLines } from '../../report/outputs.js';
import type { PictureFiles } from './picture-files.js';
import { tablesAsMarkdown } from './tables.js';

/** Longer streams are cut to this many lines at either end. */
const STREAM_LINES = 100;

/**
 * An output of a cell as Markdown, in the richest form that Markdown has; '' for lines about progress.
 *
 * @param fromHere makes Markdown's addresses lead from the export's place
 */
export function outputAsMarkdown(
  output: Output,
  pictures: PictureFiles,
  fromHere: (markdown: string) => string,
): string {
  switch (output.output_type) {
    case 'stream':
      return fenced(shortened(terminalText(output.text).trimEnd()), 'text');
    case 'error': {
      const title = `${output.ename}: ${output.evalue}`;
      const trace = terminalText(output.traceback.join('\n')).trim();
      return fenced(trace.includes(output.evalue) ? trace : `${title}\n${trace}`.trim(), 'text');
    }
    default:
      return bundleAsMarkdown(output.data, pictures, fromHere);
  }
}

function bundleAsMarkdown(
  data: Record<string, unknown>,
  pictures: PictureFiles,
  fromHere: (markdown: string) => string,
): string {
  if (PROGRESS_TYPE in data) return '';
  const isFigure = PLOTLY_TYPE in data;
  const picture = pictures.add(data, isFigure ? 'figure' : 'picture');
  const text = textOf(data['text/plain']);
  if (picture !== undefined) return `![${escapeMarkdown(altOf(text ?? 'picture'))}](${picture})`;
  const table = tablesAsMarkdown(textOf(data['text/html']) ?? '');
  if (table !== undefined) return table;
  const markdown = textOf(data['text/markdown']);
  if (markdown !== undefined) return fromHere(markdown).trim();
  const formula = textOf(data['text/latex']);
  if (formula !== undefined) return formula.trim();
  if (text !== undefined && isPanel(data, text))
    return `*An interactive panel, for the notebook or its report: ${escapeMarkdown(altOf(text))}.*`;
  if (text !== undefined) return fenced(terminalText(text), 'text');
  const json = data['application/json'];
  return json === undefined ? '' : fenced(JSON.stringify(json, null, 2), 'json');
}

/** What only a page with its own script shows: its text, in brackets, is a stand-in. */
function isPanel(data: Record<string, unknown>, text: string): boolean {
  return /^\[.*\]$/.test(text) && Object.keys(data).some((type) => type.startsWith('application/vnd.'));
}

/** `[Plotly figure: Ages of listeners, 109 points]` is "Ages of listeners, 109 points"; notes are below it. */
function altOf(text: string): string {
  const [first = ''] = text.split('\n');
  return /^\[(?:Plotly figure: )?(.*)\]$/.exec(first)?.[1] ?? first;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What a terminal would show, without colours. */
function terminalText(text: string): string {
  return stripVTControlCharacters(overwriteLines(text));
}

function shortened(text: string): string {
  const lines = text.split('\n');
  const left = lines.length - 2 * STREAM_LINES;
  if (left <= 0) return text;
  return [...lines.slice(0, STREAM_LINES), `… ${left} more lines …`, ...lines.slice(-STREAM_LINES)].join(
    '\n',
  );
}

/** Text in a fence that is longer than any in it. */
export function fenced(text: string, language: string): string {
  if (text === '') return '';
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
