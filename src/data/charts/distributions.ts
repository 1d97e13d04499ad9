import { NEUTRAL_COLOUR } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { fill } from '../../util/fill.js';
import { fillCounted, formatCount } from '../../util/format.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import {
  type ChartOptions,
  chart,
  emptyChart,
  MAIN_COLOUR,
  type PlotlyFigure,
  type PlotlyObject,
  withTitle,
} from './figure.js';
import { countAxis, logAxis, wholeAxis } from './scales.js';

/**
 * A histogram of plays per row (one listener, one artist) over a logarithmic axis, on which bins that
 * double have one width.
 *
 * @example charts.playsDistribution({ from: [1, 2, 4], to: [2, 4, 8], rows: [120, 90, 310] })
 * @param data rows, columns or a frame: `from` and `to`, the plays at which a bin starts (included, at least 1) and ends
 *   (excluded); `rows`, how many rows are in it
 * @throws InputError when a column is missing or columns differ in length
 */
export function playsDistribution(
  data: ChartData<{ from: number; to: number; rows: number }>,
  options: ChartOptions = {},
): PlotlyFigure {
  const { from, to, rows } = chartColumns(data, ['from', 'to', 'rows']);
  const title = withTitle(options, CHART_WORDS.playsOfArtists);
  if (rows.length === 0) return emptyChart(title);
  const trace = {
    type: 'bar',
    x: Array.from(from, (start, bin) => (start + to[bin]) / 2),
    width: Array.from(from, (start, bin) => to[bin] - start),
    y: jsonNumbers(rows),
    marker: { color: MAIN_COLOUR, line: { width: 1, color: 'rgba(128,128,128,0.6)' } },
    customdata: Array.from(from, (start, bin) => binLabel(start, to[bin])),
    hovertemplate: `%{customdata}<br>${fill(CHART_WORDS.countRows, { count: '%{y:,}' })}<extra></extra>`,
  };
  const last = from.length - 1;
  return chart(title, [trace], {
    xaxis: logAxis(CHART_WORDS.playsOfPairs, [from[0], to[last]], {
      range: [Math.log10(from[0]), Math.log10(to[last])],
    }),
    yaxis: countAxis(CHART_WORDS.rowsOfPairs, rows),
  });
}

/** Plays are whole numbers in every known dataset; where bins are not, their edges are shown. */
function binLabel(from: number, to: number): string {
  if (!Number.isInteger(from) || !Number.isInteger(to)) return fill(CHART_WORDS.playsFromTo, { from, to });
  if (to - from === 1) return fillCounted(CHART_WORDS.countPlays, from);
  return fill(CHART_WORDS.playsFromTo, { from: formatCount(from), to: formatCount(to - 1) });
}

/**
 * How many listeners have how many artists. The vertical axis is logarithmic: most datasets cut lists off at one length,
 * which would leave nothing of the others. A logarithm has no zero for bars to begin at: these are dots.
 *
 * @example charts.artistsPerUser({ artists: [10, 49, 50], users: [3, 40, 1800] })
 * @param data a histogram as rows, columns or a frame: `users`, how many users have `artists` artists
 * @throws InputError when a column is missing or columns differ in length
 */
export function artistsPerUser(
  data: ChartData<{ artists: number; users: number }>,
  options: ChartOptions = {},
): PlotlyFigure {
  const { artists, users } = chartColumns(data, ['artists', 'users']);
  const title = withTitle(options, CHART_WORDS.artistsPerListener);
  if (users.length === 0) return emptyChart(title);
  const trace = {
    type: 'scatter',
    mode: 'markers',
    x: jsonNumbers(artists),
    y: jsonNumbers(users),
    marker: { color: MAIN_COLOUR, size: 7 },
    hovertemplate: `${fill(CHART_WORDS.artistsOfListeners, { artists: '%{x:,}', listeners: '%{y:,}' })}<extra></extra>`,
  };
  return chart(title, [trace], {
    hovermode: 'closest',
    xaxis: wholeAxis(CHART_WORDS.lengthOfList, artists, { showgrid: false, zeroline: false }),
    yaxis: logAxis(CHART_WORDS.listenersLog, users),
  });
}

