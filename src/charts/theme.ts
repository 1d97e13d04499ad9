import type { ChartOptions, PlotlyFigure, PlotlyObject } from './plotly-figure.js';
import { plotlyText } from './plotly-text.js';

/*
 * How charts look, and who decides. Data colours are set on the traces. Everything neutral is in
 * `layout.template`, which Plotly ranks below `layout`: backgrounds are transparent, lines a translucent
 * grey, text a grey that can be read on white and on black. A page that knows its own colours sets
 * `layout.font.color` (every text follows) or puts a template of its own in the place of this one.
 */

/**
 * Colours for groups, distinguishable with every common form of colour blindness and on light and dark
 * backgrounds: Paul Tol's "bright" scheme (https://sros.nl/personal/~pault/), without its grey.
 */
export const GROUP_COLOURS = ['#4477aa', '#ee6677', '#228833', '#ccbb44', '#66ccee', '#aa3377'];

/** The colour of a chart's one series. */
export const MAIN_COLOUR = GROUP_COLOURS[0];

/** For what stands beside the data: the artist that was asked for, values that are missing. */
export const NEUTRAL_COLOUR = '#999999';

/** Lines and areas that should be seen on any background, and no more than that. */
export const FAINT = 'rgba(128,128,128,0.28)';

/** From few to many: one hue, so that the order survives colour blindness and a grey printer. */
export const FEW_TO_MANY = [
  [0, '#c3d7ea'],
  [0.5, '#5f94c4'],
  [1, '#1d4e86'],
];

const FONT_FAMILY = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Contrast about 4.2 to 1 on white and 4.5 to 1 on #121212. */
const TEXT_GREY = '#7b7b7b';

const AXIS = {
  automargin: true,
  gridcolor: FAINT,
  linecolor: FAINT,
  zerolinecolor: FAINT,
  title: { font: { size: 13 }, standoff: 12 },
};

function template(): PlotlyObject {
  return {
    layout: {
      font: { family: FONT_FAMILY, size: 13, color: TEXT_GREY },
      title: { x: 0, xref: 'container', xanchor: 'left', pad: { l: 12 }, font: { size: 17 } },
      paper_bgcolor: 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      colorway: GROUP_COLOURS,
      hoverlabel: { align: 'left' },
      xaxis: AXIS,
      yaxis: AXIS,
    },
  };
}

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
      template: template(),
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
