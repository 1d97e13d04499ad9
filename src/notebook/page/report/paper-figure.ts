import { type AnyFigure, thinLabels } from '../narrow-figure.js';
import { inTwoLines, labelLength } from '../narrow-labels.js';
import { asObject, type PlotlyObject } from '../plotly.js';

/** The size of a figure's type on paper, in pixels. */
export const PAPER_TYPE = 10.5;
/** The width of a page between the margins set in the print style, in pixels; A4 and Letter both have it. */
const WIDTH = 680;
/** Height on paper, of that on the screen: three figures fit on a page. */
const HEIGHT = { share: 0.48, least: 135, most: 195 };
/** The same of world maps, about twice as wide as high, and of points with names, which need both ways. */
const MAP_HEIGHT = { share: 0.6, least: 150, most: 290 };
const NAMED_HEIGHT = { share: 0.62, least: 150, most: 300 };
/** What a row of bars or dots needs for its name, and the axis below all rows. */
const ROW = { height: 12.5, axis: 56 };
/** What an entry of a legend needs: its line, the sign before its name, and a letter of that. */
const LEGEND = { line: 19, sign: 48, letter: 0.56 * PAPER_TYPE };
/** The size of points among names, of that on the screen. */
const MARKER_SHARE = 0.7;
/** The space above a plot, which the screen has for buttons, and what its axis needs below. */
const TOP_MARGIN = 10;
const BOTTOM_MARGIN = 42;

/**
 * Fits a figure to a printed page: lower than on the screen, but as high as its rows, names and legend need, in small
 * type, and without names that would cover one another.
 *
 * @param figure a copy, which is changed
 * @param height its height on the screen, in pixels
 * @returns the height it needs
 */
export function paperFigure({ data, layout }: AnyFigure, height: number): number {
  const margin = asObject(layout.margin) as { t?: number; b?: number };
  const { t = TOP_MARGIN, b = BOTTOM_MARGIN } = margin;
  const top = Math.min(t, Math.max(TOP_MARGIN, t - 20));
  layout.margin = { ...margin, t: top, b: Math.min(b, BOTTOM_MARGIN) };
  if (Array.isArray(layout.annotations)) layout.annotations = layout.annotations.map(inSmallType);
  const legend = legendOf(data, layout);
  const plot = plotHeight({ data, layout }, height);
  const all = Math.round(legend.isBelow ? plot + legend.height : Math.max(plot, legend.height));
  const named = data.filter(({ type, mode }) => type === 'scatter' && mode === 'markers+text');
  const size = { width: WIDTH, height: legend.isBelow ? plot : all };
  if (named.length > 0) for (const trace of data) trace.marker = inSmallMarkers(asObject(trace.marker));
  for (const trace of named) thinLabels(trace, layout, size, Number.POSITIVE_INFINITY);
  foldTitles(layout, all);
  Object.assign(layout, { autosize: false, width: WIDTH, height: all });
  return all;
}

/** Points among which names stand are closer to one another than on the screen. */
function inSmallMarkers(marker: PlotlyObject): PlotlyObject {
  const { size } = marker;
  const smaller = (each: unknown) => (typeof each === 'number' ? each * MARKER_SHARE : each);
  return { ...marker, size: Array.isArray(size) ? size.map(smaller) : smaller(size) };
}

/** Writes the title of an upright axis on two lines where it is longer than the figure is high. */
function foldTitles(layout: PlotlyObject, height: number): void {
  const most = Math.floor((height - BOTTOM_MARGIN) / LEGEND.letter);
  for (const [name, axis] of Object.entries(layout)) {
    const title = asObject(asObject(axis).title);
    if (!name.startsWith('yaxis') || typeof title.text !== 'string' || labelLength(title.text) <= most)
      continue;
    layout[name] = {
      ...asObject(axis),
      automargin: true,
      title: { ...title, text: inTwoLines(title.text, most) },
    };
  }
}

function inSmallType(annotation: PlotlyObject): PlotlyObject {
  return { ...annotation, font: { ...asObject(annotation.font), size: PAPER_TYPE } };
}

function plotHeight({ data, layout }: AnyFigure, height: number): number {
  const rows = rowsOf(data, layout);
  const isMap = data.some(({ type }) => type === 'choropleth' || type === 'scattergeo');
  const hasNames = rows === 0 && data.some(({ mode }) => String(mode).includes('text'));
  const { share, least, most } = isMap ? MAP_HEIGHT : hasNames ? NAMED_HEIGHT : HEIGHT;
  const usual = Math.min(most, Math.max(least, height * share));
  return rows === 0 ? usual : Math.min(height, Math.max(usual, rows * ROW.height + ROW.axis));
}

/** How many rows with names a figure has; none where its vertical axis has numbers. */
function rowsOf(data: readonly PlotlyObject[], layout: PlotlyObject): number {
  const { ticktext } = asObject(layout.yaxis);
  if (Array.isArray(ticktext)) return ticktext.length;
  const names = data.flatMap(({ y }) =>
    Array.isArray(y) ? y.filter((name) => typeof name === 'string') : [],
  );
  return new Set(names).size;
}

/** How high a legend is, and whether it takes that from the plot: one across stands below or above it. */
function legendOf(data: readonly PlotlyObject[], layout: PlotlyObject): { height: number; isBelow: boolean } {
  const { orientation } = asObject(layout.legend);
  const isBelow = orientation === 'h';
  const names = data.flatMap(({ name, showlegend }) =>
    typeof name === 'string' && showlegend !== false ? [name] : [],
  );
  if (layout.showlegend === false || names.length < 2) return { height: 0, isBelow };
  const widest = Math.max(...names.map((name) => name.length)) * LEGEND.letter + LEGEND.sign;
  const columns = isBelow ? Math.max(1, Math.floor(WIDTH / widest)) : 1;
  return { height: (Math.ceil(names.length / columns) + 1) * LEGEND.line, isBelow };
}
