import type { Notebook, Output } from '#listenlab/notebook/jupyter/nbformat.js';

/** The types that GitHub shows of an output, the best first, as nbconvert ranks them. */
const SHOWN = [
  'text/html',
  'image/svg+xml',
  'image/png',
  'image/jpeg',
  'text/markdown',
  'text/latex',
  'text/plain',
];

/**
 * The outputs of a notebook as a page like GitHub's: of each the best type that it knows, HTML without scripts, frames,
 * styles and handlers, pictures as images, which run nothing.
 */
export function asOnGitHub({ cells }: Notebook): string {
  const outputs = cells.flatMap((cell) => (cell.cell_type === 'code' ? cell.outputs : []));
  return `<!doctype html><meta charset="utf-8"><body style="background: #0d1117">${outputs.map(htmlOf).join('\n')}`;
}

function htmlOf(output: Output): string {
  if (!('data' in output)) return '<pre></pre>';
  const { data, metadata } = output;
  const type = SHOWN.find((each) => each in data);
  if (type === undefined) return '';
  const content = String(data[type]);
  if (type === 'text/html') return `<div>${sanitized(content)}</div>`;
  if (!type.startsWith('image/')) return `<pre>${content.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</pre>`;
  const packed = type === 'image/svg+xml' ? Buffer.from(content).toString('base64') : content;
  const { width, height, alt } = metadata[type] as { width: number; height: number; alt: string };
  const words = alt.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
  return `<img width="${width}" height="${height}" alt="${words}" src="data:${type};base64,${packed}">`;
}

function sanitized(html: string): string {
  return html
    .replace(/<(script|style|iframe|object|embed|link|meta)\b.*?(<\/\1>|$)/gis, '')
    .replace(/\s(on\w+|style|class)=("[^"]*"|'[^']*'|[^\s>]*)/gi, '');
}
