import { jsonNumbers, rowCount } from './columns.js';
import type { ChartOptions, PlotlyFigure } from './plotly-figure.js';
import { axis, chart, emptyChart, MAIN_COLOUR, withTitle } from './theme.js';

/**
 * How many listeners have how many artists. The vertical axis is logarithmic: most datasets cut lists off
 * at one length, and that one bar would leave nothing of the others.
 *
 * @example artistsPerUserChart({ artists: [10, 49, 50], users: [3, 40, 1800] })
 * @param columns a histogram: `users`, how many users have `artists` artists
 * @throws InputError when the columns differ in length
 */
export function artistsPerUserChart(
  columns: { artists: ArrayLike<number>; users: ArrayLike<number> },
  options: ChartOptions = {},
): PlotlyFigure {
  const { artists, users } = columns;
  const title = withTitle(options, 'Artists per listener');
  if (rowCount({ artists, users }) === 0) return emptyChart(title);
  const trace = {
    type: 'bar',
    x: jsonNumbers(artists),
    y: jsonNumbers(users),
    marker: { color: MAIN_COLOUR },
    hovertemplate: '%{x:,} artists: %{y:,} listeners<extra></extra>',
  };
  return chart(title, [trace], {
    xaxis: axis('Artists in a listener’s list', { tickformat: ',d' }),
    yaxis: axis('Listeners (log scale)', { type: 'log', dtick: 1, tickformat: ',d' }),
    bargap: 0.1,
  });
}
