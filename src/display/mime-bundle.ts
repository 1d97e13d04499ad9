import { descriptionOf } from '../util/description.js';
import { figureBundle, isFigure } from './figure-bundle.js';
import { frameBundle } from './frame-bundle.js';
import { isFrame } from './frame-like.js';
import { JUPYTER_DISPLAY } from './jupyter-display.js';
import { recordsTable } from './records.js';
import { descriptionBundle, tableBundle } from './table-bundle.js';

/** One value in several forms, by MIME type; a front end draws the richest one it knows. */
export type MimeBundle = Record<string, unknown>;

/**
 * What a notebook front end can draw of a value: a Danfo frame or series and an array of records as a table
 * (`text/html`), a Plotly figure as `application/vnd.plotly.v1+json`, what listenlab made (models, datasets,
 * answers of queries, evaluations, sweeps) as a summary, an object with a `Symbol.for('Jupyter.display')`
 * method as whatever that returns; all but the last with a `text/plain` form besides. Anything else is
 * undefined: print it.
 *
 * @example toMimeBundle({ data: [{ y: [1, 3, 2] }], layout: {} })
 * @param value anything, for instance the value of a cell's last expression
 * @returns a bundle that is plain JSON (typed arrays in a figure become arrays), or undefined; a frame
 *   costs the same whatever its length, since only the rows shown are read. Where the method of an object
 *   returns a promise, so does this: the last value of a cell is awaited, `show` wants it awaited first
 */
export function toMimeBundle(value: unknown): MimeBundle | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const draw = (value as { [JUPYTER_DISPLAY]?: unknown })[JUPYTER_DISPLAY];
  if (typeof draw === 'function') return draw.call(value) as MimeBundle;
  if (isFrame(value)) return frameBundle(value);
  if (isFigure(value)) return figureBundle(value);
  const description = descriptionOf(value);
  if (description) return descriptionBundle(description);
  const table = recordsTable(value);
  return table && tableBundle(table);
}
