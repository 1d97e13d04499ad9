import { formatCount } from '../../util/format.js';
import { jsonNumbers, rowCount } from './columns.js';
import type { ChartOptions, PlotlyFigure } from './plotly-figure.js';
import { axis, chart, emptyChart, MAIN_COLOUR, withTitle } from './theme.js';

/**
 * A histogram of plays per row (one listener, one artist) over a logarithmic axis, on which bins that
 * double have one width.
 *
 * @example playsDistributionChart({ from: [1, 2, 4], to: [2, 4, 8], rows: [120, 90, 310] })
 * @param columns `from`, `to`: the plays at which a bin starts (included, at least 1) and ends (excluded);
 *   `rows`: how many rows are in it
 * @throws InputError when the columns differ in length
 */
export function playsDistributionChart(
  columns: { from: ArrayLike<number>; to: ArrayLike<number>; rows: ArrayLike<number> },
  options: ChartOptions = {},
): PlotlyFigure {
  const { from, to, rows } = columns;
  const title = withTitle(options, 'How often listeners played an artist');
  if (rowCount({ from, to, rows }) === 0) return emptyChart(title);
  const trace = {
    type: 'bar',
    x: Array.from(from, (start, bin) => (start + to[bin]) / 2),
    width: Array.from(from, (start, bin) => to[bin] - start),
    y: jsonNumbers(rows),
    marker: { color: MAIN_COLOUR, line: { width: 1, color: 'rgba(128,128,128,0.6)' } },
    customdata: Array.from(from, (start, bin) => binLabel(start, to[bin])),
    hovertemplate: '%{customdata}<br>%{y:,} rows<extra></extra>',
  };
  const last = from.length - 1;
  return chart(title, [trace], {
    xaxis: axis('Plays of an artist by a listener (log scale)', {
      type: 'log',
      dtick: 1,
      tickformat: ',d',
      range: [Math.log10(from[0]), Math.log10(to[last])],
    }),
    yaxis: axis('Rows (listener and artist)', { tickformat: ',d', rangemode: 'tozero' }),
  });
}

/** Plays are whole numbers in every known dataset; where bins are not, their edges are shown. */
function binLabel(from: number, to: number): string {
  if (!Number.isInteger(from) || !Number.isInteger(to)) return `${from} to ${to} plays`;
  if (to - from === 1) return `${formatCount(from)} ${from === 1 ? 'play' : 'plays'}`;
  return `${formatCount(from)} to ${formatCount(to - 1)} plays`;
}
