import { InputError } from '../util/errors.js';

/** Text as nbformat writes it: one string, or its lines. */
export type MultilineText = string | string[];

/** What one output or attachment holds, by MIME type. */
export type NotebookBundle = Record<string, unknown>;

/** An output of a code cell, nbformat 4: which fields are there depends on `output_type`. */
export interface NotebookOutput {
  output_type: string;
  name?: string;
  text?: MultilineText;
  data?: NotebookBundle;
  metadata?: Record<string, unknown>;
  execution_count?: number | null;
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

/** A cell of a notebook, nbformat 4. */
export interface NotebookCell {
  cell_type: string;
  source: MultilineText;
  id?: string;
  metadata?: Record<string, unknown>;
  attachments?: Record<string, NotebookBundle>;
  execution_count?: number | null;
  outputs?: NotebookOutput[];
}

/** The parts of an nbformat 4 notebook that a report reads. */
export interface Notebook {
  cells: NotebookCell[];
  nbformat: number;
  nbformat_minor: number;
  metadata?: Record<string, unknown>;
}

/** A notebook and the name of its file, with or without `.ipynb`. */
export interface NamedNotebook {
  name: string;
  notebook: Notebook;
}

/** One string of what nbformat stores as a string or as lines. */
export function joinLines(text: unknown): string {
  return Array.isArray(text) ? text.join('') : String(text ?? '');
}

/** The tags of a cell, such as `parameters`. */
export function tagsOf(cell: NotebookCell): string[] {
  const tags = cell.metadata?.tags;
  return Array.isArray(tags) ? tags.map(String) : [];
}

/** @throws InputError when the value is not an nbformat 4 notebook */
export function checkNotebook({ name, notebook }: NamedNotebook): void {
  if (notebook?.nbformat === 4 && Array.isArray(notebook.cells)) return;
  const found = notebook?.nbformat === undefined ? 'JSON without nbformat' : `nbformat ${notebook.nbformat}`;
  throw new InputError(
    `notebook '${name}' is ${found}; expected an executed nbformat 4 notebook with a list of cells; run it first`,
  );
}
