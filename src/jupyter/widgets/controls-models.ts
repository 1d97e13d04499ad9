import { type ModelKind, WidgetModel } from './model.js';
import type { WidgetState } from './state.js';

/** The versions of the attributes that ipywidgets 8 and its front ends of today agree on. */
const CONTROLS = { module: '@jupyter-widgets/controls', version: '2.0.0' };
const BASE = { module: '@jupyter-widgets/base', version: '2.0.0' };

/** The model of a control of ipywidgets, with a layout and, where its kind has one, a style. */
export function controlsModel(
  names: { model: string; view: string; style?: string },
  state: WidgetState,
): WidgetModel {
  const { style, ...classes } = names;
  const styled = style === undefined ? {} : { style: styleModel(style) };
  return new WidgetModel({ ...CONTROLS, ...classes }, { ...state, ...styled, layout: layoutModel() });
}

/** How wide a widget is and where it stands; empty, for the front end to say. */
export function layoutModel(): WidgetModel {
  return new WidgetModel({ ...BASE, model: 'LayoutModel', view: 'LayoutView' }, {});
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
