import { GROUP_COLOURS } from '../../util/plotly-theme.js';
import { jsonNumbers, rowCount } from './columns.js';
import { paddedRange, placeLabels } from './label-places.js';
import type { ChartOptions, PlotlyFigure, PlotlyObject } from './plotly-figure.js';
import { cutName, plotlyLabel, plotlyText } from './plotly-text.js';
import { chart, emptyChart, withTitle } from './theme.js';

/** Columns of {@link artistMapChart}. */
export interface ArtistMapColumns {
  artist: ArrayLike<string>;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  cluster: ArrayLike<number | string>;
  listeners: ArrayLike<number>;
}

/** A longer name covers its neighbours. */
const LONGEST_MAP_LABEL = 24;

/** Six colours times these shapes tell 24 groups apart. */
const SYMBOLS = ['circle', 'diamond', 'square', 'cross'];

/**
 * A map of artists: those that lie near each other are heard by the same people. Each artist is a dot, as
 * large as its audience, coloured by cluster; the name of every artist is under the pointer, those of the
 * largest that fit without overlap are written out.
 *
 * @example artistMapChart({ artist: ['muse', 'kent'], x: [0.1, -0.3], y: [0, 0.2], cluster: [0, 1], listeners: [90, 40] })
 * @param columns one row for each artist: `x`, `y` without a unit; `cluster`: a number or the name of a
 *   genre; `listeners`: how many, for the size
 * @throws InputError when the columns differ in length
 */
export function artistMapChart(columns: ArtistMapColumns, options: ChartOptions = {}): PlotlyFigure {
  const { artist, x, y, cluster, listeners } = columns;
  const title = withTitle(options, 'A map of artists');
  if (rowCount({ artist, x, y, cluster, listeners }) === 0) return emptyChart(title);
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
    margin: { t: title.subtitle ? 84 : 60, r: 12, b: 12, l: 12 },
    legend: { orientation: 'h', y: 0, yanchor: 'top', itemsizing: 'constant', font: { size: 12 } },
  });
}

/** The artists of one group, largest first so that small dots lie on top of large ones. */
function groupTrace(columns: ArtistMapColumns, rows: number[], at: number): PlotlyObject {
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
    hovertemplate: '<b>%{text}</b><br>%{customdata:,} listeners<extra></extra>',
  };
}

/** A numbered cluster means nothing to a reader; its two best known artists do. */
function groupName(artists: string[]): string {
  return artists.slice(0, 2).map(plotlyLabel).join(', ') + (artists.length > 2 ? ' …' : '');
}

/** Pixels across: an area in proportion to the audience, on top of the smallest dot one can point at. */
function dotSize({ listeners }: ArtistMapColumns, row: number): number {
  const largest = Math.max(...Array.from(listeners), 1);
  return Math.round(60 + 200 * Math.sqrt(listeners[row] / largest)) / 10;
}

/** Labels above their dots and on top of all others; the dots of this trace only keep the distance. */
function labelTrace(columns: ArtistMapColumns, order: number[]): PlotlyObject {
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
    textfont: { size: 11 },
    hoverinfo: 'skip',
    showlegend: false,
    cliponaxis: false,
  };
}
