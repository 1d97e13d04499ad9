import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { Plotly } from '../../page/plotly.js';
import { FIGURE_RANK, figureRenderer } from './figure-widget.js';

/** Where outlines of countries are: on this server; Plotly would fetch them from another. */
export function mapsAddress(): string {
  return URLExt.join(PageConfig.getOption('fullStaticUrl'), 'topojson/');
}

/** Plotly, loaded for the first chart. */
export async function loadPlotly(): Promise<Plotly> {
  const { default: plotly } = await import('plotly.js-dist-min');
  return plotly as unknown as Plotly;
}

/** Plotly figures, drawn with the lab's own Plotly. */
export const figureExtension: IRenderMime.IExtension = {
  id: 'listenlab:plotly',
  description: 'Draws Plotly figures.',
  rank: FIGURE_RANK,
  rendererFactory: figureRenderer({ load: loadPlotly, maps: mapsAddress }),
  dataType: 'json',
};
