import { PLOTLY_TYPE } from '../display/figure.js';
import type { Notebook, Output } from './nbformat.js';

/** A notebook without the PNGs beside its figures. */
export function withoutPngs(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== 'code') return cell;
    return { ...cell, outputs: cell.outputs.map(withoutPng) };
  });
  return { ...notebook, cells };
}

function withoutPng(output: Output): Output {
  if (!('data' in output) || !(PLOTLY_TYPE in output.data)) return output;
  const { 'image/png': _, ...data } = output.data;
  const { 'image/png': __, ...metadata } = output.metadata;
  return { ...output, data, metadata };
}
