import type { CellEvent } from './cell-events.js';
import type { Output } from './nbformat.js';

/**
 * The outputs of a notebook's cells while they run, merged as Jupyter merges them: text of one stream
 * joins the text before it, an updated display changes wherever it stands, also in earlier cells.
 */
export class NotebookOutputs {
  readonly #displays = new Map<string, (Output & { data: object })[]>();
  readonly #clearOnNext = new Set<Output[]>();
  #current: Output[] = [];

  /** Starts a cell and returns its outputs, an array that fills as events are applied. */
  begin(): Output[] {
    this.#current = [];
    return this.#current;
  }

  /** @param cell the outputs of the cell that the event is of, the latest unless an earlier one still puts out */
  apply(event: CellEvent, cell: Output[] = this.#current): void {
    if (event.kind === 'clear') {
      if (event.wait) this.#clearOnNext.add(cell);
      else cell.length = 0;
    } else if (event.kind === 'update') {
      for (const output of this.#displays.get(event.displayId) ?? []) {
        Object.assign(output, { data: event.data, metadata: event.metadata });
      }
    } else {
      this.#append(cell, event.output, event.displayId);
    }
  }

  #append(cell: Output[], output: Output, displayId: string | undefined): void {
    if (this.#clearOnNext.delete(cell)) cell.length = 0;
    const last = cell.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name) {
      last.text += output.text;
      return;
    }
    const kept = { ...output };
    cell.push(kept);
    if (displayId === undefined || !('data' in kept)) return;
    const displays = this.#displays.get(displayId) ?? [];
    this.#displays.set(displayId, [...displays, kept]);
  }
}
