import { FAINT, NEUTRAL_COLOUR } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { aNumber, aText, readOptions } from '../../util/checks.js';
import { fill } from '../../util/fill.js';
import { formatCount, percent } from '../../util/format.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import {
  axis,
  CHART_CHECKS,
  type ChartOptions,
  chart,
  cutName,
  emptyChart,
  legendBelow,
  MAIN_COLOUR,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyText,
  topMargin,
  withTitle,
} from './figure.js';
import { intervalLines, intervalWords, reachOf } from './intervals.js';
import { nameAxis } from './name-rows.js';

/** A metric of a group of listeners. */
export interface GroupMetric {
  group: string;
  /** How many listeners it has. */
  users: number;
  mean: number;
  /** Where the interval begins and ends; without them a mean has none. */
  low?: number;
  high?: number;
  /** `higher` or `lower` where means and ranks both show that of the group; with anything else its dot is grey. */
  verdict?: string;
}

/** What is measured, and of all listeners together. */
export interface MetricByGroupOptions extends ChartOptions {
  /** The metric, along the axis: `NDCG@10`. */
  label?: string;
  /** Its mean over all listeners, as a line. */
  overall?: number;
}

/** An axis with numbers and a title, and a legend below it, which on a phone takes two rows. */
const AXIS = 60;
const LEGEND = 48;

/** On a phone a name with its size takes two lines. */
const GROUP_HEIGHT = 36;

/** Names are cut, so that their sizes are not. */
const LONGEST_NAME = 30;

/**
 * A metric of groups of listeners: a dot for each group, a line over the interval of its mean, the number of its
 * listeners beside its name, and a dashed line at the mean of all. Groups keep the order in which they come.
 *
 * @example
 * const byCountry = await metrics.byGroup(evaluation, await explore.listenerGroups(dataset, 'country'));
 * show(charts.metricByGroup(byCountry.rows, { label: byCountry.label, overall: byCountry.mean }));
 * @param data rows, columns or a frame, one row for each group
 * @throws InputError when a column is missing or columns differ in length
 */
export function metricByGroup(
  data: ChartData<GroupMetric>,
  options: MetricByGroupOptions = {},
): PlotlyFigure {
  const { label, overall, ...titles } = readOptions(options, METRIC_CHECKS, { label: CHART_WORDS.meanDrawn });
  const columns = chartColumns(data, ['group', 'users', 'mean'], ['low', 'high', 'verdict']);
  const { group, users, mean, low = [], high = [], verdict } = columns;
  const title = withTitle(titles, CHART_WORDS.metricOfGroups);
  if (mean.length === 0) return emptyChart(title);
  const names = namesWithSizes(group, users);
  const differs = names.map((_, row) => /^(higher|lower)$/.test(String(verdict?.[row])));
  const notes = [
    title.subtitle,
    overall !== undefined && CHART_WORDS.meanOfAll,
    verdict !== undefined && differs.includes(false) && CHART_WORDS.greyShowsNone,
  ];
  const subtitle = notes.filter(Boolean).join('; ');
  const rows = names.map((_, row) => ({
    value: mean[row],
    low: low[row] ?? Number.NaN,
    high: high[row] ?? Number.NaN,
  }));
  const { starts, ends } = reachOf(rows);
  const trace = {
    type: 'scatter',
    mode: 'markers',
    x: jsonNumbers(mean),
    y: names.map((_, row) => row),
    marker: {
      color: differs.map((is) => (is || verdict === undefined ? MAIN_COLOUR : NEUTRAL_COLOUR)),
      size: 9,
    },
    error_x: intervalLines(rows),
    customdata: names.map((name, row) => [plotlyText(name), intervalWords(rows[row], written)]),
    hovertemplate: `<b>%{customdata[0]}</b><br>${plotlyText(label)}: %{x:.4f}%{customdata[1]}<extra></extra>`,
  };
  return chart({ ...title, subtitle }, [trace], {
    height: topMargin({ subtitle }) + GROUP_HEIGHT * names.length + AXIS,
    margin: { t: topMargin({ subtitle }), r: 24, b: AXIS, l: 56 },
    hovermode: 'closest',
    showlegend: false,
    xaxis: axis(label, { ...BARE, range: rangeOf(finite([...starts, overall]), finite([...ends, overall])) }),
    yaxis: { ...nameAxis(names), griddash: 'dot' },
    shapes: overall === undefined || !Number.isFinite(overall) ? [] : [lineAt(overall)],
    annotations: names.flatMap((_, row) =>
      Number.isFinite(mean[row]) ? [valueAtEnd(row, written(mean[row]))] : [],
    ),
  });
}

