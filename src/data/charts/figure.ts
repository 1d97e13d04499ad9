import { GROUP_COLOURS } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { aText, readOptions } from '../../util/checks.js';
import { plotlyTheme } from '../../util/plotly-theme.js';

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
      margin: { t: topMargin(options), r: 24, b: 48, l: 56 },
      ...layout,
    },
    config: { responsive: true, displaylogo: false },
  };
}

/** What the title and the subtitle take, in pixels. */
export function topMargin({ subtitle }: { subtitle?: string }): number {
  return subtitle ? 76 : 56;
}

/** A legend in a row below the axis: above the plot it would lie on a title that a phone needs two lines for. */
export function legendBelow(distance: number): PlotlyObject {
  return { orientation: 'h', x: 0, y: -distance, yanchor: 'top', font: { size: 12 } };
}

/** The figure shown when there is nothing to draw. */
export function emptyChart(options: { title: string; subtitle?: string }): PlotlyFigure {
  return chart(options, [], {
    height: 180,
    xaxis: { visible: false },
    yaxis: { visible: false },
    annotations: [
      { text: CHART_WORDS.nothingDrawn, showarrow: false, xref: 'paper', yref: 'paper', x: 0.5, y: 0.5 },
    ],
  });
}

/** An axis with its title. */
export function axis(title: string, settings: PlotlyObject = {}): PlotlyObject {
  return { title: { text: plotlyText(cutName(title, LONGEST_AXIS_TITLE)) }, ...settings };
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

/** A longer one is longer than the axis. */
const LONGEST_AXIS_TITLE = 44;

const LONGEST_IN_TITLE = 60;

/** Names longer than this are cut in labels, never in hover text: a wider margin leaves no chart. */
const LONGEST_LABEL = 42;

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

/** A name in a title, which is wider than a label. */
export function titleName(name: string): string {
  return cutName(name, LONGEST_IN_TITLE);
}

/** A name cut to at most this many characters. */
export function cutName(name: string, most: number): string {
  const characters = Array.from(name);
  return characters.length <= most ? name : `${characters.slice(0, most - 1).join('')}…`;
}
