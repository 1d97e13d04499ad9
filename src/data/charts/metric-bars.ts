import { CHART_WORDS } from '../../util/chart-words.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import { type Facets, facetAxes, facetNumber, facets, facetsHeight } from './facets.js';
import {
  axis,
  type ChartOptions,
  chart,
  emptyChart,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyLabel,
  plotlyText,
  topMargin,
  withTitle,
} from './figure.js';
import { hasInterval, intervalLines, intervalWords, reachOf, type Spread } from './intervals.js';
import { inModelOrder, modelColour } from './models.js';
import { ROW_HEIGHT, valueBeside } from './name-rows.js';

/** A metric of a model. */
export interface MetricBar {
  model: string;
  /** Metric and k, the title of its panel: `NDCG@10`. */
  label: string;
  mean: number;
  /** Where the interval begins and ends; without them, or where one is not finite, a mean has no interval. */
  low?: number;
  high?: number;
}

/** Below the last panels. */
const AXIS = 60;

/** An axis begins at zero where the smallest value is less than this share of the largest: then zero is near. */
const NEAR_ZERO = 0.5;

/**
 * Metrics of several models: a panel for each metric, with its own scale, in it a dot for each model and a line, the
 * bar, over the interval of its mean. Models have the order and the colours that they have in all charts; metrics keep
 * the order in which they come.
 *
 * @example
 * charts.metricBars({ model: ['ALS', 'popularity'], label: ['NDCG@10', 'NDCG@10'], mean: [0.24, 0.08] })
 * charts.metricBars(evaluation.means.map((row) => ({ model: 'ALS', ...row })))
 * @param data rows, columns or a frame, one row for each model and metric
 * @throws InputError when a column is missing or columns differ in length
 */
export function metricBars(data: ChartData<MetricBar>, options: ChartOptions = {}): PlotlyFigure {
  const columns = chartColumns(data, ['model', 'label', 'mean'], ['low', 'high']);
  const { model, label, mean, low = [], high = [] } = columns;
  const title = withTitle(options, CHART_WORDS.metricsOnHeldOut);
  const models = inModelOrder([...new Set(Array.from(model))]);
  const labels = [...new Set(Array.from(label))];
  if (models.length === 0) return emptyChart(title);
  const rows = Array.from(model, (name, row) => ({
    label: label[row],
    place: models.indexOf(name),
    value: mean[row],
    low: low[row] ?? Number.NaN,
    high: high[row] ?? Number.NaN,
  }));
  const layout = facets(labels.length, ROW_HEIGHT * models.length);
  const panels = labels.map((of, panel) => {
    const own = rows.filter((row) => row.label === of);
    return drawPanel(own, models, { of, panel, layout });
  });
  const key = rows.some(hasInterval) ? CHART_WORDS.intervalsDrawn : undefined;
  const titles = { ...title, subtitle: [title.subtitle, key].filter(Boolean).join('; ') };
  return chart(
    titles,
    panels.map(({ trace }) => trace),
    {
      height: topMargin(titles) + facetsHeight(layout) + AXIS,
      margin: { t: topMargin(titles), r: 24, b: AXIS, l: 56 },
      hovermode: 'closest',
      showlegend: false,
      annotations: panels.flatMap(({ values }) => values),
      ...Object.assign({}, ...panels.map(({ axes }) => axes)),
    },
  );
}

interface Measured extends Spread {
  readonly place: number;
}

interface Panel {
  /** The metric. */
  readonly of: string;
  readonly panel: number;
  readonly layout: Facets;
}

function drawPanel(rows: readonly Measured[], models: string[], { of, panel, layout }: Panel) {
  const number = facetNumber(panel);
  const { x, y, isFirstInRow } = facetAxes(panel, layout);
  const { starts, ends } = reachOf(rows);
  return {
    trace: dotsOf(rows, of, models, number),
    values: rows.flatMap(({ place, value }, i) =>
      Number.isFinite(value) ? [valueBeside(ends[i], place, written(value), number)] : [],
    ),
    axes: {
      [`xaxis${number}`]: {
        ...axis(of, x),
        range: metricRange(starts.filter(Number.isFinite), ends.filter(Number.isFinite)),
        showgrid: false,
        zeroline: false,
        nticks: 3,
      },
      [`yaxis${number}`]: {
        ...y,
        tickmode: 'array',
        tickvals: models.map((_, place) => place),
        ticktext: models.map(plotlyLabel),
        range: [models.length - 0.5, -0.5],
        griddash: 'dot',
        zeroline: false,
        ...(isFirstInRow ? { ticklabelstandoff: 6 } : { showticklabels: false }),
      },
    },
  };
}

/** With room on the right, about a third of a panel, for the value written behind the last interval. */
function metricRange(starts: number[], ends: number[]): [number, number] {
  if (ends.length === 0) return [0, 1];
  const [least, most] = [Math.min(...starts), Math.max(...ends)];
  const first = least >= 0 && least < NEAR_ZERO * most ? 0 : least;
  const span = most - first || Math.abs(most) / 10 || 1;
  return [first - 0.06 * span, most + 0.4 * span];
}

function dotsOf(rows: readonly Measured[], label: string, models: string[], number: string): PlotlyObject {
  return {
    type: 'scatter',
    mode: 'markers',
    name: plotlyText(label),
    x: jsonNumbers(rows.map(({ value }) => value)),
    y: rows.map(({ place }) => place),
    xaxis: `x${number}`,
    yaxis: `y${number}`,
    marker: { color: rows.map(({ place }) => modelColour(models[place])), size: 9 },
    error_x: intervalLines(rows),
    customdata: rows.map((row) => [plotlyText(models[row.place]), intervalWords(row, written)]),
    hovertemplate: `<b>%{customdata[0]}</b><br>${plotlyText(label)}: %{x:.4f}%{customdata[1]}<extra></extra>`,
  };
}

function written(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 3 : 1);
}
