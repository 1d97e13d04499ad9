import { jsonNumbers, rowCount } from './columns.js';
import type { PlotlyFigure } from './plotly-figure.js';
import { plotlyText } from './plotly-text.js';
import { DEFAULT_METRIC, type SweepChartOptions } from './sweep-chart-options.js';
import { axis, chart, emptyChart, MAIN_COLOUR, NEUTRAL_COLOUR, withTitle } from './theme.js';

/**
 * What each trial's training took and how good its model is. The coloured ones, on the line, are the Pareto front:
 * no other is both at least as quick and at least as good, and better in one of the two.
 *
 * @example metricAgainstTimeChart({ seconds: [0.4, 2, 3], mean: [0.2, 0.26, 0.25], label: ['8', '64', '128 factors'] })
 * @param columns one row for each trial: `seconds` of training, `mean` of the metric, and `label` in plain text, shown
 * under the pointer
 * @throws InputError when the columns differ in length
 */
export function metricAgainstTimeChart(
  columns: { seconds: ArrayLike<number>; mean: ArrayLike<number>; label?: ArrayLike<string> },
  options: SweepChartOptions = {},
): PlotlyFigure {
  const { seconds, mean, label } = columns;
  const title = withTitle(options, 'What training takes, and what it gives');
  if (rowCount({ seconds, mean, ...(label ? { label } : {}) }) === 0) return emptyChart(title);
  const trials = Array.from(mean, (score, row) => ({
    seconds: seconds[row],
    score,
    label: label?.[row] ?? '',
  }));
  const front = frontOf(trials);
  const others = trials.filter((trial) => !front.includes(trial));
  const metric = options.metric ?? DEFAULT_METRIC;
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
