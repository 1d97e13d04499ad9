import { formatCount } from '../../util/format.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import {
  axis,
  type ChartOptions,
  chart,
  emptyChart,
  MAIN_COLOUR,
  type PlotlyFigure,
  withTitle,
} from './figure.js';

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
  const title = withTitle(options, 'How often listeners played an artist');
  if (rows.length === 0) return emptyChart(title);
  const trace = {
    type: 'bar',
    x: Array.from(from, (start, bin) => (start + to[bin]) / 2),
    width: Array.from(from, (start, bin) => to[bin] - start),
    y: jsonNumbers(rows),
    marker: { color: MAIN_COLOUR, line: { width: 1, color: 'rgba(128,128,128,0.6)' } },
    customdata: Array.from(from, (start, bin) => binLabel(start, to[bin])),
    hovertemplate: '%{customdata}<br>%{y:,} rows<extra></extra>',
  };
  const last = from.length - 1;
  return chart(title, [trace], {
    xaxis: axis('Plays of an artist by a listener (log scale)', {
      type: 'log',
      dtick: 1,
      tickformat: ',d',
      range: [Math.log10(from[0]), Math.log10(to[last])],
    }),
    yaxis: axis('Rows (listener and artist)', { tickformat: ',d', rangemode: 'tozero' }),
  });
}

/** Plays are whole numbers in every known dataset; where bins are not, their edges are shown. */
function binLabel(from: number, to: number): string {
  if (!Number.isInteger(from) || !Number.isInteger(to)) return `${from} to ${to} plays`;
  if (to - from === 1) return `${formatCount(from)} ${from === 1 ? 'play' : 'plays'}`;
  return `${formatCount(from)} to ${formatCount(to - 1)} plays`;
}

/**
 * How many listeners have how many artists. The vertical axis is logarithmic: most datasets cut lists off
 * at one length, and that one bar would leave nothing of the others.
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
  const title = withTitle(options, 'Artists per listener');
  if (users.length === 0) return emptyChart(title);
  const trace = {
    type: 'bar',
    x: jsonNumbers(artists),
    y: jsonNumbers(users),
    marker: { color: MAIN_COLOUR },
    hovertemplate: '%{x:,} artists: %{y:,} listeners<extra></extra>',
  };
  return chart(title, [trace], {
    xaxis: axis('Artists in a listener’s list', { tickformat: ',d' }),
    yaxis: axis('Listeners (log scale)', { type: 'log', dtick: 1, tickformat: ',d' }),
    bargap: 0.1,
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
  const title = withTitle(options, 'Listeners per artist');
  if (steps.length === 0) return emptyChart(title);
  const trace = {
    type: 'scatter',
    mode: 'lines+markers',
    x: steps.map((step) => step.rank),
    y: steps.map((step) => step.listeners),
    line: { color: MAIN_COLOUR, width: 1.5 },
    marker: { color: MAIN_COLOUR, size: 4 },
    hovertemplate: '%{x:,} artists have at least %{y:,} listeners<extra></extra>',
  };
  return chart({ ...title, subtitle: title.subtitle ?? halfOfListening(steps) }, [trace], {
    xaxis: axis('Artists by rank (log scale)', { type: 'log', dtick: 1, tickformat: ',d' }),
    yaxis: axis('Listeners of an artist (log scale)', { type: 'log', dtick: 1, tickformat: ',d' }),
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

/** How far down the ranks half of all (listener, artist) pairs reach. */
function halfOfListening(steps: RankStep[]): string {
  const pairs = steps.map((step, at) => step.listeners * (step.rank - (steps[at - 1]?.rank ?? 0)));
  const total = pairs.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  let at = 0;
  while (sum + pairs[at] < total / 2) sum += pairs[at++];
  const rank = (steps[at - 1]?.rank ?? 0) + Math.ceil((total / 2 - sum) / steps[at].listeners);
  const all = formatCount(steps[steps.length - 1].rank);
  const most =
    rank === 1
      ? `the most heard of ${all} artists makes`
      : `the ${formatCount(rank)} most heard of ${all} artists make`;
  return `${most} up half of all listening pairs`;
}
