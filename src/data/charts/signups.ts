import { jsonNumbers, rowCount } from './columns.js';
import type { ChartOptions, PlotlyFigure } from './plotly-figure.js';
import { axis, chart, emptyChart, MAIN_COLOUR, withTitle } from './theme.js';

/**
 * Sign-ups by month.
 *
 * @example signupsChart({ month: ['2005-01', '2005-02'], users: [12, 31] })
 * @param columns `month`: 'YYYY-MM' (or a day of the month, 'YYYY-MM-DD'); `users`: who signed up in it
 * @throws InputError when the columns differ in length
 */
export function signupsChart(
  columns: { month: ArrayLike<string>; users: ArrayLike<number> },
  options: ChartOptions = {},
): PlotlyFigure {
  const { month, users } = columns;
  const title = withTitle(options, 'Sign-ups by month');
  if (rowCount({ month, users }) === 0) return emptyChart(title);
  const trace = {
    type: 'bar',
    x: Array.from(month, (name) => `${name.slice(0, 7)}-01`),
    y: jsonNumbers(users),
    xperiod: 'M1',
    marker: { color: MAIN_COLOUR },
    hovertemplate: '%{x|%B %Y}: %{y:,} listeners<extra></extra>',
  };
  return chart(title, [trace], {
    bargap: 0.1,
    xaxis: axis('Month of sign-up', { type: 'date' }),
    yaxis: axis('Listeners', { tickformat: ',d' }),
  });
}
