import { GROUP_COLOURS } from '../../util/plotly-theme.js';
import { rowCount } from './columns.js';
import type { PlotlyFigure, PlotlyObject } from './plotly-figure.js';
import { plotlyText } from './plotly-text.js';
import { DEFAULT_METRIC, type SweepChartOptions } from './sweep-chart-options.js';
import { axis, chart, emptyChart, withTitle } from './theme.js';

/** Options of {@link settingsCurvesChart}. */
export interface SettingsCurvesOptions extends SweepChartOptions {
  /** What `value` is: a setting's name. Default `alpha`. */
  setting?: string;
}

const LEGEND = { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' };

/** From so many times the smallest value on, the axis goes by powers. */
const LOG_FROM = 20;

/**
 * The metric along one setting, a line for each weighting; of several rows at the same place, the best.
 *
 * @example settingsCurvesChart({ value: column('alpha'), mean: column('mean'), weighting: column('weighting') })
 * @param columns one row for each trial: `value` of the setting, `mean` of the metric, and `weighting` (or any other
 * group; left out, there is one line)
 * @throws InputError when the columns differ in length
 */
export function settingsCurvesChart(
  columns: { value: ArrayLike<number>; mean: ArrayLike<number>; weighting?: ArrayLike<string> },
  options: SettingsCurvesOptions = {},
): PlotlyFigure {
  const { value, mean, weighting } = columns;
  const setting = options.setting ?? 'alpha';
  const title = withTitle(options, `How good each ${setting} is`);
  if (rowCount({ value, mean, ...(weighting ? { weighting } : {}) }) === 0) return emptyChart(title);
  const curves = new Map<string, Map<number, number>>();
  for (let row = 0; row < value.length; row++) {
    if (!Number.isFinite(mean[row])) continue;
    const group = weighting?.[row] ?? '';
    const curve = curves.get(group) ?? new Map<number, number>();
    curves.set(group, curve.set(value[row], Math.max(curve.get(value[row]) ?? mean[row], mean[row])));
  }
  const metric = options.metric ?? DEFAULT_METRIC;
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
