import { types } from 'node:util';
import { showValue } from '../../util/checks.js';
import { descriptionOf } from '../../util/description.js';
import { InputError } from '../../util/errors.js';
import type { MimeBundle } from '../../util/kernel-context.js';
import { descriptionBundle, tableBundle } from './draw-table.js';
import { figureBundle, figureOf } from './figure.js';
import { JUPYTER_DISPLAY } from './front-end.js';
import { hasGetter, isFrame, recordsTable, tableOfFrame } from './table.js';

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
 *   undefined; a table packs its first 100,000 rows, which takes
 *   0.2 s for as many. Where the method
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
  const table = bundleOfTable(value);
  if (table) return table;
  const figure = figureOf(value);
  if (figure) return figureBundle(figure);
  return isMimeBundle(value) ? jsonBundle(value) : pictureBundle(value);
}

/**
 * What a front end can draw of a table: a frame, an array of records or what describes itself; undefined for
 * anything else.
 *
 * @param caption a line that says what it shows. Default: none
 */
export function bundleOfTable(value: object, caption?: string): MimeBundle | undefined {
  if (isFrame(value)) return tableBundle({ ...tableOfFrame(value), caption });
  const description = descriptionOf(value);
  if (description) return descriptionBundle(description, caption);
  const table = recordsTable(value);
  return table && tableBundle({ ...table, caption });
}

/** The bundle an object has drawn itself as; anything but an object is no bundle. */
function drawnBundle(drawn: unknown): MimeBundle | undefined {
  if (typeof drawn !== 'object' || drawn === null) return undefined;
  const { then } = drawn as { then?: unknown };
  if (typeof then !== 'function') return jsonBundle(drawn as MimeBundle);
  return Promise.resolve(drawn).then(drawnBundle) as unknown as MimeBundle;
}

/** The first bytes of pictures, as hexadecimal digits. */
const PICTURES: readonly [type: string, start: RegExp][] = [
  ['image/png', /^89504e470d0a1a0a/],
  ['image/jpeg', /^ffd8ff/],
  ['image/gif', /^474946383[79]61/],
  ['image/webp', /^52494646.{8}57454250/],
];

const SVG = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/;

/** Where a picture's kind shows, also that of an SVG below a comment. */
const START_BYTES = 2048;

/** Texts by their type; whatever else is binary travels as base64. */
const TEXT_TYPE = /^text\/|[/+](?:json|xml)$|^application\/(?:javascript|x-latex)$/;

/** Never text. */
const MEDIA_TYPE = /^(?:audio|font|image|video)\//;

/** The top-level media types. */
const MIME_TYPE = /^(?:application|audio|font|image|model|text|video)\/[\w.+-]+$/;

/** Whether a value is a MIME bundle already: an object of nothing but MIME types, such as `{ 'image/png': bytes }`. */
function isMimeBundle(value: object): value is MimeBundle {
  return hasMimeTypes(value) && Object.entries(value).every(isForm);
}

/** @throws InputError for an object of nothing but MIME types of which one has no content of its kind */
export function checkMimeBundle(value: unknown): void {
  if (typeof value !== 'object' || value === null || types.isProxy(value) || !hasMimeTypes(value)) return;
  const wrong = Object.entries(value).find((entry) => !isForm(entry));
  if (!wrong) return;
  const [type, content] = wrong;
  throw new InputError(`'${type}' is ${showValue(content)}; expected a string, its lines or bytes`);
}

function hasMimeTypes(value: object): boolean {
  const types = Object.keys(value);
  return types.length > 0 && types.every((type) => MIME_TYPE.test(type)) && !hasGetter(value);
}

function isForm([type, content]: [string, unknown]): boolean {
  return typeof content === 'string' || isTexts(content) || isBytes(content) || /[/+]json$/.test(type);
}

/** A bundle as plain JSON: bytes become base64, or text where the type is one of text. */
function jsonBundle(bundle: MimeBundle): MimeBundle {
  return Object.fromEntries(Object.entries(bundle).map(([type, content]) => [type, formOf(type, content)]));
}

/** Bytes that are a PNG, JPEG, GIF, WebP or SVG picture; undefined for other values. */
function pictureBundle(value: object): MimeBundle | undefined {
  if (!isBytes(value)) return undefined;
  const bytes = bufferOf(value);
  const type = pictureType(bytes);
  if (type === undefined) return undefined;
  return jsonBundle({ [type]: bytes, 'text/plain': `[${type} picture, ${bytes.length} bytes]` });
}

/** The type of a picture, by the bytes it starts with; undefined for anything but a PNG, JPEG, GIF, WebP or SVG. */
export function pictureType(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, START_BYTES);
  if (SVG.test(start.toString())) return 'image/svg+xml';
  const digits = start.toString('hex');
  return PICTURES.find(([, fits]) => fits.test(digits))?.[0];
}

function formOf(type: string, content: unknown): unknown {
  if (isBytes(content)) return bufferOf(content).toString(TEXT_TYPE.test(type) ? 'utf8' : 'base64');
  if (typeof content !== 'string' || TEXT_TYPE.test(type)) return content;
  // What a canvas' toDataURL gives; front ends expect the base64 alone.
  const base64 = content.replace(/^data:[^,]*;base64,/, '');
  if (!MEDIA_TYPE.test(type) || /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) return base64;
  const start = content.length > 40 ? `${content.slice(0, 40)}…` : content;
  throw new InputError(`'${type}' is ${showValue(start)}; expected base64, a data: address of it, or bytes`);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((line) => typeof line === 'string');
}

function isBytes(value: unknown): value is Uint8Array | ArrayBuffer {
  return value instanceof Uint8Array || value instanceof ArrayBuffer;
}

function bufferOf(value: Uint8Array | ArrayBuffer): Buffer {
  return value instanceof ArrayBuffer
    ? Buffer.from(value)
    : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
