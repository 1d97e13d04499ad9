import { IJupyterWidgetRegistry } from '@jupyter-widgets/base';
import type { Plugin } from './choose-plugins.js';

/** Widgets whose code comes with them: anywidget's model and view, loaded when the first one is shown. */
export const anyWidget: Plugin = {
  id: 'listenlab:anywidget',
  description: 'Registers anywidget.',
  requires: [IJupyterWidgetRegistry],
  autoStart: true,
  activate: (_app, registry: IJupyterWidgetRegistry) => {
    registry.registerWidget({
      name: 'anywidget',
      version: ANYWIDGET_VERSION,
      exports: async () => {
        const [{ default: makeWidget }, base] = await Promise.all([
          import('anywidget'),
          import('@jupyter-widgets/base'),
        ]);
        return makeWidget(base);
      },
    });
  },
};
