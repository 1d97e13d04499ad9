import { formatPlural } from '../../util/format.js';
import { isPlainObject } from './is-plain-object.js';
import { ownData } from './own-data.js';
import { type FigureLike, themedFigure } from './themed-figure.js';

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
  if (!Array.isArray(data) || !data.every(isPlainObject)) return undefined;
  if (isPlainObject(layout)) return value as FigureLike;
  const isDrawn = data.length > 0 && data.every((trace) => COLUMNS.some((name) => isColumn(trace[name])));
  return layout === undefined && isDrawn ? { ...value, data, layout: {} } : undefined;
}

/** Where traces of most kinds have their values. */
const COLUMNS = ['x', 'y', 'z', 'r', 'lat', 'locations', 'values'];

function isColumn(values: unknown): boolean {
  return Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
}

/**
 * A Plotly figure for a front end, as standard JSON, and one line of text for those that draw no figures. What the
 * author should hear about it is below that line, and under `notes` beside data and layout.
 */
export function figureBundle(given: FigureLike): Record<string, unknown> {
  const { figure, notes } = themedFigure(JSON.parse(JSON.stringify(given, standardJson)));
  return {
    [PLOTLY_TYPE]: notes.length > 0 ? { ...figure, notes } : figure,
    'text/plain': [figureText(figure), ...notes].join('\n'),
  };
}

/** Plotly draws typed arrays, but JSON would turn them into objects, and it has no word for bigint. */
function standardJson(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return typeof value === 'bigint' ? Number(value) : value;
}

function figureText({ data, layout }: FigureLike): string {
  const title = isPlainObject(layout.title) ? layout.title.text : undefined;
  const points = data.reduce((sum, trace) => sum + pointsOf(trace), 0);
  const name = typeof title === 'string' && title !== '' ? plainTitle(title) : 'Untitled';
  return `[Plotly figure: ${name}, ${formatPlural(points, 'point')}]`;
}

function pointsOf(trace: Record<string, unknown>): number {
  const lengths = COLUMNS.map((key) => {
    const column = trace[key] as ArrayLike<unknown> | undefined;
    return typeof column === 'object' && column !== null ? (column.length ?? 0) : 0;
  });
  return Math.max(...lengths);
}

/** A Plotly title without its mark-up: tags dropped, then the entities that Plotly knows decoded. */
function plainTitle(title: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', nbsp: ' ' };
  return title
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d+)|([a-z]+));/g, (entity, code, name) =>
      code ? String.fromCodePoint(Number(code)) : (named[name] ?? entity),
    );
}
