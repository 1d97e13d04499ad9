import { WidgetModel } from './model.js';
import { controlsModel, makeWidget, requireWidgets, type Widget } from './widget.js';

/**
 * Widgets side by side.
 *
 * @throws InputError for anything but widgets
 * @example widgets.hbox([widgets.slider({ min: 1, max: 40 }), widgets.button({ label: 'train' })])
 */
export function hbox(children: readonly Widget[]): Widget {
  return box('HBox', children);
}

/**
 * Widgets one below the other, what stands beside their labels aligned.
 *
 * @throws InputError for anything but widgets
 * @example widgets.vbox([widgets.text({ label: 'artist' }), widgets.output()])
 */
export function vbox(children: readonly Widget[]): Widget {
  requireWidgets(children);
  alignLabels(children.map(({ model }) => model));
  return box('VBox', children);
}

function box(name: 'HBox' | 'VBox', children: readonly Widget[]): Widget {
  requireWidgets(children);
  const models = children.map(({ model }) => model);
  const model = controlsModel({ model: `${name}Model`, view: `${name}View` }, { children: models });
  const lines = () => children.map((child) => child.describe()).filter((line) => line !== '');
  const widget = makeWidget(model, () => lines().join('\n'));
  return {
    ...widget,
    close() {
      widget.close();
      for (const child of children) child.close();
    },
  };
}

/** Wider labels are cut: the control itself needs room too. */
const WIDEST_LABEL = 30;

/** Gives the labels of lines that stand below each other one width, so that what is beside them is aligned. */
function alignLabels(models: readonly WidgetModel[]): void {
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
