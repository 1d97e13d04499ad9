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

/** A metric of a model. */
export interface MetricBar {
  model: string;
  /** Metric and k, the title of its panel: `NDCG@10`. */
  label: string;
  mean: number;
  /** Where the interval begins and ends; without them, or where one is not finite, a bar has no interval. */
  low?: number;
  high?: number;
}

/** Three panels side by side leave room for names and values in the width of a notebook. */
const PANELS_A_ROW = 3;

const BAR_HEIGHT = 26;
const PANEL_MARGIN = 70;

/** The half of an interval that lies on its bar must be as visible as the other, on light and dark pages. */
const BAR_OPACITY = 0.55;
const INTERVAL_COLOUR = '#7b7b7b';

/**
 * Metrics of several models side by side: a panel for each metric, with its own scale, in it a bar for each model and
 * a line over the interval of its mean. Models and metrics keep the order in which they come.
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
  const title = withTitle(options, 'Metrics on held-out plays');
  const models = [...new Set(Array.from(model))];
  const labels = [...new Set(Array.from(label))];
  if (models.length === 0) return emptyChart(title);
  const bars = Array.from(model, (name, row) => ({
    label: label[row],
    place: models.indexOf(name),
    mean: mean[row],
    low: low[row] ?? Number.NaN,
    high: high[row] ?? Number.NaN,
  }));
  const panels = labels.map((of, panel) =>
    drawPanel(
      bars.filter((bar) => bar.label === of),
      of,
      models,
      panel,
      labels,
    ),
  );
  const height = rowsOf(labels) * (BAR_HEIGHT * models.length + PANEL_MARGIN);
  return chart(
    title,
    panels.map(({ trace }) => trace),
    {
      height: (options.subtitle ? 84 : 60) + height,
      bargap: 0.25,
      annotations: panels.flatMap(({ values }) => values),
      ...Object.assign({}, ...panels.map(({ axes }) => axes)),
    },
  );
}

interface Bar {
  readonly place: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

function drawPanel(bars: readonly Bar[], label: string, models: string[], panel: number, labels: string[]) {
  const number = panel === 0 ? '' : String(panel + 1);
  // Values stand behind zero where a bar goes to the left.
  const ends = bars.map(({ mean, high }) =>
    Math.max(0, Number.isFinite(mean) ? mean : 0, Number.isFinite(high) ? high : 0),
  );
  const starts = bars.map(({ mean, low }) =>
    Math.min(0, Number.isFinite(mean) ? mean : 0, Number.isFinite(low) ? low : 0),
  );
  const [first, last] = [Math.min(...starts), Math.max(...ends)];
  // Room for the value written behind the longest bar: about a third of a panel.
  const room = 0.35 * (last - first || 1);
  return {
    trace: barsOf(bars, label, models, number),
    values: bars.flatMap(({ place, mean }, i) =>
      Number.isFinite(mean) ? [valueAt(ends[i], place, mean, number)] : [],
    ),
    axes: {
      [`xaxis${number}`]: axis(label, {
        domain: columnDomain(panel, labels),
        anchor: `y${number}`,
        range: [first, last + room],
        showgrid: false,
        nticks: 4,
      }),
      [`yaxis${number}`]: {
        domain: rowDomain(panel, labels),
        anchor: `x${number}`,
        tickmode: 'array',
        tickvals: models.map((_, place) => place),
        ticktext: models.map(plotlyLabel),
        range: [models.length - 0.5, -0.5],
        showgrid: false,
        zeroline: false,
        ...(panel % PANELS_A_ROW === 0 ? { ticklabelstandoff: 6 } : { showticklabels: false }),
      },
    },
  };
}

function barsOf(bars: readonly Bar[], label: string, models: string[], number: string): PlotlyObject {
  const spread = (distance: (bar: Bar) => number) =>
    jsonNumbers(bars.map(distance)).map((value) => value ?? 0);
  return {
    type: 'bar',
    orientation: 'h',
    name: plotlyText(label),
    showlegend: false,
    x: jsonNumbers(bars.map(({ mean }) => mean)),
    y: bars.map(({ place }) => place),
    xaxis: `x${number}`,
    yaxis: `y${number}`,
    marker: { color: MAIN_COLOUR, opacity: BAR_OPACITY },
    error_x: {
      type: 'data',
      symmetric: false,
      array: spread(({ mean, high }) => high - mean),
      arrayminus: spread(({ mean, low }) => mean - low),
      color: INTERVAL_COLOUR,
      thickness: 2,
      width: 4,
    },
    customdata: bars.map(({ place, low, high }) => {
      const interval = [low, high].every(Number.isFinite)
        ? `, interval ${written(low)} to ${written(high)}`
        : '';
      return [plotlyText(models[place]), interval];
    }),
    hovertemplate: `<b>%{customdata[0]}</b><br>${plotlyText(label)}: %{x:.4f}%{customdata[1]}<extra></extra>`,
  };
}

/** A number behind its bar and interval. */
function valueAt(x: number, y: number, mean: number, number: string): PlotlyObject {
  return {
    x,
    y,
    xref: `x${number}`,
    yref: `y${number}`,
    text: written(mean),
    showarrow: false,
    xanchor: 'left',
    xshift: 4,
  };
}

function written(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 3 : 1);
}

function rowsOf(labels: string[]): number {
  return Math.ceil(labels.length / PANELS_A_ROW);
}

function columnDomain(panel: number, labels: string[]): [number, number] {
  const across = Math.min(PANELS_A_ROW, labels.length);
  const gap = across > 1 ? 0.04 : 0;
  const width = (1 - gap * (across - 1)) / across;
  const from = (panel % PANELS_A_ROW) * (width + gap);
  return [from, Math.min(1, from + width)];
}

/** The first row of panels on top; of each row's share, the lower part is for its axis. */
function rowDomain(panel: number, labels: string[]): [number, number] {
  const rows = rowsOf(labels);
  const row = Math.floor(panel / PANELS_A_ROW);
  const top = 1 - row / rows;
  return [top - (rows > 1 ? 0.7 : 1) / rows, top];
}
