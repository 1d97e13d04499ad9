import { escapeHtml, scriptJson } from '../../util/escape.js';
import { DEFAULT_HEIGHT } from '../display/figure.js';

/** A Plotly figure from a notebook's output. */
export interface ReportFigure {
  /** Warnings for its author. */
  notes?: string[];
  data: Record<string, unknown>[];
  layout: Record<string, unknown>;
}

/** Space for title and subtitle in the top margin, in pixels: the page shows them as a caption. */
const TITLE_ROOM = 32;
const SUBTITLE_ROOM = 24;
/** Space for the buttons that appear over a figure, in pixels. */
const SMALLEST_TOP_MARGIN = 28;

/** The figure in a bundle, or undefined when it is not one. */
export function readFigure(value: unknown): ReportFigure | undefined {
  const { data, layout = {}, notes } = (value ?? {}) as Partial<ReportFigure>;
  if (!Array.isArray(data)) return undefined;
  return { data, layout, ...(Array.isArray(notes) && { notes: notes.map(String) }) };
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
  const notes = (figure.notes ?? []).map((note) => `<p class="note">${escapeHtml(note)}</p>`).join('');
  return `<figure class="chart" id="${id}" aria-label="${name}">${caption}<div class="chart-area" role="group" aria-label="Chart: ${name}" style="height:${height}px"></div><p class="note without-scripts">This chart is interactive and needs JavaScript.</p>${notes}<script type="application/json">${scriptJson({ data, layout })}</script></figure>`;
}

function readyForPage(figure: ReportFigure) {
  const { title, width: _, height, margin, ...rest } = figure.layout;
  const words = readTitle(title);
  const given = (margin ?? {}) as { t?: number };
  const freed = (words.title ? TITLE_ROOM : 0) + (words.subtitle ? SUBTITLE_ROOM : 0);
  const top = given.t === undefined ? {} : { t: Math.max(SMALLEST_TOP_MARGIN, given.t - freed) };
  return {
    ...words,
    data: figure.data.map(withoutWebgl),
    layout: { ...rest, margin: { ...given, ...top } },
    height: Math.round(typeof height === 'number' && height > freed ? height : DEFAULT_HEIGHT) - freed,
  };
}

function readTitle(title: unknown): { title: string; subtitle: string } {
  if (typeof title === 'string') return { title: plainText(title), subtitle: '' };
  const { text, subtitle } = (title ?? {}) as { text?: unknown; subtitle?: { text?: unknown } };
  return { title: plainText(text), subtitle: plainText(subtitle?.text) };
}

/** Plotly's titles know a few HTML tags, named entities and numeric ones; here they become plain words. */
function plainText(text: unknown): string {
  if (typeof text !== 'string') return '';
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', nbsp: '\u00a0' };
  return text
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<\/?(b|strong|i|em|u|s|sub|sup|span|a)(\s[^>]*)?>/gi, '')
    .replace(/&(amp|lt|gt|nbsp);/g, (_, name: string) => entities[name])
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)))
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
