import { isObject } from '../../util/checks.js';
import { escapeHtml, scriptJson } from '../../util/escape.js';
import { describeFigure, plainTitle } from '../display/describe-figure.js';
import { DEFAULT_HEIGHT } from '../display/figure.js';
import { narrowHeight } from '../page/narrow-figure.js';
import { withoutWebgl } from '../page/plotly.js';
import { labelOf, type Numbered, renderCaption } from './caption.js';
import type { ReportWords } from './language/words.js';

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
  if (!Array.isArray(data) || !data.every(isObject) || !isObject(layout)) return undefined;
  return { data, layout, ...(Array.isArray(notes) && { notes: notes.map(String) }) };
}

/**
 * A figure's place in the page: its title as a caption, an empty area of its final height (so that nothing moves when it
 * is drawn), and its JSON, which the page's script draws once it comes near the screen.
 *
 * @param id unique in the page
 * @param numbered its number in the report
 * @param svg its picture, shown where scripts do not run, such as in a preview of a mail
 */
export function renderFigure(
  figure: ReportFigure,
  id: string,
  numbered: Numbered,
  words: ReportWords,
  svg?: string,
): string {
  const { title, subtitle, data, layout, height } = readyForPage(figure);
  const described = escapeHtml(describeFigure(figure, words));
  const heights = `--height:${height}px;--narrow-height:${narrowHeight({ data, layout }, height)}`;
  const titleHtml = escapeHtml(title) || numbered.captionHtml;
  const name = `${escapeHtml(labelOf(numbered, words))}: ${titleHtml}`;
  const notes = (figure.notes ?? []).map((note) => `<p class="note">${escapeHtml(note)}</p>`).join('');
  const picture =
    svg === undefined
      ? `<p class="note without-scripts">${escapeHtml(words.chartNeedsScripts)}</p>`
      : `<noscript>${renderSvg(svg, described)}</noscript>`;
  const caption = renderCaption(numbered, words, titleHtml, escapeHtml(subtitle));
  // The picture has its title in it.
  const kind = svg !== undefined && title !== '' ? 'chart titled-picture' : 'chart';
  return `<figure class="${kind}" id="${id}" aria-label="${name}">${caption}<div class="chart-area" role="group" aria-label="${described}" style="${heights}"></div>${picture}${notes}<script type="application/json">${scriptJson({ data, layout })}</script></figure>`;
}

/** As an image, in which no script runs; what means something in a URL or in HTML is written with percent signs. */
function renderSvg(svg: string, alt: string): string {
  // Most of these are quotes around attributes, for which an apostrophe does as well.
  const quoted = svg.replace(/<[^>]*>/g, (tag) => tag.replace(/="([^"']*)"/g, "='$1'"));
  const url = `data:image/svg+xml,${quoted.replace(/[%#&<>"\s]/g, (sign) => (sign === ' ' ? sign : encodeURIComponent(sign)))}`;
  return `<img src="${url}" alt="${alt}">`;
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
  if (typeof title === 'string') return { title: plainTitle(title), subtitle: '' };
  const { text, subtitle } = (title ?? {}) as { text?: unknown; subtitle?: { text?: unknown } };
  return { title: plainTitle(text), subtitle: plainTitle(subtitle?.text) };
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
