import { aFunction, aText, check, hasTypes, requireList } from '../../util/checks.js';
import { INSPECT } from '../../util/description.js';
import type { MimeBundle, WidgetState } from '../../util/kernel-context.js';
import { printable } from '../display/draw-table.js';
import { JUPYTER_DISPLAY } from '../display/front-end.js';
import { type ModelKind, WidgetModel } from './model.js';

/** Something that a notebook shows and that lives on there: a control, a box of them, an output. */
export interface Widget {
  /** @internal Its state, shared with the front ends. */
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

/** The checks of {@link ControlOptions}. */
export const CONTROL_CHECKS = { label: aText, onChange: aFunction };

/** @throws InputError unless they are widgets */
export function requireWidgets(children: unknown): asserts children is readonly Widget[] {
  const isWidget = hasTypes({ model: 'object', describe: 'function', close: 'function' });
  requireList(children, isWidget, 'widgets, as in [widgets.text(), widgets.output()]');
}

/**
 * Adds a function to those that are called.
 *
 * @returns a function that takes it away again
 * @throws InputError for anything but a function
 */
export function addHandler<Handle>(handlers: Set<Handle>, handle: Handle): () => void {
  check('the handler', handle, aFunction);
  handlers.add(handle);
  return () => void handlers.delete(handle);
}

/** What a control is made of. */
interface ControlParts<T> {
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
    onChange: (handle) => addHandler(handlers, handle),
  };
}

/** The versions of the attributes that ipywidgets 8 and its front ends of today agree on. */
const CONTROLS = { module: '@jupyter-widgets/controls', version: '2.0.0' };
const BASE = { module: '@jupyter-widgets/base', version: '2.0.0' };

/** The front end's 300 pixels leave a slider with a label of some words no track. */
const LINE_LAYOUT = { width: '30rem', max_width: '100%' };

/** The model of a control of ipywidgets, with a layout and, where its kind has one, a style. */
export function controlsModel(
  names: { model: string; view: string; style?: string },
  state: WidgetState,
  layout: WidgetState = {},
): WidgetModel {
  const { style, ...classes } = names;
  const styled = style === undefined ? {} : { style: styleModel(style) };
  // Left out, it is null, which the front end shows as the word.
  const tooltip = 'description' in state ? { tooltip: '' } : {};
  return new WidgetModel(
    { ...CONTROLS, ...classes },
    { ...state, ...tooltip, ...styled, layout: layoutModel(layout) },
  );
}

/** {@link controlsModel} of a control that is a line: its label and what its user moves or fills. */
export function lineModel(
  names: { model: string; view: string; style: string },
  state: WidgetState & { description: string },
): WidgetModel {
  return controlsModel(names, state, LINE_LAYOUT);
}

/** How wide a widget is and where it stands; left out, the front end says. */
export function layoutModel(layout: WidgetState = {}): WidgetModel {
  return new WidgetModel({ ...BASE, model: 'LayoutModel', view: 'LayoutView' }, layout);
}

function styleModel(model: string): WidgetModel {
  const kind: ModelKind = {
    ...CONTROLS,
    model,
    view: 'StyleView',
    viewModule: BASE.module,
    viewVersion: BASE.version,
  };
  // The default width cuts labels of more than about ten letters.
  return new WidgetModel(kind, model === 'ButtonStyleModel' ? {} : { description_width: 'initial' });
}
