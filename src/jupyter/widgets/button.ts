import { printable } from '../../display/text-table.js';
import { controlsModel } from './controls-models.js';
import { makeWidget, type Widget } from './widget.js';

/** A button; see {@link button}. */
export interface Button extends Widget {
  /**
   * Calls `handle` at every click.
   *
   * @returns a function that ends this
   */
  onClick(handle: () => unknown): () => void;
}

/**
 * A button. What its handlers print goes to the log of the front end: use an `output` for what is to be seen.
 *
 * @example
 * const train = button('train');
 * const result = output();
 * train.onClick(() => result.run(async () => show(await trainAls(interactions))));
 * vbox([train, result])
 * @param label what stands on it
 */
export function button(label: string): Button {
  const model = controlsModel(
    { model: 'ButtonModel', view: 'ButtonView', style: 'ButtonStyleModel' },
    { description: label },
  );
  const handlers = new Set<() => unknown>();
  model.onCustom((content) => {
    if ((content as { event?: unknown } | null)?.event !== 'click') return undefined;
    return Promise.all([...handlers].map((handle) => handle()));
  });
  return {
    ...makeWidget(model, () => `${printable(label)} (button)`),
    onClick(handle) {
      handlers.add(handle);
      return () => void handlers.delete(handle);
    },
  };
}
