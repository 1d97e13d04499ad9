import { rowCount } from './columns.js';
import { nameBarsChart } from './name-bars.js';
import type { ChartOptions, PlotlyFigure } from './plotly-figure.js';
import { withTitle } from './theme.js';

/** Options of {@link topArtistsChart}. */
export interface TopArtistsChartOptions extends ChartOptions {
  /** What `count` counts; default "listeners". */
  by?: 'listeners' | 'plays';
}

/**
 * Horizontal bars of the most popular artists, in the order given, the first on top.
 *
 * @example topArtistsChart({ artist: ['radiohead', 'coldplay'], count: [611, 522] })
 * @param columns `artist`: names; `count`: listeners or plays of each
 * @throws InputError when the columns differ in length
 */
export function topArtistsChart(
  columns: { artist: ArrayLike<string>; count: ArrayLike<number> },
  options: TopArtistsChartOptions = {},
): PlotlyFigure {
  const { artist, count } = columns;
  rowCount({ artist, count });
  const { by = 'listeners' } = options;
  return nameBarsChart(withTitle(options, `Artists with the most ${by}`), {
    names: artist,
    values: count,
    measure: by === 'plays' ? 'Plays' : 'Listeners',
  });
}
