import { rowCount } from './columns.js';
import { nameBarsChart } from './name-bars.js';
import type { ChartOptions, PlotlyFigure } from './plotly-figure.js';
import { withTitle } from './theme.js';

/** Options of {@link recommendationsChart}. */
export interface RecommendationsChartOptions extends ChartOptions {
  /** The listener they are for, in the title. */
  user?: string;
}

/**
 * Horizontal bars of recommended artists and their scores, the best on top. A score is the model's
 * estimate of preference: near 1 for what a listener surely likes, above 1 and below 0 at times.
 *
 * @example recommendationsChart({ artist: ['muse', 'placebo'], score: [1.04, 0.97] })
 * @param columns `artist`: names; `score`: of each
 * @throws InputError when the columns differ in length
 */
export function recommendationsChart(
  columns: { artist: ArrayLike<string>; score: ArrayLike<number> },
  options: RecommendationsChartOptions = {},
): PlotlyFigure {
  const { artist, score } = columns;
  rowCount({ artist, score });
  const title =
    options.user === undefined ? 'Recommended artists' : `Recommended for ${shortUser(options.user)}`;
  return nameBarsChart(withTitle(options, title), {
    names: artist,
    values: score,
    measure: 'Score (estimated preference)',
    format: (value) => value.toFixed(3),
  });
}

/** Users of Last.fm 360K are named by 40 hexadecimal digits, of which the first few tell them apart. */
function shortUser(user: string): string {
  return /^[0-9a-f]{40}$/.test(user) ? `${user.slice(0, 8)}…` : user;
}
