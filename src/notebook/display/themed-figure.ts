import { plotlyTheme } from '../../util/plotly-theme.js';
import { isPlainObject } from './is-plain-object.js';
import { leftOutNotes } from './left-out.js';

/** A Plotly figure: traces, and how they are laid out. */
export interface FigureLike {
  data: Record<string, unknown>[];
  layout: Record<string, unknown>;
}

/** A figure that is ready to be drawn, and what its author should hear about it. */
export interface ThemedFigure {
  readonly figure: FigureLike;
  readonly notes: string[];
}

/** Columns of data, in which no title is looked for. */
const DATA_KEYS: ReadonlySet<string> = new Set(['meta', 'customdata', 'text', 'hovertext', 'ids']);

/**
 * A figure in the lab's look, where it has no template of its own, and with its titles as Plotly reads them since
 * version 3: `{ text }`. A title that is a plain string would not be drawn.
 *
 * @param given plain JSON, which stays as it is
 */
export function themedFigure(given: FigureLike): ThemedFigure {
  const figure: FigureLike = { ...given, data: given.data.map(withTitles), layout: withTitles(given.layout) };
  const leftOut = leftOutNotes(figure.data, figure.layout);
  const { template } = figure.layout;
  if (isPlainObject(template)) return { figure, notes: leftOut };
  const margin = { t: hasTitle(figure.layout.title) ? 60 : 28, r: 24, b: 48, l: 56 };
  const layout = { margin, ...figure.layout, template: plotlyTheme() };
  const notes = template === undefined || template === null ? [] : [templateNote(template)];
  return { figure: { ...figure, layout }, notes: [...notes, ...leftOut] };
}

function templateNote(template: unknown): string {
  return (
    `layout.template is ${JSON.stringify(template)}, but Plotly for JavaScript knows no templates by name; ` +
    "the lab's theme is used, which is light or dark as the page is. Leave it out, or give an object: see plotlyTheme()."
  );
}

/** A copy in which every `title` that was a string is an object. */
function withTitles(value: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, inner]) => {
    if (key === 'title' && typeof inner === 'string') return [key, { text: inner }];
    return [key, isPlainObject(inner) && !DATA_KEYS.has(key) ? withTitles(inner) : inner];
  });
  return Object.fromEntries(entries);
}

function hasTitle(title: unknown): boolean {
  return isPlainObject(title) && typeof title.text === 'string' && title.text !== '';
}
