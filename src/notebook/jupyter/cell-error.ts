import type { CodeCell, Output } from './nbformat.js';

/**
 * A cell failed. The message is for people: which cell of which notebook, its source, its traceback. The
 * parts are there too.
 */
export class CellError extends Error {
  override readonly name = 'CellError';
  /** File name of the notebook. */
  readonly notebook: string;
  /** Position among the notebook's code cells, from 1. */
  readonly number: number;
  readonly source: string;
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: string[];
  /** All the cell put out, the error last. */
  readonly outputs: Output[];

  constructor(
    notebook: string,
    number: number,
    cell: CodeCell,
    failure: { error: { ename: string; evalue: string; traceback: string[] }; cause?: unknown },
  ) {
    const { ename, evalue, traceback } = failure.error;
    const indented = cell.source.replace(/^/gm, '    ');
    const story = traceback.length > 0 ? traceback.join('\n') : `${ename}: ${evalue}`;
    super(`${notebook}, code cell ${number} failed:\n\n${indented}\n\n${story}`, { cause: failure.cause });
    this.notebook = notebook;
    this.number = number;
    this.source = cell.source;
    this.ename = ename;
    this.evalue = evalue;
    this.traceback = traceback;
    this.outputs = cell.outputs;
  }
}
