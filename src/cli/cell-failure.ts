import type { Output } from '../notebook/jupyter/nbformat.js';
import { CellError } from '../notebook/jupyter/run-cells.js';

/** A failed cell for people: which it is, its source, what it put out and its error; else undefined. */
export function cellFailure(error: unknown): string | undefined {
  if (!(error instanceof CellError)) return undefined;
  const printed = error.outputs.map(textOf).join('').trimEnd();
  const output = printed === '' ? '' : `\nIts output:\n${indent(printed)}\n`;
  const story = error.traceback.length > 0 ? error.traceback.join('\n') : `${error.ename}: ${error.evalue}`;
  return `error: cell ${error.number} of ${error.notebook} failed:\n${indent(error.source)}\n${output}\n${story}`;
}

function textOf(output: Output): string {
  if (output.output_type === 'stream') return output.text;
  if (output.output_type === 'error') return '';
  const text = output.data['text/plain'];
  return typeof text === 'string' ? `${text}\n` : '';
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
