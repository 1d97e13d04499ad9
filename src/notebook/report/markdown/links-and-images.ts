import { escapeHtml } from '../../../util/escape.js';
import { fill, type ReportWords } from '../language/words.js';

/**
 * The address a notebook's link may lead to, or undefined if it is not allowed: http and https, a place in the page
 * (`#...`) and paths beside the report are allowed; every other scheme (`javascript:`, `data:`, `file:`) and every
 * other host without a scheme (`//host`, `\\host`) is not.
 */
export function safeLink(href: string): string | undefined {
  const url = visible(href.replaceAll('&amp;', '&')).trim();
  // Checked without whitespace, some of which browsers drop when parsing the scheme.
  const packed = url.replaceAll(' ', '');
  if (packed === '' || /^[/\\]{2}/.test(packed)) return undefined;
  const scheme = packed.match(/^([^/?#]*?):/)?.[1].toLowerCase();
  return scheme === undefined || scheme === 'http' || scheme === 'https' ? url : undefined;
}

/** The text without control characters. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, '');
}

/** A picture referenced by path in Markdown: a data URL, or why there is none. */
export type Picture = { readonly source: string } | { readonly missing: string };

/** Pictures by path. */
export type Pictures = ReadonlyMap<string, Picture>;

/** Sources of a text's images. */
export interface ImagePlace {
  words: ReportWords;
  /** Images stored in the cell, by name, for `attachment:` links. */
  attachments?: Record<string, unknown>;
  /** Files referenced by path. */
  pictures?: Pictures;
}

/** An image of Markdown, embedded, since the page loads nothing; if impossible, its alt text and the reason. */
export function imageHtml(href: string, alt: string, place: ImagePlace): string {
  const found = findImage(href, place);
  if ('source' in found) return `<img src="${escapeHtml(found.source)}" alt="${escapeHtml(alt)}">`;
  const { words } = place;
  const name = escapeHtml(alt || words.picture);
  const url = /^https?:/i.test(href) ? safeLink(href) : undefined;
  const named = url ? `<a href="${escapeHtml(url)}" rel="noopener noreferrer">${name}</a>` : name;
  const said = fill(escapeHtml(words.leftOut), { what: named, why: escapeHtml(found.missing) });
  return `<span class="left-out">[${said}]</span>`;
}

function findImage(href: string, { attachments, pictures, words }: ImagePlace): Picture {
  if (/^data:/i.test(href)) {
    return isDataImage(href) ? { source: href } : { missing: words.noPictureInside };
  }
  if (!/^attachment:/i.test(href)) return pictures?.get(href) ?? { missing: words.nothingFromWeb };
  const source = attachedImage(href, attachments);
  const name = decodeAddress(href.slice('attachment:'.length));
  return source === undefined ? { missing: fill(words.noAttachment, { name }) } : { source };
}

/** The picture that an address such as `attachment:my%20cat.png` names, as a data URL. */
export function attachedImage(
  href: string,
  attachments: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const name = href.slice('attachment:'.length);
  const bundle = attachments?.[name] ?? attachments?.[decodeAddress(name)];
  return typeof bundle === 'object' && bundle !== null ? dataImage({ ...bundle }) : undefined;
}

/** An address without its escapes, or as it is if they are none. */
export function decodeAddress(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isDataImage(href: string): boolean {
  return /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(href);
}

const IMAGE_TYPES = ['image/svg+xml', 'image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/**
 * The first image of a bundle as a data URL, or undefined if there is none that can be drawn. This includes SVGs: as an
 * image it can neither run scripts nor load anything.
 */
export function dataImage(bundle: Record<string, unknown>): string | undefined {
  const type = IMAGE_TYPES.find((name) => bundle[name] !== undefined);
  if (type === undefined) return undefined;
  const content = String(bundle[type]);
  const packed = content.replace(/\s/g, '');
  // An SVG is text in an output, base64 where Jupyter attached it to a cell.
  const base64 =
    type === 'image/svg+xml' && !isBase64(packed) ? Buffer.from(content).toString('base64') : packed;
  return isBase64(base64) ? `data:${type};base64,${base64}` : undefined;
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
