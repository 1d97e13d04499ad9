import { types } from 'node:util';
import { descriptionOf } from '../../util/description.js';
import { figureBundle, figureOf } from './figure-bundle.js';
import { frameBundle } from './frame-bundle.js';
import { isFrame } from './frame-like.js';
import { isMimeBundle, jsonBundle, pictureBundle } from './given-bundle.js';
import { JUPYTER_DISPLAY } from './jupyter-display.js';
import { recordsTable } from './records.js';
import { descriptionBundle, tableBundle } from './table-bundle.js';

/** One value in several forms, by MIME type; a front end draws the richest one it knows. */
export type MimeBundle = Record<string, unknown>;

/**
 * What a notebook front end can draw of a value: a Danfo frame or series and an array of records as a table
 * (`text/html`), a Plotly figure as `application/vnd.plotly.v1+json`, what listenlab made (models, datasets,
 * answers of queries, evaluations, sweeps) as a summary, the bytes of a PNG, JPEG, GIF, WebP or SVG as that
 * picture, a MIME bundle as it is, and an object with a `Symbol.for('Jupyter.display')` method as whatever that
 * returns; all but the last two with a `text/plain` form besides. Anything else is undefined: print it.
 *
 * @example toMimeBundle({ data: [{ y: [1, 3, 2] }], layout: {} })
 * @example toMimeBundle({ 'image/png': await readFile('cover.png'), 'text/plain': 'the cover' })
 * @param value anything, for instance the value of a cell's last expression
 * @returns a bundle that is plain JSON (typed arrays in a figure become arrays, bytes become base64), or
 *   undefined; a frame costs the same whatever its length, since only the rows shown are read. Where the method
 *   of an object returns a promise, so does this: the last value of a cell is awaited, `show` wants it awaited first
 */
export function toMimeBundle(value: unknown): MimeBundle | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!types.isProxy(value)) return bundleOf(value);
  // Whatever is asked of it may throw.
  try {
    return bundleOf(value);
  } catch {
    return undefined;
  }
}

function bundleOf(value: object): MimeBundle | undefined {
  const draw = (value as { [JUPYTER_DISPLAY]?: unknown })[JUPYTER_DISPLAY];
  if (typeof draw === 'function') return drawnBundle(draw.call(value));
  if (isFrame(value)) return frameBundle(value);
  const figure = figureOf(value);
  if (figure) return figureBundle(figure);
  const description = descriptionOf(value);
  if (description) return descriptionBundle(description);
  if (isMimeBundle(value)) return jsonBundle(value);
  const table = recordsTable(value);
  return table ? tableBundle(table) : pictureBundle(value);
}

/** What an object has drawn itself as; what is no object is no bundle. */
function drawnBundle(drawn: unknown): MimeBundle | undefined {
  if (typeof drawn !== 'object' || drawn === null) return undefined;
  const { then } = drawn as { then?: unknown };
  if (typeof then !== 'function') return jsonBundle(drawn as MimeBundle);
  return Promise.resolve(drawn).then(drawnBundle) as unknown as MimeBundle;
}
