import { GROUP_COLOURS, plotlyTheme } from '../../util/plotly-theme.js';
import type { ColourScale } from './contrast.js';
import type { ChartOptions, PlotlyFigure, PlotlyObject } from './plotly-figure.js';
import { plotlyText } from './plotly-text.js';

/** The colour of a chart's one series. */
export const MAIN_COLOUR = GROUP_COLOURS[0];

/** For what stands beside the data: the artist that was asked for, values that are missing. */
export const NEUTRAL_COLOUR = '#999999';

/** From few to many: one hue, so that the order survives colour blindness and a grey printer. */
export const FEW_TO_MANY: ColourScale = [
  [0, '#c3d7ea'],
  [0.5, '#5f94c4'],
  [1, '#1d4e86'],
];

/**
 * A figure in the common style.
 *
 * @param options the title and subtitle as plain text
 * @param data the traces
 * @param layout what this chart adds to the common layout
 */
export function chart(
  options: { title: string; subtitle?: string },
  data: PlotlyObject[],
  layout: PlotlyObject,
): PlotlyFigure {
  const { title, subtitle } = options;
  return {
    data,
    layout: {
      template: plotlyTheme(),
      title: { text: plotlyText(title), ...(subtitle ? { subtitle: { text: plotlyText(subtitle) } } : {}) },
      height: 420,
      margin: { t: subtitle ? 84 : 60, r: 24, b: 48, l: 56 },
      ...layout,
    },
    config: { responsive: true, displaylogo: false },
  };
}

/** The figure that stands where there is nothing to draw. */
export function emptyChart(options: { title: string; subtitle?: string }): PlotlyFigure {
  return chart(options, [], {
    height: 180,
    xaxis: { visible: false },
    yaxis: { visible: false },
    annotations: [
      { text: 'nothing to show', showarrow: false, xref: 'paper', yref: 'paper', x: 0.5, y: 0.5 },
    ],
  });
}

/** An axis with its title. */
export function axis(title: string, settings: PlotlyObject = {}): PlotlyObject {
  return { title: { text: plotlyText(title) }, ...settings };
}

/** A chart's own title where the caller gave none. */
export function withTitle(options: ChartOptions, title: string): { title: string; subtitle?: string } {
  return { title: options.title ?? title, subtitle: options.subtitle };
}
