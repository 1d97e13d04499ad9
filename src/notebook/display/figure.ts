import { isObject } from '../../util/checks.js';
import { plotlyTheme } from '../../util/plotly-theme.js';
import { describeFigure } from './describe-figure.js';
import { leftOutNotes } from './figure-notes.js';

/** The MIME type of a Plotly figure. */
export const PLOTLY_TYPE = 'application/vnd.plotly.v1+json';

/** Plotly's own height of a figure that names none, in pixels. */
export const DEFAULT_HEIGHT = 450;

/**
 * The Plotly figure that a value is: an object with `data`, an array of traces, and `layout`. Without a layout it is
 * one where every trace has values to draw, since `data` is what many answers of servers call their content.
 */
export function figureOf(value: object): FigureLike | undefined {
  const [data, layout] = [ownData(value, 'data'), ownData(value, 'layout')];
  if (!Array.isArray(data) || !data.every(isObject)) return undefined;
  if (isObject(layout)) return value as FigureLike;
  const isDrawn = data.length > 0 && data.every((trace) => COLUMNS.some((name) => isColumn(trace[name])));
  return layout === undefined && isDrawn ? { ...value, data, layout: {} } : undefined;
}

/** A property that an object has itself, as data; undefined where it is missing or computed. */
function ownData(value: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** Where traces of most kinds have their values. */
const COLUMNS = ['x', 'y', 'z', 'r', 'lat', 'locations', 'values'];

function isColumn(values: unknown): boolean {
  return Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
}

/**
 * A Plotly figure for a front end, as standard JSON, and one line of text for those that draw no figures. What the
 * author should know about it is below that line, and under `notes` beside data and layout.
 */
export function figureBundle(given: FigureLike): Record<string, unknown> {
  const { figure, notes } = themedFigure(JSON.parse(JSON.stringify(given, standardJson)));
  return {
    [PLOTLY_TYPE]: notes.length > 0 ? { ...figure, notes } : figure,
    'text/plain': [describeFigure(figure), ...notes].join('\n'),
  };
}

/** Plotly draws typed arrays, but JSON would turn them into objects, and it has no word for bigint. */
function standardJson(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return typeof value === 'bigint' ? Number(value) : value;
}

/** A Plotly figure: traces, and how they are laid out. */
interface FigureLike {
  data: Record<string, unknown>[];
  layout: Record<string, unknown>;
}

/** A figure that is ready to be drawn, and what its author should know about it. */
interface ThemedFigure {
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
function themedFigure(given: FigureLike): ThemedFigure {
  const figure: FigureLike = { ...given, data: given.data.map(withTitles), layout: withTitles(given.layout) };
  const leftOut = leftOutNotes(figure.data, figure.layout);
  const { template } = figure.layout;
  if (isObject(template)) return { figure, notes: leftOut };
  const margin = { t: hasTitle(figure.layout.title) ? 60 : 28, r: 24, b: 48, l: 56 };
  const layout = { margin, ...figure.layout, template: plotlyTheme() };
  const notes = template === undefined || template === null ? [] : [templateNote(template)];
  return { figure: { ...figure, layout }, notes: [...notes, ...leftOut] };
}

function templateNote(template: unknown): string {
  return (
    `layout.template is ${JSON.stringify(template)}, but Plotly for JavaScript knows no templates by name; ` +
    "the lab's theme is used, which is light or dark as the page is. Leave it out, or give an object: see charts.plotlyTheme()."
  );
}

/** A copy in which every `title` that was a string is an object. */
function withTitles(value: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, inner]) => {
    if (key === 'title' && typeof inner === 'string') return [key, { text: inner }];
    return [key, isObject(inner) && !DATA_KEYS.has(key) ? withTitles(inner) : inner];
  });
  return Object.fromEntries(entries);
}

function hasTitle(title: unknown): boolean {
  return isObject(title) && typeof title.text === 'string' && title.text !== '';
}
