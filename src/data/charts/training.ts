import { NEUTRAL_COLOUR } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { readOptions } from '../../util/checks.js';
import { fill } from '../../util/fill.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import {
  axis,
  type ChartOptions,
  chart,
  emptyChart,
  MAIN_COLOUR,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyLabel,
  plotlyText,
  withTitle,
} from './figure.js';
import { paddedRange } from './scales.js';
import { METRIC, SWEEP_CHART_CHECKS, type SweepChartOptions } from './settings-curves.js';

/**
 * Training loss after each iteration.
 *
 * @example charts.loss({ loss: model.losses })
 * @param data rows, columns or a frame: `loss`, one value for each iteration, from the first on
 */
export function loss(data: ChartData<{ loss: number }>, options: ChartOptions = {}): PlotlyFigure {
  const title = withTitle(options, CHART_WORDS.lossByIteration);
  const y = jsonNumbers(chartColumns(data, ['loss']).loss);
  if (y.length === 0) return emptyChart(title);
  const trace = {
    type: 'scatter',
    mode: 'lines+markers',
    x: y.map((_, at) => at + 1),
    y,
    line: { color: MAIN_COLOUR, width: 2 },
    marker: { color: MAIN_COLOUR, size: 6 },
    hovertemplate: `${fill(CHART_WORDS.lossAt, { iteration: '%{x}', loss: '%{y:.5g}' })}<extra></extra>`,
  };
  return chart(title, [trace], {
    xaxis: axis(CHART_WORDS.iterationsDrawn, {
      range: [0.5, y.length + 0.5],
      ...(y.length <= 25 ? { dtick: 1 } : {}),
      showgrid: false,
    }),
    yaxis: axis(CHART_WORDS.meanLoss, { zeroline: false, range: paddedRange(y) }),
    annotations: lastValue(y),
  });
}

/** What the curve ends at. */
function lastValue(y: (number | null)[]): PlotlyObject[] {
  const last = y[y.length - 1];
  if (last === null) return [];
  const text = String(Number(last.toPrecision(4)));
  return [
    {
      x: y.length,
      y: last,
      text,
      showarrow: false,
      xanchor: 'right',
      yanchor: 'bottom',
      yshift: 6,
      font: { size: 12 },
    },
  ];
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
  const title = withTitle(titles, CHART_WORDS.timeAndMetric);
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
    {
      ...traceOf(CHART_WORDS.beatenByOthers, others),
      mode: 'markers',
      marker: { color: NEUTRAL_COLOUR, size: 7 },
    },
    {
      ...traceOf(CHART_WORDS.bestForItsTime, front),
      mode: 'lines+markers',
      line: { color: MAIN_COLOUR, width: 2, shape: 'hv' },
      marker: { color: MAIN_COLOUR, size: 9 },
    },
  ];
  const drawn = traces.filter(({ x }) => x.length > 0);
  const [first, last] = paddedRange(seconds);
  // With room for a name above the best.
  const [bottom, top] = paddedRange(mean);
  const subtitle = [title.subtitle, CHART_WORDS.onTheLine].filter(Boolean).join('; ');
  return chart({ ...title, subtitle }, drawn, {
    xaxis: axis(CHART_WORDS.secondsOfTraining, { zeroline: false, showgrid: false, range: [first, last] }),
    yaxis: axis(metric, { zeroline: false, range: [bottom, top + 0.06 * (top - bottom)] }),
    hovermode: 'closest',
    showlegend: false,
    annotations: front.length > 0 ? [bestTrial(front[front.length - 1], (first + last) / 2)] : [],
  });
}

/** The name of the best, above it, on the side where there is more room. */
function bestTrial({ seconds, score, label }: TimedTrial, middle: number): PlotlyObject {
  return {
    x: seconds,
    y: score,
    text: label === '' ? CHART_WORDS.best : fill(CHART_WORDS.bestTrial, { trial: plotlyLabel(label) }),
    showarrow: false,
    xanchor: seconds > middle ? 'right' : 'left',
    yanchor: 'bottom',
    yshift: 6,
    font: { size: 12 },
  };
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
