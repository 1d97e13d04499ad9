import { PLOTLY_TYPE } from '../../display/figure.js';
import type { JsonObject } from '../../jupyter/nbformat.js';
import { TABLE_TYPE } from '../../table/packed-table.js';

/** What is done to the texts of a notebook. */
interface TextChanges {
  /** A text, wherever it stands; also the name of a property. */
  readonly text: (text: string) => string;
  /** A value of `text/html`. Default: as any text. */
  readonly html?: (html: string) => string;
  /** A packed table; undefined drops it. Default: as any value. */
  readonly table?: (table: unknown) => unknown;
  /** A figure of Plotly's. Default: as any value. */
  readonly figure?: (figure: unknown) => unknown;
}

const MIME_TYPE = /^[\w-]+\/[\w.+-]+$/;

/** A picture in base64, where anything could only be found by chance. */
const BASE64_IMAGE = /^image\/(?!svg\+xml$)/;

/** A copy of plain JSON, such as a cell or an output, with all of its texts changed. */
export function changeTexts(value: unknown, changes: TextChanges): unknown {
  const { text, html, table, figure } = changes;
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((item) => changeTexts(item, changes));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    if (table && key === TABLE_TYPE) {
      const changed = table(inner);
      return changed === undefined ? [] : [[key, changed]];
    }
    if (BASE64_IMAGE.test(key) && typeof inner === 'string') return [[key, inner]];
    if (figure && key === PLOTLY_TYPE) return [[key, figure(inner)]];
    if (html && key === 'text/html' && typeof inner === 'string') return [[key, html(inner)]];
    return [[MIME_TYPE.test(key) ? key : text(key), changeTexts(inner, changes)]];
  });
  return Object.fromEntries(entries);
}

/** Data or metadata of an output without those of its pictures. */
export function withoutImages(bundle: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(bundle).filter(([type]) => !type.startsWith('image/')));
}
