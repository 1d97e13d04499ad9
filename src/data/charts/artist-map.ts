import { GROUP_COLOURS } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { fill } from '../../util/fill.js';
import { type ChartData, type Columns, chartColumns, jsonNumbers } from './columns.js';
import {
  type ChartOptions,
  chart,
  cutName,
  emptyChart,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyText,
  topMargin,
  withTitle,
} from './figure.js';

/** An artist on a map. */
export interface MappedArtist {
  artist: string;
  /** Without a unit. */
  x: number;
  y: number;
  /** A number, or the name of a genre. */
  cluster: number | string;
  /** How many, for the size. */
  listeners: number;
}

type MapColumns = Columns<MappedArtist>;

/** A longer name covers its neighbours. */
const LONGEST_MAP_LABEL = 24;

/** Six colours times these shapes tell 24 groups apart. */
const SYMBOLS = ['circle', 'diamond', 'square', 'cross'];

/**
 * A map of artists: those that lie near each other are heard by the same people. Each artist is a dot, as
 * large as its audience, coloured by cluster; the name of every artist is under the pointer, those of the
 * largest that fit without overlap are written out.
 *
 * @example charts.artistMap({ artist: ['muse', 'kent'], x: [0.1, -0.3], y: [0, 0.2], cluster: [0, 1], listeners: [90, 40] })
 * @param data rows, columns or a frame, one row for each artist
 * @throws InputError when a column is missing or columns differ in length
 */
export function artistMap(data: ChartData<MappedArtist>, options: ChartOptions = {}): PlotlyFigure {
  const columns = chartColumns(data, ['artist', 'x', 'y', 'cluster', 'listeners']);
  const { x, y, cluster, listeners } = columns;
  const title = withTitle(options, CHART_WORDS.mapOfArtists);
  if (x.length === 0) return emptyChart(title);
  const order = Array.from(listeners, (_, row) => row).sort((a, b) => listeners[b] - listeners[a]);
  const groups = [...new Set(order.map((row) => cluster[row]))];
  const traces = groups.map((group, at) =>
    groupTrace(
      columns,
      order.filter((row) => cluster[row] === group),
      at,
    ),
  );
  const hidden = { showgrid: false, zeroline: false, showticklabels: false };
  return chart(title, [...traces, labelTrace(columns, order)], {
    height: 700,
    xaxis: { ...hidden, range: paddedRange(x) },
    yaxis: { ...hidden, range: paddedRange(y) },
    margin: { t: topMargin(title), r: 12, b: 12, l: 12 },
    legend: { orientation: 'h', y: 0, yanchor: 'top', itemsizing: 'constant', font: { size: 12 } },
  });
}

/** The artists of one group, largest first so that small dots lie on top of large ones. */
function groupTrace(columns: MapColumns, rows: number[], at: number): PlotlyObject {
  const pick = (column: ArrayLike<number>) => jsonNumbers(rows.map((row) => column[row]));
  const group = columns.cluster[rows[0]];
  return {
    type: 'scatter',
    mode: 'markers',
    name: typeof group === 'string' ? plotlyText(group) : groupName(rows.map((row) => columns.artist[row])),
    x: pick(columns.x),
    y: pick(columns.y),
    marker: {
      color: GROUP_COLOURS[at % GROUP_COLOURS.length],
      symbol: SYMBOLS[Math.floor(at / GROUP_COLOURS.length) % SYMBOLS.length],
      size: rows.map((row) => dotSize(columns, row)),
      opacity: 0.8,
      line: { width: 0 },
    },
    text: rows.map((row) => plotlyText(columns.artist[row])),
    customdata: pick(columns.listeners),
    hovertemplate: `<b>%{text}</b><br>${fill(CHART_WORDS.countListeners, { count: '%{customdata:,}' })}<extra></extra>`,
  };
}

/** A cluster's number means nothing to a reader; its two best known artists do. */
function groupName(artists: string[]): string {
  return (
    artists
      .slice(0, 2)
      .map((name) => plotlyText(cutName(name, LONGEST_MAP_LABEL)))
      .join(', ') + (artists.length > 2 ? ' …' : '')
  );
}

