import { GROUP_COLOURS } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { aText, readOptions } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { fill } from '../../util/fill.js';
import { formatCount } from '../../util/format.js';
import { type ChartData, type Columns, chartColumns } from './columns.js';
import { endLabels, endLabelsMargin } from './end-labels.js';
import {
  axis,
  CHART_CHECKS,
  type ChartOptions,
  chart,
  emptyChart,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyText,
  topMargin,
  withTitle,
} from './figure.js';
import { paddedRange } from './scales.js';

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

/** Lines beyond the colours are told apart by these. */
const DASHES = ['solid', 'dash', 'dot'];

/** More marks than this on an axis run into each other on a phone. */
const MOST_TICKS = 7;

const LEGEND = { orientation: 'h', x: 0, y: -0.2, yanchor: 'top' };

/** When the largest value is this many times the smallest, the axis is logarithmic. */
const LOG_FROM = 20;

/**
 * The metric along one setting, a line for each weighting, with its name at its end; of several rows at the same place, the best.
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
  const title = withTitle(titles, fill(CHART_WORDS.goodSettings, { setting }));
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
  const lines = [...curves].map(([name, curve]) => ({ name, points: [...curve].sort(([a], [b]) => a - b) }));
  const isLog = isWide(value);
  const ends = lines.flatMap(({ name, points }) => {
    const [x, y] = points[points.length - 1];
    return name === '' ? [] : [{ name, x: isLog ? Math.log10(x) : x, y }];
  });
  const labelled = ends.length <= GROUP_COLOURS.length;
  const range = paddedRange(lines.flatMap(({ points }) => points.map(([, y]) => y)));
  return chart(
    title,
    lines.map((line, at) => curveTrace(line, at, { setting, metric })),
    {
      xaxis: axis(setting, {
        ...(isLog ? { type: 'log' } : {}),
        zeroline: false,
        showgrid: false,
        ...ticksAt(value),
      }),
      yaxis: axis(metric, { zeroline: false, range }),
      hovermode: 'closest',
      ...(labelled
        ? {
            showlegend: false,
            annotations: endLabels(ends, range),
            margin: { t: topMargin(title), r: Math.max(24, endLabelsMargin(ends)), b: 48, l: 56 },
          }
        : { showlegend: true, legend: LEGEND }),
    },
  );
}

/** A name, '' for the only line, and its points from left to right. */
interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

function curveTrace(
  { name, points }: Curve,
  at: number,
  { setting, metric }: { setting: string; metric: string },
): PlotlyObject {
  const color = GROUP_COLOURS[at % GROUP_COLOURS.length];
  const told = plotlyText(name);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: told,
    x: points.map(([x]) => x),
    y: points.map(([, y]) => y),
    line: { color, width: 2, dash: DASHES[Math.floor(at / GROUP_COLOURS.length) % DASHES.length] },
    marker: { color, size: 7 },
    hovertemplate: `${told} ${plotlyText(setting)} %{x}<br>${plotlyText(metric)}: %{y:.4f}<extra></extra>`,
  };
}

/** The values that were tried, if there are few: they are the only ones that mean something. */
function ticksAt(values: ArrayLike<number>): PlotlyObject {
  const tried = [...new Set(Array.from(values))].sort((a, b) => a - b);
  if (tried.length > MOST_TICKS) return isWide(values) ? { dtick: 1 } : {};
  return { tickmode: 'array', tickvals: tried, ticktext: tried.map((value) => numberText(value)) };
}

function numberText(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(value);
}

function isWide(values: ArrayLike<number>): boolean {
  const all = Array.from(values);
  const least = all.reduce((min, value) => Math.min(min, value));
  const most = all.reduce((max, value) => Math.max(max, value));
  return least > 0 && most / least >= LOG_FROM;
}
