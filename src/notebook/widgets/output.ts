import { stripVTControlCharacters } from 'node:util';
import { aFunction, check } from '../../util/checks.js';
import {
  type DisplayOptions,
  kernelContext,
  type MimeBundle,
  type OutputSink,
} from '../../util/kernel-context.js';
import type { Output } from '../jupyter/nbformat.js';
import type { CellEvent } from '../jupyter/outputs.js';
import { NotebookOutputs } from '../jupyter/outputs.js';
import { WidgetModel } from './model.js';
import { layoutModel, makeWidget, type Widget } from './widget.js';

/** A place for what code prints and shows; see {@link output}. */
export interface OutputWidget extends Widget {
  /**
   * Runs code that prints and shows into this place, also later, from timers and promises. Where there is
   * none, as outside of a notebook, it prints and shows as ever.
   *
   * @returns what the code returns
   */
  run<T>(work: () => T): T;
  clear(): void;
}

/**
 * A place in the notebook for what code prints and shows, whenever it does.
 *
 * @example
 * const log = widgets.output();
 * show(log);
 * log.run(() => console.log('in here'));
 */
export function output(): OutputWidget {
  const model = outputModel();
  const recording = new Recording((outputs) => model.set({ outputs }));
  return {
    ...makeWidget(model, () => textOf(model.get('outputs') as Output[])),
    run(work) {
      check('what the output runs', work, aFunction);
      const host = kernelContext().widgetHost?.();
      return host ? host.run(recording, work) : work();
    },
    clear: () => recording.clear(),
  };
}

/** The model of an output widget, without any outputs. */
export function outputModel(): WidgetModel {
  const kind = {
    module: '@jupyter-widgets/output',
    version: '1.0.0',
    model: 'OutputModel',
    view: 'OutputView',
  };
  return new WidgetModel(kind, { outputs: [], msg_id: '', layout: layoutModel() });
}

/** Outputs as text, for where they cannot be shown. */
export function textOf(outputs: readonly Output[]): string {
  const texts = outputs.map((output) => {
    if (output.output_type === 'stream') return output.text.trimEnd();
    if (output.output_type === 'error') return stripVTControlCharacters(output.traceback.join('\n'));
    return String(output.data['text/plain'] ?? '');
  });
  return texts.filter((text) => text !== '').join('\n');
}

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
