/*
 * How figures look, and what decides it. Data colours are set on the traces. Everything neutral is in
 * `layout.template`, which Plotly ranks below `layout`: backgrounds are transparent, lines a translucent grey, text a
 * grey that can be read on white and on black. A page that knows its own colours sets `layout.font.color` (every text
 * follows) or replaces this template by its own.
 */

/**
 * Colours for groups, distinguishable with every common form of colour blindness and on light and dark
 * backgrounds: Paul Tol's "bright" scheme (https://sros.nl/personal/~pault/), without its grey.
 */
export const GROUP_COLOURS = ['#4477aa', '#ee6677', '#228833', '#ccbb44', '#66ccee', '#aa3377'];

/** Lines and areas that should be visible, but faint, on any background. */
export const FAINT = 'rgba(128,128,128,0.28)';

const FONT_FAMILY = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Contrast about 4.2 to 1 on white and 4.5 to 1 on #121212. */
const TEXT_GREY = '#7b7b7b';

/** Thousands are separated up to a billion; Plotly's own 20k would clash with 20,000 elsewhere. */
const NUMBERS = { separatethousands: true, exponentformat: 'power', minexponent: 9 };

const AXIS = {
  automargin: true,
  gridcolor: FAINT,
  linecolor: FAINT,
  zerolinecolor: FAINT,
  title: { font: { size: 13 }, standoff: 12 },
  ...NUMBERS,
};

/**
 * The lab's look of a Plotly figure, as the value of `layout.template`. The lab, reports and `show` apply it to figures
 * without a template; use it to build on it, or to draw elsewhere.
 *
 * @example
 * const template = charts.plotlyTheme();
 * show({ data, layout: { template: { ...template, layout: { ...template.layout, colorway: ['teal', 'tomato'] } } } })
 */
export function plotlyTheme(): { layout: Record<string, unknown> } {
  return {
    layout: {
      font: { family: FONT_FAMILY, size: 13, color: TEXT_GREY },
      title: { x: 0, xref: 'container', xanchor: 'left', pad: { l: 12 }, font: { size: 17 } },
      paper_bgcolor: 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      colorway: [...GROUP_COLOURS],
      hoverlabel: { align: 'left' },
      xaxis: AXIS,
      yaxis: AXIS,
    },
  };
}
