import { CHART_WORDS } from '../../util/chart-words.js';
import { readOptions } from '../../util/checks.js';
import { fill } from '../../util/fill.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import { endLabels, endLabelsMargin } from './end-labels.js';
import {
  axis,
  type ChartOptions,
  chart,
  emptyChart,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyText,
  topMargin,
  withTitle,
} from './figure.js';
import { inModelOrder, modelColour } from './models.js';
import { paddedRange } from './scales.js';
import { METRIC, SWEEP_CHART_CHECKS, type SweepChartOptions } from './settings-curves.js';

/** How good a model is for listeners of whom so many artists are known. */
export interface KnownPlaysPoint {
  model: string;
  /** How many artists it was given, 1 or more. */
  known: number;
  mean: number;
  /** Where the interval begins and ends; without them, or where one is not finite, a mean has no interval. */
  low?: number;
  high?: number;
}

/** Between the marks of two models of one number: a share of the number, so that intervals stand side by side. */
const APART = 0.025;

/** Beside the first and the last mark, in powers of ten. */
const AIR = 0.03;

/**
 * How good models are for listeners who are new to them, along how many of their artists are known: a line for each
 * model with the intervals of its means, and its name at its end. Models have the colours of all charts.
 *
 * @example charts.byKnownPlays(await metrics.byKnownPlays([als(settings), baselines.popularity()], interactions))
 * @param data rows, columns or a frame, one row for each model and number
 * @param options `metric`: what `mean` is a mean of. Default `NDCG@10`
 * @throws InputError when a column is missing or columns differ in length
 */
export function byKnownPlays(
  data: ChartData<KnownPlaysPoint>,
  options: SweepChartOptions = {},
): PlotlyFigure {
  const columns = chartColumns(data, ['model', 'known', 'mean'], ['low', 'high']);
  const { metric, ...titles } = readOptions(options, SWEEP_CHART_CHECKS, METRIC);
  const title = withTitle(titles as ChartOptions, CHART_WORDS.goodForNewcomers);
  const points = Array.from(columns.model, (model, row) => ({
    model,
    known: columns.known[row],
    mean: columns.mean[row],
    low: columns.low?.[row] ?? Number.NaN,
    high: columns.high?.[row] ?? Number.NaN,
  })).filter(({ known, mean }) => known > 0 && Number.isFinite(known) && Number.isFinite(mean));
  if (points.length === 0) return emptyChart(title);
  const models = inModelOrder([...new Set(points.map(({ model }) => model))]);
  const lines = models.map((model, at) => ({
    model,
    shift: (1 + APART) ** (at - (models.length - 1) / 2),
    points: points.filter((point) => point.model === model).sort((a, b) => a.known - b.known),
  }));
  const places = lines.flatMap(({ shift, points }) => points.map(({ known }) => Math.log10(known * shift)));
  const [first, last] = [Math.min(...places), Math.max(...places)];
  // Behind the last interval, whosever it is.
  const ends = lines.map(({ model, points }) => ({
    name: model,
    x: last,
    y: points[points.length - 1].mean,
  }));
  const range = paddedRange(points.flatMap(({ mean, low, high }) => [mean, low, high]));
  const numbers = [...new Set(points.map(({ known }) => known))].sort((a, b) => a - b);
  const key = lines.some(({ points }) => points.some(hasInterval)) ? CHART_WORDS.intervalsDrawn : undefined;
  const told = { ...title, subtitle: [title.subtitle, key].filter(Boolean).join('; ') };
  return chart(
    told,
    lines.map((line) => lineOf(line, metric)),
    {
      xaxis: axis(CHART_WORDS.artistsKnown, {
        type: 'log',
        range: [first - AIR, last + AIR],
        tickmode: 'array',
        tickvals: numbers,
        ticktext: numbers.map(String),
        zeroline: false,
        showgrid: false,
      }),
      yaxis: axis(metric, { zeroline: false, range }),
      hovermode: 'closest',
      showlegend: false,
      annotations: endLabels(ends, range),
      margin: { t: topMargin(told), r: Math.max(24, endLabelsMargin(ends)), b: 48, l: 56 },
    },
  );
}

interface Line {
  readonly model: string;
  readonly shift: number;
  readonly points: readonly Required<KnownPlaysPoint>[];
}

function lineOf({ model, shift, points }: Line, metric: string): PlotlyObject {
  const color = modelColour(model);
  const distances = (distance: (point: Required<KnownPlaysPoint>) => number) =>
    points.map((point) => (hasInterval(point) ? distance(point) : 0));
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: plotlyText(model),
    x: jsonNumbers(points.map(({ known }) => known * shift)),
    y: jsonNumbers(points.map(({ mean }) => mean)),
    line: { color, width: 2 },
    marker: { color, size: 7 },
    error_y: {
      type: 'data',
      symmetric: false,
      array: distances(({ mean, high }) => high - mean),
      arrayminus: distances(({ mean, low }) => mean - low),
      color,
      thickness: 1.5,
      width: 0,
    },
    customdata: points.map((point) => [
      point.known,
      hasInterval(point)
        ? fill(CHART_WORDS.intervalFromTo, { low: point.low.toFixed(3), high: point.high.toFixed(3) })
        : '',
    ]),
    hovertemplate: `<b>${plotlyText(model)}</b><br>${CHART_WORDS.artistsKnown}: %{customdata[0]}<br>${plotlyText(metric)}: %{y:.4f}%{customdata[1]}<extra></extra>`,
  };
}

function hasInterval({ low, high }: Required<KnownPlaysPoint>): boolean {
  return Number.isFinite(low) && Number.isFinite(high);
}
