import { alignLabels, controlsModel } from './controls-models.js';
import { makeWidget, type Widget } from './widget.js';

/**
 * Widgets side by side.
 *
 * @example hbox([slider({ min: 1, max: 40 }), button({ label: 'train' })])
 */
export function hbox(children: readonly Widget[]): Widget {
  return box('HBox', children);
}

/**
 * Widgets one below the other, what stands beside their labels aligned.
 *
 * @example vbox([text({ label: 'artist' }), output()])
 */
export function vbox(children: readonly Widget[]): Widget {
  alignLabels(children.map(({ model }) => model));
  return box('VBox', children);
}

function box(name: 'HBox' | 'VBox', children: readonly Widget[]): Widget {
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
