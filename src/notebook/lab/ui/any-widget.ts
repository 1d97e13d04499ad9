import { IJupyterWidgetRegistry } from '@jupyter-widgets/base';
import type { Plugin } from './choose-plugins.js';
import { loadPlotly } from './figure.js';

/** Widgets that bring their own code: anywidget's model and view, loaded when the first one is shown. */
export const anyWidget: Plugin = {
  id: 'listenlab:anywidget',
  description: 'Registers anywidget.',
  requires: [IJupyterWidgetRegistry],
  autoStart: true,
  activate: (_app, registry: IJupyterWidgetRegistry) => {
    // Panels draw with the page's Plotly: the kernel that could send it may be busy or gone.
    Object.assign(globalThis, { listenlabLoadPlotly: loadPlotly });
    // Models and views match only if they come from the same call of `makeWidget`.
    let classes: ReturnType<typeof loadClasses> | undefined;
    registry.registerWidget({
      name: 'anywidget',
      version: ANYWIDGET_VERSION,
      exports: () => {
        classes ??= loadClasses();
        return classes;
      },
    });
  },
};

async function loadClasses() {
  const [{ default: makeWidget }, base] = await Promise.all([
    import('anywidget'),
    import('@jupyter-widgets/base'),
  ]);
  const { AnyModel, AnyView } = makeWidget(base);
  return {
    AnyModel,
    AnyView: class extends AnyView {
      /** Called by the bundle's anywidget, which would only throw; see `package-fixes.ts`. */
      listenlabFailed(error: unknown): void {
        // For the widget's author: the console shows where it was thrown.
        reportError(error);
        const message = document.createElement('div');
        message.className = 'listenlab-widget-error';
        message.textContent = `This widget cannot be shown: ${error}`;
        this.el.replaceChildren(message);
      }
    },
  };
}
