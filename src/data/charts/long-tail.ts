import { formatCount } from '../../util/format.js';
import { rowCount } from './columns.js';
import type { ChartOptions, PlotlyFigure } from './plotly-figure.js';
import { axis, chart, emptyChart, MAIN_COLOUR, withTitle } from './theme.js';

/**
 * Listeners per artist by rank, both axes logarithmic: a straight fall is a power law. One point stands
 * for all artists with the same number of listeners, at the rank of the last of them.
 *
 * @example longTailChart({ listeners: [611, 522, 1], artists: [1, 1, 9000] })
 * @param columns a histogram: `artists`, how many artists have `listeners` listeners; in any order
 * @throws InputError when the columns differ in length
 */
export function longTailChart(
  columns: { listeners: ArrayLike<number>; artists: ArrayLike<number> },
  options: ChartOptions = {},
): PlotlyFigure {
  const steps = rankSteps(columns);
  const title = withTitle(options, 'Listeners per artist');
  if (steps.length === 0) return emptyChart(title);
  const trace = {
    type: 'scatter',
    mode: 'lines+markers',
    x: steps.map((step) => step.rank),
    y: steps.map((step) => step.listeners),
    line: { color: MAIN_COLOUR, width: 1.5 },
    marker: { color: MAIN_COLOUR, size: 4 },
    hovertemplate: '%{x:,} artists have at least %{y:,} listeners<extra></extra>',
  };
  return chart({ ...title, subtitle: title.subtitle ?? halfOfListening(steps) }, [trace], {
    xaxis: axis('Artists by rank (log scale)', { type: 'log', dtick: 1, tickformat: ',d' }),
    yaxis: axis('Listeners of an artist (log scale)', { type: 'log', dtick: 1, tickformat: ',d' }),
  });
}

interface RankStep {
  listeners: number;
  /** How many artists have at least as many listeners. */
  rank: number;
}

function rankSteps(columns: { listeners: ArrayLike<number>; artists: ArrayLike<number> }): RankStep[] {
  const { listeners, artists } = columns;
  rowCount({ listeners, artists });
  const falling = Array.from(listeners, (value, row) => ({ listeners: value, artists: artists[row] }));
  falling.sort((a, b) => b.listeners - a.listeners);
  let rank = 0;
  return falling.map((step) => {
    rank += step.artists;
    return { listeners: step.listeners, rank };
  });
}

/** How far down the ranks half of all (listener, artist) pairs reach. */
function halfOfListening(steps: RankStep[]): string {
  const pairs = steps.map((step, at) => step.listeners * (step.rank - (steps[at - 1]?.rank ?? 0)));
  const total = pairs.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  let at = 0;
  while (sum + pairs[at] < total / 2) sum += pairs[at++];
  const rank = (steps[at - 1]?.rank ?? 0) + Math.ceil((total / 2 - sum) / steps[at].listeners);
  const all = formatCount(steps[steps.length - 1].rank);
  const most =
    rank === 1
      ? `the most heard of ${all} artists makes`
      : `the ${formatCount(rank)} most heard of ${all} artists make`;
  return `${most} up half of all listening pairs`;
}
