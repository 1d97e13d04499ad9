import { aText, readOptions } from '../../util/checks.js';
import { GROUP_COLOURS, plotlyTheme } from '../../util/plotly-theme.js';

/** A trace, layout or config of Plotly as plain JSON. */
export type PlotlyObject = Record<string, unknown>;

/**
 * A Plotly figure as plain JSON: what `Plotly.newPlot` takes and what travels in a notebook as
 * `application/vnd.plotly.v1+json`.
 */
export interface PlotlyFigure {
  data: PlotlyObject[];
  layout: PlotlyObject;
  config?: PlotlyObject;
}

/** Options of every chart. */
export interface ChartOptions {
  /** Plain text; each chart has a default. */
  title?: string;
  /** Plain text below the title, for instance the name of the dataset and that it is simulated. */
  subtitle?: string;
}

/** The colour of a chart's one series. */
export const MAIN_COLOUR = GROUP_COLOURS[0];

/** For what is not the data itself: the artist asked for, missing values. */
export const NEUTRAL_COLOUR = '#999999';

/** From few to many: one hue, so that the order survives colour blindness and a grey printer. */
export const FEW_TO_MANY: ColourScale = [
  [0, '#c3d7ea'],
  [0.5, '#5f94c4'],
  [1, '#1d4e86'],
];

/**
 * A figure in the common style.
 *
 * @param options the title and subtitle as plain text
 * @param data the traces
 * @param layout what this chart adds to the common layout
 */
export function chart(
  options: { title: string; subtitle?: string },
  data: PlotlyObject[],
  layout: PlotlyObject,
): PlotlyFigure {
  const { title, subtitle } = options;
  return {
    data,
    layout: {
      template: plotlyTheme(),
      title: { text: plotlyText(title), ...(subtitle ? { subtitle: { text: plotlyText(subtitle) } } : {}) },
      height: 420,
      margin: { t: subtitle ? 84 : 60, r: 24, b: 48, l: 56 },
      ...layout,
    },
    config: { responsive: true, displaylogo: false },
  };
}

/** The figure shown when there is nothing to draw. */
export function emptyChart(options: { title: string; subtitle?: string }): PlotlyFigure {
  return chart(options, [], {
    height: 180,
    xaxis: { visible: false },
    yaxis: { visible: false },
    annotations: [
      { text: 'nothing to show', showarrow: false, xref: 'paper', yref: 'paper', x: 0.5, y: 0.5 },
    ],
  });
}

/** An axis with its title. */
export function axis(title: string, settings: PlotlyObject = {}): PlotlyObject {
  return { title: { text: plotlyText(title) }, ...settings };
}

/** The checks of the options of every chart. */
export const CHART_CHECKS = { title: aText, subtitle: aText };

/**
 * A chart's own title where the caller gave none.
 *
 * @throws InputError for other options than a title and a subtitle
 */
export function withTitle(options: ChartOptions, title: string): { title: string; subtitle?: string } {
  const { subtitle, ...given } = readOptions(options, CHART_CHECKS, { title });
  return { ...given, subtitle };
}

/** Names longer than this are cut in labels, never in hover text: a wider margin leaves no chart. */
const LONGEST_LABEL = 36;

/**
 * Text that Plotly draws literally. Plotly reads a small HTML in titles, labels and hover text, `%{...}` in
 * templates and, where a page has MathJax, anything between two `$` as a formula. The characters are written
 * as numeric entities because of the named ones Plotly decodes only a few (`&quot;` would stay as it is).
 */
export function plotlyText(text: string): string {
  return text.replace(/[&<>${]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A name as a label of limited width, cut by whole characters, literal for Plotly. */
export function plotlyLabel(name: string): string {
  return plotlyText(cutName(name, LONGEST_LABEL));
}

/** A name cut to at most this many characters. */
export function cutName(name: string, most: number): string {
  const characters = Array.from(name);
  return characters.length <= most ? name : `${characters.slice(0, most - 1).join('')}…`;
}

/** Text on light and on dark surfaces. */
const DARK_TEXT = '#111111';
const LIGHT_TEXT = '#ffffff';

/** `[share, '#rrggbb']`, from 0 to 1. */
type ColourScale = readonly (readonly [number, string])[];

/** Dark or light text, whichever is more readable on a colour of a scale; its contrast is 4.5 to 1 or more. */
export function textColourOn(scale: ColourScale, share: number): string {
  const luminance = luminanceOf(colourAt(scale, share));
  const onDark = 1.05 / (luminance + 0.05);
  const onLight = (luminance + 0.05) / (luminanceOf(channels(DARK_TEXT)) + 0.05);
  return onLight >= onDark ? DARK_TEXT : LIGHT_TEXT;
}

/** As Plotly does it: each channel straight from one colour of the scale to the next. */
function colourAt(scale: ColourScale, share: number): number[] {
  const at = Math.max(
    1,
    scale.findIndex(([place]) => place >= share),
  );
  const [[from, below], [to, above]] = [scale[at - 1], scale[at]];
  const part = Math.min(1, Math.max(0, (share - from) / (to - from)));
  const ends = [channels(below), channels(above)];
  return ends[0].map((value, i) => value + part * (ends[1][i] - value));
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** Relative luminance, as WCAG 2 defines it. */
function luminanceOf(rgb: number[]): number {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