const METRIC_CHECKS = { ...CHART_CHECKS, label: aText, overall: aNumber };

const BARE = { showgrid: false, zeroline: false, nticks: 5 };

function finite(values: readonly (number | null | undefined)[]): number[] {
  return values.filter((value): value is number => Number.isFinite(value));
}

/** With room on the right, for the values at the end of the rows. */
function rangeOf(starts: number[], ends: number[]): [number, number] {
  if (ends.length === 0) return [0, 1];
  const [least, most] = [Math.min(...starts), Math.max(...ends)];
  const span = most - least || Math.abs(most) / 10 || 1;
  return [least - 0.06 * span, most + 0.5 * span];
}

function lineAt(x: number): PlotlyObject {
  const line = { color: NEUTRAL_COLOUR, width: 1, dash: 'dash' };
  return { type: 'line', x0: x, x1: x, yref: 'paper', y0: 0, y1: 1, line, layer: 'below' };
}

/** In a column of its own: behind its interval it could lie on the line of the mean. */
function valueAtEnd(y: number, text: string): PlotlyObject {
  return { x: 1, y, xref: 'paper', text, showarrow: false, xanchor: 'right', font: { size: 12 } };
}

function written(value: number | null | undefined): string {
  return Number(value).toFixed(3);
}

function namesWithSizes(group: ArrayLike<string>, users: ArrayLike<number>): string[] {
  return Array.from(group, (name, row) =>
    fill(CHART_WORDS.groupAndSize, { group: cutName(name, LONGEST_NAME), users: formatCount(users[row]) }),
  );
}

/** How popular the lists of a group of listeners are. */
export interface GroupPopularity {
  group: string;
  /** How many listeners it has. */
  users: number;
  /** Share of all listeners who listen to an artist that the group knows, on average. */
  profilePopularity: number;
  /** The same of the artists that it is recommended. */
  listPopularity: number;
}

/**
 * How popular lists are, beside what their listeners play: two dots for each group, and the way from one to the other.
 *
 * @example charts.popularityByGroup((await metrics.byGroup(evaluation, 'mainstream')).rows)
 * @param data rows, columns or a frame, one row for each group
 * @throws InputError when a column is missing or columns differ in length
 */
export function popularityByGroup(
  data: ChartData<GroupPopularity>,
  options: ChartOptions = {},
): PlotlyFigure {
  const needed = ['group', 'users', 'profilePopularity', 'listPopularity'] as const;
  const { group, users, profilePopularity, listPopularity } = chartColumns(data, needed);
  const title = withTitle(options, CHART_WORDS.popularityOfGroups);
  if (group.length === 0) return emptyChart(title);
  const names = namesWithSizes(group, users);
  const rows = names.map((_, row) => row);
  const ways = {
    type: 'scatter',
    mode: 'lines',
    x: rows.flatMap((row) => [
      ...jsonNumbers([100 * profilePopularity[row], 100 * listPopularity[row]]),
      null,
    ]),
    y: rows.flatMap((row) => [row, row, null]),
    line: { color: FAINT, width: 4 },
    hoverinfo: 'skip',
    showlegend: false,
  };
  const dots = (name: string, shares: ArrayLike<number>, color: string) => ({
    type: 'scatter',
    mode: 'markers',
    name,
    x: jsonNumbers(Array.from(shares, (share) => 100 * share)),
    y: rows,
    marker: { color, size: 10 },
    customdata: rows.map((row) => [
      plotlyText(names[row]),
      fill(CHART_WORDS.listenersOfMean, { share: percent(shares[row]) }),
    ]),
    hovertemplate: `<b>%{customdata[0]}</b><br>${name}: %{customdata[1]}<extra></extra>`,
  });
  const played = dots(CHART_WORDS.knownArtists, profilePopularity, NEUTRAL_COLOUR);
  const recommended = dots(CHART_WORDS.artistsInLists, listPopularity, MAIN_COLOUR);
  const top = topMargin(title);
  return chart(title, [ways, played, recommended], {
    height: top + GROUP_HEIGHT * names.length + AXIS + LEGEND,
    margin: { t: top, r: 24, b: AXIS + LEGEND, l: 56 },
    hovermode: 'closest',
    showlegend: true,
    legend: legendBelow(AXIS / (GROUP_HEIGHT * names.length)),
    xaxis: axis(CHART_WORDS.shareOfListeners, { ...BARE, rangemode: 'tozero' }),
    yaxis: { ...nameAxis(names), griddash: 'dot' },
  });
}
