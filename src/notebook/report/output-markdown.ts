import type { Token } from 'marked';
import type { Output } from '../jupyter/nbformat.js';
import { parseMarkdown } from './markdown.js';

/** The Markdown of an output, parsed; undefined for one that has none. */
export function markdownOf(output: Output): Token[] | undefined {
  const shown = 'data' in output ? output.data['text/markdown'] : undefined;
  return shown === undefined ? undefined : parseMarkdown(String(shown));
}
