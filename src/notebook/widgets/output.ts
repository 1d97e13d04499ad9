import { stripVTControlCharacters } from 'node:util';
import type { Output } from '../jupyter/nbformat.js';
import { layoutModel } from './controls-models.js';
import { currentWidgetHost } from './host.js';
import { WidgetModel } from './model.js';
import { Recording } from './recording.js';
import { makeWidget, type Widget } from './widget.js';

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
 * const log = output();
 * show(log);
 * log.run(() => console.log('in here'));
 */
export function output(): OutputWidget {
  const model = outputModel();
  const recording = new Recording((outputs) => model.set({ outputs }));
  return {
    ...makeWidget(model, () => textOf(model.get('outputs') as Output[])),
    run(work) {
      const host = currentWidgetHost();
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
