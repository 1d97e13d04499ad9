import { aText, readOptions } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { GROUP_COLOURS } from '../../util/plotly-theme.js';
import { type ChartData, type Columns, chartColumns } from './columns.js';
import {
  axis,
  CHART_CHECKS,
  type ChartOptions,
  chart,
  emptyChart,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyText,
  withTitle,
} from './figure.js';

/** Options of the charts of a sweep. */
export interface SweepChartOptions extends ChartOptions {
  /** What `mean` is a mean of, for labels. Default `NDCG@10`. */
  metric?: string;
}

/** The checks and the default of {@link SweepChartOptions}. */
export const SWEEP_CHART_CHECKS = { ...CHART_CHECKS, metric: aText };
export const METRIC = { metric: 'NDCG@10' };

/** Options of {@link settingsCurves}. */
export interface SettingsCurvesOptions extends SweepChartOptions {
  /** The setting along which the metric is drawn. Default `alpha`. */
  setting?: string;
}

/** A trial's outcome, and the setting that it was tried with. */
export interface CurvePoint {
  mean: number;
  value?: number;
  weighting?: string;
  [setting: string]: unknown;
}

const LEGEND = { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' };

/** When the largest value is this many times the smallest, the axis is logarithmic. */
const LOG_FROM = 20;

/**
 * The metric along one setting, a line for each weighting; of several rows at the same place, the best.
 *
 * @example charts.settingsCurves(trials, { setting: 'alpha' })
 * @example charts.settingsCurves({ alpha: [1, 15, 1], mean: [0.24, 0.2, 0.25], weighting: ['log', 'log', 'binary'] })
 * @param data rows, columns or a frame, one row for each trial: the setting, under its name or as `value`; the `mean` of
 * the metric; and `weighting` (or any other group; left out, there is one line)
 * @throws InputError when a column is missing or columns differ in length
 */
export function settingsCurves(
  data: ChartData<{ mean: number; weighting?: string }> | Columns<CurvePoint>,
  options: SettingsCurvesOptions = {},
): PlotlyFigure {
  const checks = { ...SWEEP_CHART_CHECKS, setting: aText };
  const { setting, metric, ...titles } = readOptions(options, checks, { setting: 'alpha', ...METRIC });
  const columns = chartColumns(data as ChartData<CurvePoint>, ['mean'], ['value', setting, 'weighting']);
  const { mean, weighting, value = columns[setting] as ArrayLike<number> | undefined } = columns;
  const title = withTitle(titles, `How good each ${setting} is`);
  if (mean.length === 0) return emptyChart(title);
  if (value === undefined)
    throw new InputError(`a chart of ${setting} needs a column '${setting}' or 'value'`);
  const curves = new Map<string, Map<number, number>>();
  for (let row = 0; row < value.length; row++) {
    if (!Number.isFinite(mean[row])) continue;
    const group = String(weighting?.[row] ?? '');
    const curve = curves.get(group) ?? new Map<number, number>();
    curves.set(group, curve.set(value[row], Math.max(curve.get(value[row]) ?? mean[row], mean[row])));
  }
  const traces = [...curves].map(([group, curve], at) => curveTrace(group, curve, at, { setting, metric }));
  return chart(title, traces, {
    xaxis: axis(setting, isWide(value) ? { type: 'log', dtick: 1 } : {}),
    yaxis: axis(metric, { zeroline: false }),
    // Plotly's check of a figure fails on a legend that is not shown.
    ...(curves.size > 1 ? { showlegend: true, legend: LEGEND } : { showlegend: false }),
  });
}

function curveTrace(
  group: string,
  curve: Map<number, number>,
  at: number,
  { setting, metric }: { setting: string; metric: string },
): PlotlyObject {
  const points = [...curve].sort(([a], [b]) => a - b);
  const name = plotlyText(group);
  const color = GROUP_COLOURS[at % GROUP_COLOURS.length];
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x: points.map(([x]) => x),
    y: points.map(([, y]) => y),
    line: { color, width: 2 },
    marker: { color, size: 7 },
    hovertemplate: `${name} ${plotlyText(setting)} %{x}<br>${plotlyText(metric)}: %{y:.4f}<extra></extra>`,
  };
}

function isWide(values: ArrayLike<number>): boolean {
  const all = Array.from(values);
  const least = all.reduce((min, value) => Math.min(min, value));
  const most = all.reduce((max, value) => Math.max(max, value));
  return least > 0 && most / least >= LOG_FROM;
}
