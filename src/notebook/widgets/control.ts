import { printable } from '../display/text-table.js';
import type { WidgetModel } from './model.js';
import { makeWidget, type Widget } from './widget.js';

/** A widget that holds one value, which its user and the code of cells change alike. */
export interface Control<T> extends Widget {
  /** What stands before it. */
  label: string;
  value: T;
  /**
   * Calls `handle` with every new value, whoever has set it. What it prints, shows and throws after a move of its
   * user appears where the control is shown.
   *
   * @returns a function that ends this
   */
  onChange(handle: (value: T) => unknown): () => void;
}

/** What every control takes. */
export interface ControlOptions<T> {
  /** What stands before it; default nothing, in `interact` the name of the value. */
  label?: string;
  /** As {@link Control.onChange}. */
  onChange?: (value: T) => unknown;
}

/** What a control is made of. */
export interface ControlParts<T> {
  model: WidgetModel;
  onChange: ControlOptions<T>['onChange'];
  /** The attribute of the model that holds the value. */
  attribute: string;
  read(attribute: unknown): T;
  /** @throws InputError for a value that the control cannot take */
  write(value: T): unknown;
  /** The value and what it may be, e.g. `15 (slider 1 to 40)`. */
  describe(value: T): string;
}

/** A control out of its parts. */
export function makeControl<T>(parts: ControlParts<T>): Control<T> {
  const { model, onChange, attribute, read, write, describe } = parts;
  const handlers = new Set<(value: T) => unknown>(onChange ? [onChange] : []);
  const value = () => read(model.get(attribute));
  const label = () => String(model.get('description'));
  model.onUpdate((names) => {
    if (!names.has(attribute)) return undefined;
    return Promise.all([...handlers].map((handle) => handle(value())));
  });
  const text = () => printable(label() === '' ? describe(value()) : `${label()}: ${describe(value())}`);
  const widget = makeWidget(model, text);
  return {
    ...widget,
    get label() {
      return label();
    },
    set label(text) {
      model.set({ description: text });
    },
    get value() {
      return value();
    },
    set value(next) {
      model.set({ [attribute]: write(next) });
    },
    onChange(handle) {
      handlers.add(handle);
      return () => void handlers.delete(handle);
    },
  };
}
