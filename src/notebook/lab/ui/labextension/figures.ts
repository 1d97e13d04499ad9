import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { Plotly } from '../../../page/plotly.js';
import styles from '../figure.css';
import { FIGURE_RANK, figureRenderer, PLOTLY_TYPE } from '../figure-widget.js';

/** The address of what is installed beside this module. */
function besideThis(name: string): string {
  return new URL(name, import.meta.url).href;
}

/**
 * Draws Plotly figures in a JupyterLab or Notebook that has nothing else to draw them.
 *
 * JupyterLab's registry keeps only the renderer of a type that was added last, whatever its rank. A MIME extension would
 * therefore replace another one by chance; a plugin can look first. Where the other one comes later, it replaces this.
 */
export const figuresPlugin: JupyterFrontEndPlugin<void> = {
  id: `${FIGURES_EXTENSION}:plugin`,
  description: 'Draws the Plotly figures of notebooks, as the lab of listenlab does.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate: (_app, registry: IRenderMimeRegistry) => {
    if (registry.getFactory(PLOTLY_TYPE) !== undefined) return;
    document.head.append(Object.assign(document.createElement('style'), { textContent: styles }));
    registry.addFactory(
      figureRenderer({ load: loadPlotly, maps: () => besideThis('topojson/') }),
      FIGURE_RANK,
    );
  },
};

async function loadPlotly(): Promise<Plotly> {
  const { default: plotly } = await import(besideThis('plotly.js'));
  return plotly;
}