/**
 * Listeners per artist by rank, both axes logarithmic: a straight fall is a power law. One point stands
 * for all artists with the same number of listeners, at the rank of the last of them.
 *
 * @example charts.listenersPerArtist({ listeners: [611, 522, 1], artists: [1, 1, 9000] })
 * @param data a histogram as rows, columns or a frame: `artists`, how many artists have `listeners` listeners; in any order
 * @throws InputError when a column is missing or columns differ in length
 */
export function listenersPerArtist(data: ChartData<ListenersStep>, options: ChartOptions = {}): PlotlyFigure {
  const steps = rankSteps(data);
  const title = withTitle(options, CHART_WORDS.listenersPerArtist);
  if (steps.length === 0) return emptyChart(title);
  const trace = {
    type: 'scatter',
    mode: 'lines+markers',
    x: steps.map((step) => step.rank),
    y: steps.map((step) => step.listeners),
    line: { color: MAIN_COLOUR, width: 1.5 },
    marker: { color: MAIN_COLOUR, size: 4 },
    hovertemplate: `${fill(CHART_WORDS.artistsWithAtLeast, { artists: '%{x:,}', listeners: '%{y:,}' })}<extra></extra>`,
  };
  const half = halfOfListening(steps);
  return chart({ ...title, subtitle: title.subtitle ?? half.words }, [trace], {
    xaxis: logAxis(CHART_WORDS.artistsByRank, trace.x),
    yaxis: logAxis(CHART_WORDS.listenersOfArtistLog, trace.y),
    annotations: [halfwayMark(half, trace.x[trace.x.length - 1])],
  });
}

export interface ListenersStep {
  listeners: number;
  artists: number;
}

interface RankStep {
  listeners: number;
  /** How many artists have at least as many listeners. */
  rank: number;
}

function rankSteps(data: ChartData<ListenersStep>): RankStep[] {
  const { listeners, artists } = chartColumns(data, ['listeners', 'artists']);
  const falling = Array.from(listeners, (value, row) => ({ listeners: value, artists: artists[row] }));
  falling.sort((a, b) => b.listeners - a.listeners);
  let rank = 0;
  return falling.map((step) => {
    rank += step.artists;
    return { listeners: step.listeners, rank };
  });
}

/** How far down the ranks half of all (listener, artist) pairs reach, and how many listeners the artist there has. */
interface Half {
  readonly rank: number;
  readonly listeners: number;
  readonly words: string;
}

function halfOfListening(steps: RankStep[]): Half {
  const pairs = steps.map((step, at) => step.listeners * (step.rank - (steps[at - 1]?.rank ?? 0)));
  const total = pairs.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  let at = 0;
  while (sum + pairs[at] < total / 2) sum += pairs[at++];
  const rank = (steps[at - 1]?.rank ?? 0) + Math.ceil((total / 2 - sum) / steps[at].listeners);
  const all = formatCount(steps[steps.length - 1].rank);
  return { rank, listeners: steps[at].listeners, words: fillCounted(CHART_WORDS.mostHeard, rank, { all }) };
}

/** On logarithmic axes, Plotly takes places of annotations as powers of ten. */
function halfwayMark({ rank, listeners }: Half, last: number): PlotlyObject {
  // The curve falls: there is room at the right of its left half, and below its right half.
  const side = rank ** 2 < last ? 1 : -1;
  return {
    x: Math.log10(rank),
    y: Math.log10(listeners),
    text: CHART_WORDS.halfOfListening,
    ax: 28 * side,
    ay: side > 0 ? 0 : 28,
    xanchor: side > 0 ? 'left' : 'right',
    arrowcolor: NEUTRAL_COLOUR,
    arrowwidth: 1.5,
    arrowhead: 0,
    font: { size: 12 },
  };
}
