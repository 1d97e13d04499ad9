import { type ModelKind, WidgetModel } from './model.js';
import type { WidgetState } from './state.js';

/** The versions of the attributes that ipywidgets 8 and its front ends of today agree on. */
const CONTROLS = { module: '@jupyter-widgets/controls', version: '2.0.0' };
const BASE = { module: '@jupyter-widgets/base', version: '2.0.0' };

/** The front end's 300 pixels leave a slider with a label of some words no track. */
const LINE_LAYOUT = { width: '30rem', max_width: '100%' };

/** Wider labels are cut: the control itself needs room too. */
const WIDEST_LABEL = 30;

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

/** Gives the labels of lines that stand below each other one width, so that what is beside them is aligned. */
export function alignLabels(models: readonly WidgetModel[]): void {
  const lines = models.filter((model) => styleOf(model)?.get('description_width') !== undefined);
  // The label of a checkbox stands behind it.
  const isCheckbox = (model: WidgetModel) => model.get('indent') !== undefined;
  const lengths = lines.map((model) => (isCheckbox(model) ? 0 : String(model.get('description')).length));
  const widest = Math.min(WIDEST_LABEL, Math.max(0, ...lengths));
  if (widest === 0) return;
  for (const model of lines) {
    // The width of a 0 for each letter, of which most are narrower.
    styleOf(model)?.set({ description_width: `${widest + 1}ch` });
    if (isCheckbox(model)) model.set({ indent: true });
  }
}

function styleOf(model: WidgetModel): WidgetModel | undefined {
  const style = model.get('style');
  return style instanceof WidgetModel ? style : undefined;
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
