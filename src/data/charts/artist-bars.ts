import { NEUTRAL_COLOUR } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { aText, type OneOf, oneOf, readOptions } from '../../util/checks.js';
import { fill } from '../../util/fill.js';
import { type ChartData, chartColumns } from './columns.js';
import {
  CHART_CHECKS,
  type ChartOptions,
  MAIN_COLOUR,
  type PlotlyFigure,
  titleName,
  withTitle,
} from './figure.js';
import { nameBars, nameDots } from './name-rows.js';

/** Options of {@link topArtists}. */
export interface TopArtistsOptions extends ChartOptions {
  /** Which column the bars show; default "listeners". */
  by?: OneOf<'listeners' | 'plays'>;
}

/**
 * Horizontal bars of the most popular artists, in the order given, the first on top.
 *
 * @example charts.topArtists({ artist: ['radiohead', 'coldplay'], listeners: [611, 522] })
 * @param data rows, columns or a frame: `artist`, names; `listeners` and `plays` of each, whichever `by` asks for
 * @throws InputError when a column is missing or columns differ in length
 */
export function topArtists(
  data: ChartData<{ artist: string; listeners?: number; plays?: number }>,
  options: TopArtistsOptions = {},
): PlotlyFigure {
  const checks = { ...CHART_CHECKS, by: oneOf('listeners', 'plays') };
  const { by: asked, ...titles } = readOptions(options, checks, { by: 'listeners' });
  const by = asked as 'listeners' | 'plays';
  const { artist, [by]: values = [] } = chartColumns(data, ['artist', by]);
  return nameBars(
    withTitle(titles, by === 'plays' ? CHART_WORDS.artistsByPlays : CHART_WORDS.artistsByListeners),
    {
      names: artist,
      values,
      measure: by === 'plays' ? CHART_WORDS.playsDrawn : CHART_WORDS.listenersDrawn,
    },
  );
}

/** Options of {@link similarArtists}. */
export interface SimilarArtistsOptions extends ChartOptions {
  /** The artist the others are similar to; drawn grey where it is in the list. Default the first one. */
  of?: string;
}

/**
 * Cosine similarities as dots on an axis that begins near the lowest: of artists this near to one, bars from zero
 * would all be of one length. The artist that was asked for is 1 with itself and drawn in grey.
 *
 * @example charts.similarArtists({ artist: ['muse', 'placebo'], similarity: [1, 0.93] })
 * @param data rows, columns or a frame: `artist`, names; `similarity`, cosines from -1 to 1
 * @throws InputError when a column is missing or columns differ in length
 */
export function similarArtists(
  data: ChartData<{ artist: string; similarity: number }>,
  options: SimilarArtistsOptions = {},
): PlotlyFigure {
  const { artist, similarity } = chartColumns(data, ['artist', 'similarity']);
  const { of = artist[0], ...titles } = readOptions(options, { ...CHART_CHECKS, of: aText }, {});
  return nameDots(
    withTitle(
      titles,
      of === undefined
        ? CHART_WORDS.chartOfSimilar
        : fill(CHART_WORDS.chartOfSimilarTo, { artist: titleName(of) }),
    ),
    {
      names: artist,
      values: similarity,
      measure: CHART_WORDS.cosineSimilarity,
      format: decimalsFor(similarity),
      colours: Array.from(artist, (name) => (name === of ? NEUTRAL_COLOUR : MAIN_COLOUR)),
    },
  );
}

/** Three decimals, and more where values are so near each other that these would be alike. */
function decimalsFor(values: ArrayLike<number>): (value: number) => string {
  const finite = Array.from(values).filter(Number.isFinite);
  const span = Math.max(...finite) - Math.min(...finite);
  const decimals = span > 0 ? Math.min(6, Math.max(3, 1 - Math.floor(Math.log10(span)))) : 3;
  return (value) => value.toFixed(decimals);
}

/** Options of {@link recommendations}. */
export interface RecommendationsOptions extends ChartOptions {
  /** The listener they are for, in the title. */
  user?: string;
}

/**
 * Recommended artists and their scores as dots on an axis that begins near the lowest, the best on top. A score is the
 * model's estimate of preference: near 1 for what a listener surely likes, above 1 and below 0 at times.
 *
 * @example charts.recommendations({ artist: ['muse', 'placebo'], score: [1.04, 0.97] })
 * @param data rows, columns or a frame: `artist`, names; `score` of each
 * @throws InputError when a column is missing or columns differ in length
 */
export function recommendations(
  data: ChartData<{ artist: string; score: number }>,
  options: RecommendationsOptions = {},
): PlotlyFigure {
  const { artist, score } = chartColumns(data, ['artist', 'score']);
  const { user, ...titles } = readOptions(options, { ...CHART_CHECKS, user: aText }, {});
  const title =
    user === undefined
      ? CHART_WORDS.chartOfRecommended
      : fill(CHART_WORDS.recommendedFor, { user: shortUser(user) });
  return nameDots(withTitle(titles, title), {
    names: artist,
    values: score,
    measure: CHART_WORDS.estimatedPreference,
    format: decimalsFor(score),
  });
}

/** Users of Last.fm 360K are named by 40 hexadecimal digits, of which the first few tell them apart. */
function shortUser(user: string): string {
  return /^[0-9a-f]{40}$/.test(user) ? `${user.slice(0, 8)}…` : titleName(user);
}

/** Options of {@link explanation}. */
export interface ExplanationOptions extends ChartOptions {
  /** The artist whose score is explained, in the title. */
  of?: string;
}

/**
 * Horizontal bars of what each played artist adds to a score, in the order given; those that take from it are
 * drawn in grey.
 *
 * @example
 * const { artist, contributions } = model.explain(user, 'muse', { count: 10 });
 * show(charts.explanation(contributions, { of: artist }));
 * @param data rows, columns or a frame: `artist`, names of played artists; `contribution` of each, in the unit of the score
 * @throws InputError when a column is missing or columns differ in length
 */
export function explanation(
  data: ChartData<{ artist: string; contribution: number }>,
  options: ExplanationOptions = {},
): PlotlyFigure {
  const { artist, contribution } = chartColumns(data, ['artist', 'contribution']);
  const { of, ...titles } = readOptions(options, { ...CHART_CHECKS, of: aText }, {});
  const title =
    of === undefined ? CHART_WORDS.scoreParts : fill(CHART_WORDS.scorePartsOf, { artist: titleName(of) });
  return nameBars(withTitle(titles, title), {
    names: artist,
    values: contribution,
    measure: CHART_WORDS.contribution,
    format: (value) => value.toFixed(3),
    colours: Array.from(contribution, (value) => (value < 0 ? NEUTRAL_COLOUR : MAIN_COLOUR)),
  });
}
