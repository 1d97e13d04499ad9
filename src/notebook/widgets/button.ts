import { aFunction, aText, check, readOptions } from '../../util/checks.js';
import { printable } from '../display/draw-table.js';
import { addHandler, controlsModel, makeWidget, type Widget } from './widget.js';

/** A button; see {@link button}. */
export interface Button extends Widget {
  /**
   * Calls `handle` at every click. What it prints, shows and throws appears where the button is shown; what is to
   * replace what the click before it left goes into an `output`.
   *
   * @returns a function that ends this
   */
  onClick(handle: () => unknown): () => void;
}

/** Options of {@link button}. */
export interface ButtonOptions {
  /** What stands on it. */
  label: string;
  /** As {@link Button.onClick}. */
  onClick?: () => unknown;
}

/**
 * A button.
 *
 * @example widgets.button({ label: 'train', onClick: async () => show(await trainAls(interactions)) })
 */
export function button(options: ButtonOptions): Button {
  const { label, onClick } = readOptions(options, { label: aText, onClick: aFunction }, {}, 'button');
  check('label of button', label, aText);
  const model = controlsModel(
    { model: 'ButtonModel', view: 'ButtonView', style: 'ButtonStyleModel' },
    { description: label },
  );
  const handlers = new Set<() => unknown>(onClick ? [onClick] : []);
  model.onCustom((content) => {
    if ((content as { event?: unknown } | null)?.event !== 'click') return undefined;
    return Promise.all([...handlers].map((handle) => handle()));
  });
  return {
    ...makeWidget(model, () => `${printable(label)} (button)`),
    onClick: (handle) => addHandler(handlers, handle),
  };
}
