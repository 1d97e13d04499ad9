import { readOptions } from '../../util/checks.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import {
  axis,
  type ChartOptions,
  chart,
  emptyChart,
  MAIN_COLOUR,
  NEUTRAL_COLOUR,
  type PlotlyFigure,
  plotlyText,
  withTitle,
} from './figure.js';
import { METRIC, SWEEP_CHART_CHECKS, type SweepChartOptions } from './settings-curves.js';

/**
 * Training loss after each iteration.
 *
 * @example charts.loss({ loss: model.losses })
 * @param data rows, columns or a frame: `loss`, one value for each iteration, from the first on
 */
export function loss(data: ChartData<{ loss: number }>, options: ChartOptions = {}): PlotlyFigure {
  const title = withTitle(options, 'Training loss');
  const y = jsonNumbers(chartColumns(data, ['loss']).loss);
  if (y.length === 0) return emptyChart(title);
  const trace = {
    type: 'scatter',
    mode: 'lines+markers',
    x: y.map((_, at) => at + 1),
    y,
    line: { color: MAIN_COLOUR, width: 2 },
    marker: { color: MAIN_COLOUR, size: 6 },
    hovertemplate: 'iteration %{x}: %{y:.5g}<extra></extra>',
  };
  return chart(title, [trace], {
    xaxis: axis('Iteration', {
      range: [0.5, y.length + 0.5],
      ...(y.length <= 25 ? { dtick: 1 } : {}),
      showgrid: false,
    }),
    yaxis: axis('Loss (weighted mean per pair)', { tickformat: '.4~g', zeroline: false }),
  });
}

/**
 * How long each trial trained and how good its model is. The coloured ones, on the line, are the Pareto front:
 * no other is both at least as quick and at least as good, and better in one of the two.
 *
 * @example charts.metricAgainstTime({ seconds: [0.4, 2, 3], mean: [0.2, 0.26, 0.25], label: ['8', '64', '128 factors'] })
 * @param data rows, columns or a frame, one row for each trial: `seconds` of training, `mean` of the metric, and `label`
 * in plain text, shown under the pointer
 * @throws InputError when a column is missing or columns differ in length
 */
export function metricAgainstTime(
  data: ChartData<{ seconds: number; mean: number; label?: string }>,
  options: SweepChartOptions = {},
): PlotlyFigure {
  const { seconds, mean, label } = chartColumns(data, ['seconds', 'mean'], ['label']);
  const { metric, ...titles } = readOptions(options, SWEEP_CHART_CHECKS, METRIC);
  const title = withTitle(titles, 'What training takes, and what it gives');
  if (mean.length === 0) return emptyChart(title);
  const trials = Array.from(mean, (score, row) => ({
    seconds: seconds[row],
    score,
    label: String(label?.[row] ?? ''),
  }));
  const front = frontOf(trials);
  const others = trials.filter((trial) => !front.includes(trial));
  const traceOf = (name: string, points: TimedTrial[]) => ({
    type: 'scatter',
    name,
    x: jsonNumbers(points.map((point) => point.seconds)),
    y: jsonNumbers(points.map((point) => point.score)),
    customdata: points.map((point) => plotlyText(point.label)),
    hovertemplate: `%{customdata}<br>${plotlyText(metric)}: %{y:.4f}, %{x:.2f} s<extra></extra>`,
  });
  const traces = [
    { ...traceOf('beaten by others', others), mode: 'markers', marker: { color: NEUTRAL_COLOUR, size: 7 } },
    {
      ...traceOf('best for its time', front),
      mode: 'lines+markers',
      line: { color: MAIN_COLOUR, width: 2, shape: 'hv' },
      marker: { color: MAIN_COLOUR, size: 9 },
    },
  ];
  const drawn = traces.filter(({ x }) => x.length > 0);
  return chart(title, drawn, {
    xaxis: axis('Seconds of training', { zeroline: false }),
    yaxis: axis(metric, { zeroline: false }),
    showlegend: true,
    legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' },
  });
}

interface TimedTrial {
  readonly seconds: number;
  readonly score: number;
  readonly label: string;
}

/** The Pareto front, quickest first; of equal trials the first. */
function frontOf(trials: readonly TimedTrial[]): TimedTrial[] {
  const quickest = [...trials].sort((a, b) => a.seconds - b.seconds || b.score - a.score);
  let best = Number.NEGATIVE_INFINITY;
  return quickest.filter(({ score }) => {
    const better = score > best;
    if (better) best = score;
    return better;
  });
}
