import type { CellEvent } from './cell-events.js';
import type { Output } from './nbformat.js';

/**
 * The outputs of a notebook's cells while they run, merged as Jupyter merges them: text of one stream
 * joins the text before it, an updated display changes wherever it stands, also in earlier cells.
 */
export class NotebookOutputs {
  readonly #displays = new Map<string, (Output & { data: object })[]>();
  #current: Output[] = [];
  #clearOnNext = false;

  /** Starts a cell and returns its outputs, an array that fills as events are applied. */
  begin(): Output[] {
    this.#current = [];
    this.#clearOnNext = false;
    return this.#current;
  }

  apply(event: CellEvent): void {
    if (event.kind === 'clear') {
      if (event.wait) this.#clearOnNext = true;
      else this.#current.length = 0;
    } else if (event.kind === 'update') {
      for (const output of this.#displays.get(event.displayId) ?? []) {
        Object.assign(output, { data: event.data, metadata: event.metadata });
      }
    } else {
      this.#append(event.output, event.displayId);
    }
  }

  #append(output: Output, displayId: string | undefined): void {
    if (this.#clearOnNext) this.#current.length = 0;
    this.#clearOnNext = false;
    const last = this.#current.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name) {
      last.text += output.text;
      return;
    }
    const kept = { ...output };
    this.#current.push(kept);
    if (displayId === undefined || !('data' in kept)) return;
    const displays = this.#displays.get(displayId) ?? [];
    this.#displays.set(displayId, [...displays, kept]);
  }
}
