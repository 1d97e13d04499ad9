import { formatCount, formatPlural } from '../util/format.js';
import { plotlyTheme } from '../util/plotly-theme.js';

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
  const lengthNotes = figure.data.flatMap(surplusNote);
  const { template } = figure.layout;
  if (isPlainObject(template)) return { figure, notes: lengthNotes };
  const margin = { t: hasTitle(figure.layout.title) ? 60 : 28, r: 24, b: 48, l: 56 };
  const layout = { margin, ...figure.layout, template: plotlyTheme() };
  const notes = template === undefined || template === null ? [] : [templateNote(template)];
  return { figure: { ...figure, layout }, notes: [...notes, ...lengthNotes] };
}

function templateNote(template: unknown): string {
  return (
    `layout.template is ${JSON.stringify(template)}, but Plotly for JavaScript knows no templates by name; ` +
    "the lab's theme is used, which is light or dark as the page is. Leave it out, or give an object: see plotlyTheme()."
  );
}

/** Attributes of a trace that hold one value a point, beside its axes. Of longer ones Plotly draws as much as the shortest has. */
const PARALLEL = [
  ['lat', 'lon'],
  ['r', 'theta'],
  ['labels', 'values'],
  ['locations', 'z'],
];

function surplusNote(trace: Record<string, unknown>, index: number): string[] {
  // In a heatmap and its like x and y name the columns and the rows of z.
  if (Array.isArray(trace.z) && Array.isArray(trace.z[0])) return [];
  const axes = /3d$/.test(String(trace.type)) ? [['x', 'y', 'z']] : [['x', 'y']];
  return [...axes, ...PARALLEL].flatMap((names) => {
    const given = names.filter((name) => Array.isArray(trace[name]));
    const lengths = given.map((name) => (trace[name] as unknown[]).length);
    const drawn = Math.min(...lengths);
    if (new Set(lengths).size < 2) return [];
    const columns = given.map((name, at) => `${name} has ${formatPlural(lengths[at], 'value')}`);
    const name = typeof trace.name === 'string' ? ` ("${trace.name}")` : '';
    return `data[${index}]${name}: ${columns.join(' and ')}; what is beyond the first ${formatCount(drawn)} is not drawn.`;
  });
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

/** Whether a value is an object and no array. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
