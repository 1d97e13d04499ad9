import { coloursAt, figureTheme, PALETTE } from '../figure-theme.js';
import { asObject, over, type PlotlyObject } from '../plotly.js';

const PAPER_COLOURS = new Set([
  'paper_bgcolor',
  'plot_bgcolor',
  'bgcolor',
  'bordercolor',
  'gridcolor',
  'zerolinecolor',
  'linecolor',
  'tickcolor',
  'spikecolor',
  'landcolor',
  'oceancolor',
  'lakecolor',
  'rivercolor',
  'countrycolor',
  'coastlinecolor',
  'subunitcolor',
  'framecolor',
  'outlinecolor',
]);

/** Defaults of a figure. */
const PRESET = {
  xaxis: { title: { standoff: 12 } },
  yaxis: { title: { standoff: 12 } },
  margin: { t: 28, r: 24, b: 48, l: 56 },
  geo: { fitbounds: false, showland: true },
};

/**
 * A copy without the colours of paper and text, which would not survive a change of theme.
 *
 * @param key the attribute that has this value
 */
export function withoutPaper<T>(value: T, key = ''): T {
  if (Array.isArray(value)) return value.map((item) => withoutPaper(item, key)) as T;
  if (value === null || typeof value !== 'object') return value;
  const isFont = key.endsWith('font');
  const kept = Object.entries(value).filter(
    ([name]) => !PAPER_COLOURS.has(name) && !(isFont && (name === 'color' || name === 'family')),
  );
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutPaper(inner, name)])) as T;
}

/** A figure's template with the page's colours and font, in place of those it brings for paper, grid, axes and text. */
export function pageTemplate(given: unknown, size = 13): { data: PlotlyObject; layout: PlotlyObject } {
  const colours = coloursAt(document.body, PALETTE);
  const { muted, line } = colours;
  const base = withoutPaper(asObject(given));
  const axis = { tickcolor: line, tickfont: { color: muted }, title: { font: { size, color: muted } } };
  const font = { family: getComputedStyle(document.body).fontFamily, size };
  const theme = over(figureTheme(colours), { font, xaxis: axis, yaxis: axis });
  return { data: asObject(base.data), layout: over(over(PRESET, asObject(base.layout)), theme) };
}
