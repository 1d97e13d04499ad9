import { INSPECT } from '../../util/description.js';
import { JUPYTER_DISPLAY } from '../display/jupyter-display.js';
import type { MimeBundle } from '../display/mime-bundle.js';
import type { WidgetModel } from './model.js';

/** Something that a notebook shows and that lives on there: a control, a box of them, an output. */
export interface Widget {
  /** Its state, shared with the front ends. */
  readonly model: WidgetModel;
  /** One line (a box: one for each of its children) that says what it is, where it cannot be shown. */
  describe(): string;
  /** What a notebook shows of it, also as the last value of a cell. */
  [JUPYTER_DISPLAY](): MimeBundle;
  /** What a console shows of it. */
  [INSPECT](): string;
  /** Takes it from all front ends. */
  close(): void;
}

/** A widget made of its model and a description. */
export function makeWidget(model: WidgetModel, describe: () => string): Widget {
  return {
    model,
    describe,
    [JUPYTER_DISPLAY]() {
      const model_id = model.show();
      const text = { 'text/plain': describe() };
      if (model_id === undefined) return text;
      const view = { version_major: 2, version_minor: 0, model_id };
      return { 'application/vnd.jupyter.widget-view+json': view, ...text };
    },
    [INSPECT]: describe,
    close: () => model.close(),
  };
}
