import { aText, type OneOf, oneOf, readOptions } from '../../util/checks.js';
import { formatCount } from '../../util/format.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import {
  axis,
  CHART_CHECKS,
  type ChartOptions,
  chart,
  emptyChart,
  MAIN_COLOUR,
  NEUTRAL_COLOUR,
  type PlotlyFigure,
  plotlyLabel,
  plotlyText,
  withTitle,
} from './figure.js';

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
  return nameBarsChart(withTitle(titles, `Artists with the most ${by}`), {
    names: artist,
    values,
    measure: by === 'plays' ? 'Plays' : 'Listeners',
  });
}

/** Options of {@link similarArtists}. */
export interface SimilarArtistsOptions extends ChartOptions {
  /** The artist the others are similar to; drawn grey where it is in the list. Default the first one. */
  of?: string;
}

/**
 * Horizontal bars of cosine similarities, the most similar on top. The artist that was asked for is 1 with
 * itself and drawn in grey.
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
  return nameBarsChart(withTitle(titles, of === undefined ? 'Similar artists' : `Artists similar to ${of}`), {
    names: artist,
    values: similarity,
    measure: 'Cosine similarity',
    format: (value) => value.toFixed(3),
    colours: Array.from(artist, (name) => (name === of ? NEUTRAL_COLOUR : MAIN_COLOUR)),
  });
}

/** Options of {@link recommendations}. */
export interface RecommendationsOptions extends ChartOptions {
  /** The listener they are for, in the title. */
  user?: string;
}

/**
 * Horizontal bars of recommended artists and their scores, the best on top. A score is the model's
 * estimate of preference: near 1 for what a listener surely likes, above 1 and below 0 at times.
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
  const title = user === undefined ? 'Recommended artists' : `Recommended for ${shortUser(user)}`;
  return nameBarsChart(withTitle(titles, title), {
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
  const title = of === undefined ? 'What makes up the score' : `What makes up the score of ${of}`;
  return nameBarsChart(withTitle(titles, title), {
    names: artist,
    values: contribution,
    measure: 'Contribution to the score',
    format: (value) => value.toFixed(3),
    colours: Array.from(contribution, (value) => (value < 0 ? NEUTRAL_COLOUR : MAIN_COLOUR)),
  });
}

/** Horizontal bars, one for each name, the first on top. */
interface NameBars {
  names: ArrayLike<string>;
  values: ArrayLike<number>;
  /** What a value is, for the axis and the hover text. */
  measure: string;
  /** How a value is written beside its bar. */
  format?: (value: number) => string;
  /** The colour of each bar; default the main colour for all. */
  colours?: string[];
}

const BAR_HEIGHT = 26;

/**
 * The common form of rankings. Bars stand at numbers, not at names: a category axis would put two bars of
 * the same name (or of names that are alike once cut) into one place.
 */
function nameBarsChart(
  options: { title: string; subtitle?: string },
  { names, values, measure, format = formatCount, colours }: NameBars,
): PlotlyFigure {
  const rows = names.length;
  if (rows === 0) return emptyChart(options);
  const x = jsonNumbers(values);
  const y = x.map((_, row) => row);
  const text = x.map((value) => (value === null ? '' : format(value)));
  const trace = {
    type: 'bar',
    orientation: 'h',
    x,
    y,
    marker: { color: colours ?? MAIN_COLOUR },
    text,
    textposition: 'outside',
    textangle: 0,
    cliponaxis: false,
    customdata: Array.from(names, plotlyText),
    hovertemplate: `<b>%{customdata}</b><br>${plotlyText(measure)}: %{text}<extra></extra>`,
  };
  return chart(options, [trace], {
    height: (options.subtitle ? 148 : 124) + BAR_HEIGHT * rows,
    bargap: 0.25,
    xaxis: axis(measure, { showgrid: false, range: barRange(x, text) }),
    yaxis: {
      tickmode: 'array',
      tickvals: y,
      ticktext: Array.from(names, plotlyLabel),
      range: [rows - 0.5, -0.5],
      showgrid: false,
      zeroline: false,
      ticklabelstandoff: 6,
    },
  });
}

/** Of a chart about 480 pixels wide, with some air. */
const DIGIT_WIDTH = 0.02;

/** From zero, with room at both ends for the values written outside of the bars. */
function barRange(values: (number | null)[], texts: string[]): [number, number] {
  const low = values.reduce<number>((min, value) => Math.min(min, value ?? 0), 0);
  const high = values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  const digits = texts.reduce((max, text) => Math.max(max, text.length), 0);
  const room = digits * DIGIT_WIDTH * (high - low || 1);
  return [low < 0 ? low - room : 0, high + room];
}
