import type { JsonObject, Output } from './nbformat.js';
import type { Message } from './wire.js';

/** What a running cell does to its outputs. */
export type CellEvent =
  | { kind: 'output'; output: Output; displayId?: string }
  | { kind: 'update'; displayId: string; data: JsonObject; metadata: JsonObject }
  | { kind: 'clear'; wait: boolean };

/** The parts read from a message on iopub. */
export type Published = Pick<Message, 'header' | 'content'>;

/** The event for a message on iopub; undefined for statuses, inputs and other messages without output. */
export function eventOf({ header, content }: Published): CellEvent | undefined {
  const data = (content.data ?? {}) as JsonObject;
  const metadata = (content.metadata ?? {}) as JsonObject;
  const displayId = (content.transient as { display_id?: string } | undefined)?.display_id;
  switch (header.msg_type) {
    case 'stream': {
      const name = content.name === 'stderr' ? 'stderr' : 'stdout';
      return { kind: 'output', output: { output_type: 'stream', name, text: String(content.text) } };
    }
    case 'display_data':
      return { kind: 'output', output: { output_type: 'display_data', data, metadata }, displayId };
    case 'execute_result': {
      const execution_count = Number(content.execution_count);
      return {
        kind: 'output',
        output: { output_type: 'execute_result', data, metadata, execution_count },
        displayId,
      };
    }
    case 'error': {
      const traceback = Array.isArray(content.traceback) ? content.traceback.map(String) : [];
      const [ename, evalue] = [String(content.ename), String(content.evalue)];
      return { kind: 'output', output: { output_type: 'error', ename, evalue, traceback } };
    }
    case 'update_display_data':
      return displayId === undefined ? undefined : { kind: 'update', displayId, data, metadata };
    case 'clear_output':
      return { kind: 'clear', wait: content.wait === true };
    default:
      return undefined;
  }
}

/**
 * The outputs of a notebook's cells while they run, merged as in Jupyter: text of one stream is appended to the text
 * before it, an updated display changes wherever it is, even in earlier cells.
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

  /** @param cell the outputs of the event's cell, the latest unless an earlier one still produces output */
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
