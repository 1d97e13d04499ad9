import { formatCount } from '../../util/format.js';
import { jsonNumbers } from './columns.js';
import {
  axis,
  chart,
  emptyChart,
  MAIN_COLOUR,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyLabel,
  plotlyText,
  topMargin,
} from './figure.js';

/** One value for each name, the first on top. */
interface NameRows {
  names: ArrayLike<string>;
  values: ArrayLike<number>;
  /** What a value is, for the axis and the hover text. */
  measure: string;
  /** How a value is written beside its mark. */
  format?: (value: number) => string;
  /** The colour of each mark; default the main colour for all. */
  colours?: string[];
}

/** Values of the rows as they are drawn. Rows stand at numbers: a category axis would put two of the same name into one place. */
interface DrawnRows {
  readonly x: (number | null)[];
  readonly y: number[];
  readonly text: string[];
}

export const ROW_HEIGHT = 26;

/** Bars from zero, for counts and sums; with their values beside them, the axis needs no numbers. */
export function nameBars(options: { title: string; subtitle?: string }, rows: NameRows): PlotlyFigure {
  if (rows.names.length === 0) return emptyChart(options);
  const { measure } = rows;
  const drawn = readRows(rows);
  const trace = {
    type: 'bar',
    orientation: 'h',
    ...marks(rows, drawn),
    textposition: 'outside',
    textangle: 0,
    cliponaxis: false,
  };
  return chart(options, [trace], {
    height: heightOf(options, drawn) - TICKS_HEIGHT,
    bargap: 0.25,
    xaxis: axis(measure, { showgrid: false, showticklabels: false, range: barRange(drawn) }),
    yaxis: { ...nameAxis(rows.names), showgrid: false },
  });
}

/** Dots on an axis that begins near the lowest value, for values whose distance from zero says nothing. */
export function nameDots(options: { title: string; subtitle?: string }, rows: NameRows): PlotlyFigure {
  if (rows.names.length === 0) return emptyChart(options);
  const drawn = readRows(rows);
  const shown = marks(rows, drawn);
  const trace = { type: 'scatter', mode: 'markers', ...shown, marker: { ...shown.marker, size: 11 } };
  return chart(options, [trace], {
    height: heightOf(options, drawn),
    hovermode: 'closest',
    xaxis: axis(rows.measure, { showgrid: false, zeroline: false, nticks: 6, range: dotRange(drawn) }),
    yaxis: { ...nameAxis(rows.names), griddash: 'dot' },
    annotations: drawn.x.flatMap((x, row) => (x === null ? [] : [valueBeside(x, row, drawn.text[row])])),
  });
}

function readRows({ values, format = formatCount }: NameRows): DrawnRows {
  const x = jsonNumbers(values);
  return {
    x,
    y: x.map((_, row) => row),
    text: x.map((value) => (value === null ? '' : format(value))),
  };
}

function marks({ names, measure, colours }: NameRows, { x, y, text }: DrawnRows) {
  return {
    name: plotlyText(measure),
    x,
    y,
    marker: { color: colours ?? MAIN_COLOUR },
    text,
    customdata: Array.from(names, plotlyText),
    hovertemplate: `<b>%{customdata}</b><br>${plotlyText(measure)}: %{text}<extra></extra>`,
  };
}

/** A value as text, right of what marks it. */
export function valueBeside(x: number, y: number, text: string, panel = ''): PlotlyObject {
  return {
    x,
    y,
    xref: `x${panel}`,
    yref: `y${panel}`,
    text,
    showarrow: false,
    xanchor: 'left',
    xshift: 6,
    font: { size: 12 },
  };
}

/** The axis of rows with a name each, the first on top; the rows stand at 0, 1, 2 ... */
export function nameAxis(names: ArrayLike<string>): PlotlyObject {
  return {
    tickmode: 'array',
    tickvals: Array.from(names, (_, row) => row),
    ticktext: Array.from(names, plotlyLabel),
    range: [names.length - 0.5, -0.5],
    zeroline: false,
    ticklabelstandoff: 6,
  };
}

/** What an axis with numbers and a title takes, and of that the numbers, in pixels. */
const AXIS_HEIGHT = 60;
const TICKS_HEIGHT = 18;

function heightOf(options: { subtitle?: string }, { y }: DrawnRows): number {
  return topMargin(options) + AXIS_HEIGHT + ROW_HEIGHT * y.length;
}

/** A share of the axis, where long names have left about 260 pixels of a chart. */
const DIGIT_WIDTH = 0.028;

/** What the longest value takes, as a share of the axis. */
function textRoom({ text }: DrawnRows): number {
  return DIGIT_WIDTH * text.reduce((max, each) => Math.max(max, each.length), 0);
}

/** From zero, with room at both ends for the values written outside of the bars. */
function barRange(rows: DrawnRows): [number, number] {
  const low = rows.x.reduce<number>((min, value) => Math.min(min, value ?? 0), 0);
  const high = rows.x.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  const room = textRoom(rows) * (high - low || 1);
  return [low < 0 ? low - room : 0, high + room];
}

/** From the lowest to the highest value, with air on the left and room for the values on the right. */
function dotRange(rows: DrawnRows): [number, number] {
  const values = rows.x.filter((value) => value !== null);
  const [low, high] = values.reduce(
    ([min, max], value) => [Math.min(min, value), Math.max(max, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (values.length === 0) return [0, 1];
  const span = high - low || Math.abs(high) / 10 || 1;
  return [low - 0.05 * span, high + (0.03 + textRoom(rows)) * span];
}
