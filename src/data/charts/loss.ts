import { jsonNumbers } from './columns.js';
import type { ChartOptions, PlotlyFigure } from './plotly-figure.js';
import { axis, chart, emptyChart, MAIN_COLOUR, withTitle } from './theme.js';

/**
 * Training loss after each iteration.
 *
 * @example lossChart({ loss: model.losses })
 * @param columns `loss`: one value for each iteration, from the first on
 */
export function lossChart(columns: { loss: ArrayLike<number> }, options: ChartOptions = {}): PlotlyFigure {
  const title = withTitle(options, 'Training loss');
  const y = jsonNumbers(columns.loss);
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
