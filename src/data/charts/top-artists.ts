import { checkOneOf, type OneOf } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { rowCount } from './columns.js';
import { nameBarsChart } from './name-bars.js';
import type { ChartOptions, PlotlyFigure } from './plotly-figure.js';
import { withTitle } from './theme.js';

/** Options of {@link topArtistsChart}. */
export interface TopArtistsChartOptions extends ChartOptions {
  /** Which column the bars show; default "listeners". */
  by?: OneOf<'listeners' | 'plays'>;
}

/**
 * Horizontal bars of the most popular artists, in the order given, the first on top.
 *
 * @example topArtistsChart({ artist: ['radiohead', 'coldplay'], listeners: [611, 522] })
 * @param columns `artist`: names; `listeners` and `plays`: of each, whichever `by` asks for
 * @throws InputError when that column is missing or the columns differ in length
 */
export function topArtistsChart(
  columns: { artist: ArrayLike<string>; listeners?: ArrayLike<number>; plays?: ArrayLike<number> },
  options: TopArtistsChartOptions = {},
): PlotlyFigure {
  const { by = 'listeners' } = options;
  checkOneOf('by', by, ['listeners', 'plays']);
  const { artist, [by]: values } = columns;
  if (!values) {
    throw new InputError(`a chart of artists by ${by} needs a column '${by}'; found ${Object.keys(columns)}`);
  }
  rowCount({ artist, [by]: values });
  return nameBarsChart(withTitle(options, `Artists with the most ${by}`), {
    names: artist,
    values,
    measure: by === 'plays' ? 'Plays' : 'Listeners',
  });
}
