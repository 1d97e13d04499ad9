import { rowCount } from './columns.js';
import { nameBarsChart } from './name-bars.js';
import type { ChartOptions, PlotlyFigure } from './plotly-figure.js';
import { MAIN_COLOUR, NEUTRAL_COLOUR, withTitle } from './theme.js';

/** Options of {@link similarArtistsChart}. */
export interface SimilarArtistsChartOptions extends ChartOptions {
  /** The artist the others are similar to; drawn grey where it is in the list. Default the first one. */
  of?: string;
}

/**
 * Horizontal bars of cosine similarities, the most similar on top. The artist that was asked for is 1 with
 * itself and drawn in grey.
 *
 * @example similarArtistsChart({ artist: ['muse', 'placebo'], similarity: [1, 0.93] })
 * @param columns `artist`: names; `similarity`: cosines from -1 to 1
 * @throws InputError when the columns differ in length
 */
export function similarArtistsChart(
  columns: { artist: ArrayLike<string>; similarity: ArrayLike<number> },
  options: SimilarArtistsChartOptions = {},
): PlotlyFigure {
  const { artist, similarity } = columns;
  rowCount({ artist, similarity });
  const of = options.of ?? artist[0];
  return nameBarsChart(
    withTitle(options, of === undefined ? 'Similar artists' : `Artists similar to ${of}`),
    {
      names: artist,
      values: similarity,
      measure: 'Cosine similarity',
      format: (value) => value.toFixed(3),
      colours: Array.from(artist, (name) => (name === of ? NEUTRAL_COLOUR : MAIN_COLOUR)),
    },
  );
}
