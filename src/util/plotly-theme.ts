import { BELOW_TO_ABOVE, FAINT, FEW_TO_MANY, GROUP_COLOURS } from './chart-colours.js';

/*
 * How figures look, and what decides it. Our charts set the colours of their data on the traces; those of other people
 * get them from here. Everything neutral is in `layout.template`, which Plotly ranks below `layout`: backgrounds are
 * transparent, lines a translucent grey, text a grey that can be read on white and on black. A page that knows its own
 * colours sets `layout.font.color` (every text follows) or replaces this template by its own.
 */

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
  ticklabelstandoff: 4,
  title: { font: { size: 13 }, standoff: 12 },
  ...NUMBERS,
};

const COLOUR_BAR = {
  thickness: 10,
  outlinewidth: 0,
  title: { font: { size: 12 } },
  tickfont: { size: 12 },
  ...NUMBERS,
};

/** Traces that colour by value, for which Plotly has other colours than the layout's. */
const COLOURED_BY_VALUE = [
  'heatmap',
  'contour',
  'histogram2d',
  'histogram2dcontour',
  'choropleth',
  'surface',
];

/**
 * The lab's look of a Plotly figure, as the value of `layout.template`. The lab, reports and `show` apply it to figures
 * without a template; use it to build on it, or to draw elsewhere.
 *
 * @example
 * const template = charts.plotlyTheme();
 * show({ data, layout: { template: { ...template, layout: { ...template.layout, colorway: ['teal', 'tomato'] } } } })
 */
export function plotlyTheme(): { data: Record<string, object[]>; layout: Record<string, unknown> } {
  const coloured = () => [{ colorscale: FEW_TO_MANY, colorbar: COLOUR_BAR }];
  return {
    data: Object.fromEntries(COLOURED_BY_VALUE.map((type) => [type, coloured()])),
    layout: {
      font: { family: FONT_FAMILY, size: 13, color: TEXT_GREY },
      title: {
        x: 0,
        xref: 'container',
        xanchor: 'left',
        pad: { l: 12 },
        font: { size: 17 },
        subtitle: { font: { size: 13 } },
      },
      paper_bgcolor: 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      colorway: [...GROUP_COLOURS],
      colorscale: {
        sequential: FEW_TO_MANY,
        // Of negative values, the lowest are the most.
        sequentialminus: [...FEW_TO_MANY].map(([share], at, all) => [share, all[all.length - 1 - at][1]]),
        diverging: BELOW_TO_ABOVE,
      },
      hoverlabel: { align: 'left' },
      xaxis: AXIS,
      yaxis: AXIS,
      coloraxis: { colorbar: COLOUR_BAR },
    },
  };
}
