import { escapeHtml, scriptJson } from '../util/html.js';

export const PLOTLY_TYPE = 'application/vnd.plotly.v1+json';

/** A Plotly figure as it stands in a notebook's output. */
export interface ReportFigure {
  data: Record<string, unknown>[];
  layout: Record<string, unknown>;
}

/** Plotly's own height of a figure that names none, in pixels. */
const DEFAULT_HEIGHT = 450;
/** Room a title took in the top margin, in pixels: the page sets it as a caption instead. */
const TITLE_ROOM = 40;
const SMALLEST_TOP_MARGIN = 16;

/** The figure in a bundle, or undefined when it is not one. */
export function readFigure(value: unknown): ReportFigure | undefined {
  const { data, layout } = (value ?? {}) as Partial<ReportFigure>;
  if (!Array.isArray(data)) return undefined;
  return { data, layout: layout ?? {} };
}

/**
 * A figure's place in the page: its title as a caption, an empty area of its final height, and its JSON,
 * which the page's script draws once it comes near the screen.
 *
 * @param id unique in the page
 * @param fallback the figure's name when it has no title
 */
export function renderFigure(figure: ReportFigure, id: string, fallback: string): string {
  const { title, subtitle, data, layout, height } = readyForPage(figure);
  const name = escapeHtml(title || fallback);
  const caption = title
    ? `<figcaption>${name}${subtitle && `<span class="subtitle">${escapeHtml(subtitle)}</span>`}</figcaption>`
    : '';
  return `<figure class="chart" id="${id}" aria-label="${name}">${caption}<div class="chart-area" role="group" aria-label="Chart: ${name}" style="height:${height}px"></div><noscript><p class="note">This chart is interactive and needs JavaScript.</p></noscript><script type="application/json">${scriptJson({ data, layout })}</script></figure>`;
}

function readyForPage(figure: ReportFigure) {
  const { title, width: _, height, margin, ...rest } = figure.layout;
  const words = readTitle(title);
  const { t = 100, ...sides } = (margin ?? {}) as { t?: number };
  const top = words.title ? Math.max(SMALLEST_TOP_MARGIN, t - TITLE_ROOM) : t;
  const room = typeof height === 'number' && height > 0 ? height : DEFAULT_HEIGHT;
  return {
    ...words,
    data: figure.data.map(withoutWebgl),
    layout: { ...rest, margin: { ...sides, t: top } },
    height: Math.round(room - (t - top)),
  };
}

function readTitle(title: unknown): { title: string; subtitle: string } {
  if (typeof title === 'string') return { title: plainText(title), subtitle: '' };
  const { text, subtitle } = (title ?? {}) as { text?: unknown; subtitle?: { text?: unknown } };
  return { title: plainText(text), subtitle: plainText(subtitle?.text) };
}

/** Plotly's titles know a few HTML tags and entities; here they become plain words. */
function plainText(text: unknown): string {
  if (typeof text !== 'string') return '';
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
  return text
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<\/?(b|strong|i|em|u|s|sub|sup|span|a)(\s[^>]*)?>/gi, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => entities[name])
    .trim();
}

/** WebGL traces compile code at run time, which the page's security policy forbids: draw them as SVG. */
function withoutWebgl(trace: Record<string, unknown>): Record<string, unknown> {
  if (trace.type === 'scattergl') return { ...trace, type: 'scatter' };
  if (trace.type === 'scatterpolargl') return { ...trace, type: 'scatterpolar' };
  return trace;
}

/** The map outlines a figure needs, by Plotly's name for them: `world_110m`, `europe_50m`. */
export function mapsOf({ data, layout }: ReportFigure): string[] {
  const onMap = data.some(({ type }) => type === 'choropleth' || type === 'scattergeo');
  const geos = Object.entries(layout).filter(([key]) => /^geo\d*$/.test(key));
  if (onMap && geos.length === 0) geos.push(['geo', {}]);
  return geos.map(([, geo]) => {
    const { scope = 'world', resolution = 110 } = geo as { scope?: string; resolution?: number };
    return `${scope.replaceAll(' ', '-')}_${resolution}m`;
  });
}
