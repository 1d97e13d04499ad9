import { rowCount } from './columns.js';
import { nameBarsChart } from './name-bars.js';
import type { ChartOptions, PlotlyFigure } from './plotly-figure.js';
import { MAIN_COLOUR, NEUTRAL_COLOUR, withTitle } from './theme.js';

/** Options of {@link explanationChart}. */
export interface ExplanationChartOptions extends ChartOptions {
  /** The artist whose score is explained, in the title. */
  of?: string;
}

/**
 * Horizontal bars of what each played artist adds to a score, in the order given; those that take from it are
 * drawn in grey.
 *
 * @example
 * const { artist, contributions } = model.explain(user, 'muse', { count: 10 });
 * show(explanationChart(columnsOf(frameOfRows(contributions)), { of: artist }));
 * @param columns `artist`: names of played artists; `contribution`: of each, in the unit of the score
 * @throws InputError when the columns differ in length
 */
export function explanationChart(
  columns: { artist: ArrayLike<string>; contribution: ArrayLike<number> },
  options: ExplanationChartOptions = {},
): PlotlyFigure {
  const { artist, contribution } = columns;
  rowCount({ artist, contribution });
  const title =
    options.of === undefined ? 'What makes up the score' : `What makes up the score of ${options.of}`;
  return nameBarsChart(withTitle(options, title), {
    names: artist,
    values: contribution,
    measure: 'Contribution to the score',
    format: (value) => value.toFixed(3),
    colours: Array.from(contribution, (value) => (value < 0 ? NEUTRAL_COLOUR : MAIN_COLOUR)),
  });
}
