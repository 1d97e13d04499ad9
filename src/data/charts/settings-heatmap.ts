import { FEW_TO_MANY } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { readOptions } from '../../util/checks.js';
import { fill } from '../../util/fill.js';
import { type ChartData, chartColumns } from './columns.js';
import {
  axis,
  chart,
  emptyChart,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyText,
  withTitle,
} from './figure.js';
import { METRIC, SWEEP_CHART_CHECKS, type SweepChartOptions } from './settings-curves.js';
import { textColourOn } from './text-colour.js';

const CELL_HEIGHT = 44;

/**
 * The metric for each alpha and number of factors, as a coloured grid; of several rows with the same two, the best.
 * Steps are as wide as each other, whatever the values.
 *
 * @example charts.settingsHeatmap(trials)
 * @example charts.settingsHeatmap({ alpha: [1, 15, 1], factors: [16, 16, 32], mean: [0.24, 0.2, 0.25] })
 * @param data rows, columns or a frame, one row for each trial: `alpha`, `factors` and the `mean` of the metric
 * @throws InputError when a column is missing or columns differ in length
 */
export function settingsHeatmap(
  data: ChartData<{ alpha: number; factors: number; mean: number }>,
  options: SweepChartOptions = {},
): PlotlyFigure {
  const { alpha, factors, mean } = chartColumns(data, ['alpha', 'factors', 'mean']);
  const { metric: named, ...titles } = readOptions(options, SWEEP_CHART_CHECKS, METRIC);
  const title = withTitle(titles, CHART_WORDS.goodAlphaAndFactors);
  if (mean.length === 0) return emptyChart(title);
  const x = distinct(alpha);
  const y = distinct(factors);
  const z: (number | null)[][] = y.map(() => x.map(() => null));
  for (let row = 0; row < mean.length; row++) {
    if (!Number.isFinite(mean[row])) continue;
    const line = z[y.indexOf(factors[row])];
    const column = x.indexOf(alpha[row]);
    line[column] = Math.max(line[column] ?? Number.NEGATIVE_INFINITY, mean[row]);
  }
  const metric = plotlyText(named);
  const trace = {
    type: 'heatmap',
    x: x.map(String),
    y: y.map(String),
    z,
    name: metric,
    colorscale: FEW_TO_MANY,
    showscale: false,
    hoverongaps: false,
    hovertemplate: `${fill(CHART_WORDS.alphaAndFactors, { alpha: '%{x}', factors: '%{y}' })}<br>${metric}: %{z:.4f}<extra></extra>`,
    xgap: 2,
    ygap: 2,
  };
  const subtitle = [title.subtitle, fill(CHART_WORDS.cellsShow, { metric: named })]
    .filter(Boolean)
    .join('; ');
  return chart({ ...title, subtitle }, [trace, cellTexts(x, y, z)], {
    height: 160 + CELL_HEIGHT * Math.max(3, y.length),
    xaxis: axis('alpha', { type: 'category', ticks: '', showgrid: false, range: [-0.5, x.length - 0.5] }),
    yaxis: axis(CHART_WORDS.factorsDrawn, {
      type: 'category',
      ticks: '',
      showgrid: false,
      range: [-0.5, y.length - 0.5],
    }),
  });
}

/** The means, written on their cells, so that no scale of colours is needed; a trace of its own, since Plotly's text on blue is grey. */
function cellTexts(x: number[], y: number[], z: (number | null)[][]): PlotlyObject {
  const cells = z.flatMap((line, row) =>
    line.flatMap((mean, column) => (mean === null ? [] : [{ x: x[column], y: y[row], mean }])),
  );
  const means = cells.map(({ mean }) => mean);
  const [least, most] = [Math.min(...means), Math.max(...means)];
  return {
    type: 'scatter',
    mode: 'text',
    x: cells.map((cell) => String(cell.x)),
    y: cells.map((cell) => String(cell.y)),
    text: means.map((mean) => (mean === most ? `<b>${mean.toFixed(3)}</b>` : mean.toFixed(3))),
    textfont: {
      size: 12,
      color: means.map((mean) =>
        textColourOn(FEW_TO_MANY, most > least ? (mean - least) / (most - least) : 0.5),
      ),
    },
    hoverinfo: 'skip',
    showlegend: false,
  };
}

/** The different values, rising. */
function distinct(values: ArrayLike<number>): number[] {
  return [...new Set(Array.from(values))].sort((a, b) => a - b);
}
