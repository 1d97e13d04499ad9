import { formatCount } from '../../util/format.js';
import { jsonNumbers } from './columns.js';
import type { PlotlyFigure } from './plotly-figure.js';
import { plotlyLabel, plotlyText } from './plotly-text.js';
import { axis, chart, emptyChart, MAIN_COLOUR } from './theme.js';

/** Horizontal bars, one for each name, the first on top. */
export interface NameBars {
  names: ArrayLike<string>;
  values: ArrayLike<number>;
  /** What a value is, for the axis and the hover text. */
  measure: string;
  /** How a value is written beside its bar. */
  format?: (value: number) => string;
  /** The colour of each bar; default the main colour for all. */
  colours?: string[];
}

const BAR_HEIGHT = 26;

/**
 * The common form of rankings. Bars stand at numbers, not at names: a category axis would put two bars of
 * the same name (or of names that are alike once cut) into one place.
 */
export function nameBarsChart(
  options: { title: string; subtitle?: string },
  { names, values, measure, format = formatCount, colours }: NameBars,
): PlotlyFigure {
  const rows = names.length;
  if (rows === 0) return emptyChart(options);
  const x = jsonNumbers(values);
  const y = x.map((_, row) => row);
  const text = x.map((value) => (value === null ? '' : format(value)));
  const trace = {
    type: 'bar',
    orientation: 'h',
    x,
    y,
    marker: { color: colours ?? MAIN_COLOUR },
    text,
    textposition: 'outside',
    textangle: 0,
    cliponaxis: false,
    customdata: Array.from(names, plotlyText),
    hovertemplate: `<b>%{customdata}</b><br>${plotlyText(measure)}: %{text}<extra></extra>`,
  };
  return chart(options, [trace], {
    height: (options.subtitle ? 148 : 124) + BAR_HEIGHT * rows,
    bargap: 0.25,
    xaxis: axis(measure, { showgrid: false, range: barRange(x, text) }),
    yaxis: {
      tickmode: 'array',
      tickvals: y,
      ticktext: Array.from(names, plotlyLabel),
      range: [rows - 0.5, -0.5],
      showgrid: false,
      zeroline: false,
      ticklabelstandoff: 6,
    },
  });
}

/** Of a chart about 480 pixels wide, with some air. */
const DIGIT_WIDTH = 0.02;

/** From zero, with room at both ends for the values written outside of the bars. */
function barRange(values: (number | null)[], texts: string[]): [number, number] {
  const low = values.reduce<number>((min, value) => Math.min(min, value ?? 0), 0);
  const high = values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  const digits = texts.reduce((max, text) => Math.max(max, text.length), 0);
  const room = digits * DIGIT_WIDTH * (high - low || 1);
  return [low < 0 ? low - room : 0, high + room];
}