/** Pixels across: an area in proportion to the audience, on top of the smallest dot one can point at. */
function dotSize({ listeners }: MapColumns, row: number): number {
  const largest = Math.max(...Array.from(listeners), 1);
  return Math.round(50 + 150 * Math.sqrt(listeners[row] / largest)) / 10;
}

/** Labels above their dots and on top of all others; the dots of this trace only keep the distance. */
function labelTrace(columns: MapColumns, order: number[]): PlotlyObject {
  const label = Array.from(columns.artist, (name) => cutName(name, LONGEST_MAP_LABEL));
  const rows = placeLabels({ ...columns, label }, order);
  return {
    type: 'scatter',
    mode: 'markers+text',
    x: jsonNumbers(rows.map((row) => columns.x[row])),
    y: jsonNumbers(rows.map((row) => columns.y[row])),
    text: rows.map((row) => plotlyText(label[row])),
    textposition: 'top center',
    marker: { size: rows.map((row) => dotSize(columns, row)), color: 'rgba(0,0,0,0)', line: { width: 0 } },
    // A shadow of the opposite lightness keeps names readable over dots.
    textfont: { size: 11, shadow: 'auto' },
    hoverinfo: 'skip',
    showlegend: false,
    cliponaxis: false,
  };
}

/** More labels than this would turn a map into a page of text. */
const MOST_LABELS = 40;

/**
 * The smallest plot that labels are drawn in, in pixels: narrower figures go without, and a legend of several lines
 * takes some of the height.
 */
const WIDTH = 536;
const HEIGHT = 440;

/** Of a letter and a line of 11 pixel text, in pixels. Fonts differ: the wider ones count. */
const LETTER = 6.8;
const WIDE_LETTER = 11.5;
const LINE = 17;

/** Padding around the points, as a share of the plot: it has room for half a label. */
const MAP_PADDING = 0.07;

/**
 * Which points of a map get a label: the first ones in `order` whose text covers neither that of an earlier one nor
 * the edge.
 *
 * @param columns `label` as it is drawn
 * @returns rows, at most {@link MOST_LABELS}
 */
function placeLabels(
  columns: { label: ArrayLike<string>; x: ArrayLike<number>; y: ArrayLike<number> },
  order: number[],
): number[] {
  const x = unitScale(columns.x);
  const y = unitScale(columns.y);
  const half = (row: number) => widthOf(columns.label[row]) / 2 / WIDTH;
  const placed: number[] = [];
  for (const row of order) {
    if (placed.length === MOST_LABELS) break;
    const inside = half(row) <= Math.min(x(row), 1 - x(row));
    const free = placed.every((other) => {
      const apart = Math.abs(x(row) - x(other)) > half(row) + half(other);
      return apart || Math.abs(y(row) - y(other)) > LINE / HEIGHT;
    });
    if (inside && free) placed.push(row);
  }
  return placed;
}

function widthOf(text: string): number {
  const wide = text.match(
    /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\uffef]|\p{Lu}|[mw@%]|\p{Emoji_Presentation}/gu,
  );
  const letters = Array.from(text).length;
  return letters * LETTER + (wide?.length ?? 0) * (WIDE_LETTER - LETTER);
}

/** Maps a row to its place in the plot, from 0 to 1. */
function unitScale(column: ArrayLike<number>): (row: number) => number {
  const [low, high] = paddedRange(column);
  return (row) => (column[row] - low) / (high - low);
}

/** From the lowest to the highest value, with padding at both ends. */
function paddedRange(column: ArrayLike<number>): [number, number] {
  const values = Array.from(column).filter(Number.isFinite);
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (!(low < high)) return Number.isFinite(low) ? [low - 1, low + 1] : [-1, 1];
  const room = (MAP_PADDING / (1 - 2 * MAP_PADDING)) * (high - low);
  return [low - room, high + room];
}
