import type { JsonObject } from './wire.js';

/** An output of a code cell. Text is one string here; files keep it as lines. */
export type Output =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { output_type: 'display_data'; data: JsonObject; metadata: JsonObject }
  | {
      output_type: 'execute_result';
      data: JsonObject;
      metadata: JsonObject;
      execution_count: number | null;
    }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

export interface CodeCell {
  cell_type: 'code';
  id: string;
  metadata: JsonObject;
  source: string;
  execution_count: number | null;
  outputs: Output[];
}

export interface TextCell {
  cell_type: 'markdown' | 'raw';
  id: string;
  metadata: JsonObject;
  source: string;
  attachments?: JsonObject;
}

export type Cell = CodeCell | TextCell;

/** A notebook, nbformat 4.5. */
export interface Notebook {
  cells: Cell[];
  metadata: JsonObject;
  nbformat: 4;
  nbformat_minor: number;
}

/** The tags of a cell, such as `parameters`. */
export function tagsOf(cell: Cell): string[] {
  const { tags } = cell.metadata;
  return Array.isArray(tags) ? tags.map(String) : [];
}

/** A cell that may fail: the run goes on, and its error is an output like any other. */
export function mayFail(cell: Cell): boolean {
  return tagsOf(cell).includes('raises-exception');
}
