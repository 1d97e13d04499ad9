import type { DisplayOptions } from '../display/front-end.js';
import type { MimeBundle } from '../display/mime-bundle.js';
import type { CellEvent } from '../jupyter/cell-events.js';
import type { Output } from '../jupyter/nbformat.js';
import type { OutputSink } from '../jupyter/output-sink.js';
import { NotebookOutputs } from '../jupyter/outputs.js';

/** Outputs are sent whole each time they change; more often than this is more than a screen shows. */
const PATIENCE_MILLISECONDS = 50;

/** Keeps what code prints and shows as a list of outputs, and hands the list on now and then. */
export class Recording implements OutputSink {
  readonly #write: (outputs: Output[]) => void;
  readonly #merged = new NotebookOutputs();
  readonly #outputs = this.#merged.begin();
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  /** @param write receives the list, for the first time when there is something in it */
  constructor(write: (outputs: Output[]) => void) {
    this.#write = write;
  }

  print(name: 'stdout' | 'stderr', text: string): void {
    this.#apply({ kind: 'output', output: { output_type: 'stream', name, text } });
  }

  /** @throws TypeError for a bundle that JSON has no words for; it is read now, and may be changed afterwards */
  display(bundle: MimeBundle, { displayId, update = false }: DisplayOptions = {}): void {
    const data: MimeBundle = JSON.parse(JSON.stringify(bundle));
    const metadata = {};
    if (update && displayId !== undefined) this.#apply({ kind: 'update', displayId, data, metadata });
    else this.add({ output_type: 'display_data', data, metadata }, displayId);
  }

  add(output: Output, displayId?: string): void {
    this.#apply({ kind: 'output', output, displayId });
  }

  clear(): void {
    this.#apply({ kind: 'clear', wait: false });
  }

  /** Hands the list on as it is; what still comes counts too. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#ended) this.#write([...this.#outputs]);
  }

  /** Takes nothing more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#ended = true;
  }

  #apply(event: CellEvent): void {
    if (this.#ended) return;
    this.#merged.apply(event);
    this.#timer ??= setTimeout(() => this.flush(), PATIENCE_MILLISECONDS);
  }
}
