import { escapeHtml } from '../../util/escape.js';
import { dataImage } from './images.js';
import { safeLink } from './links.js';

/** A picture that Markdown names by its path: a data URL, or why there is none. */
export type Picture = { readonly source: string } | { readonly missing: string };

/** Pictures by the path that names them. */
export type Pictures = ReadonlyMap<string, Picture>;

/** Where the images of a text are. */
export interface ImagePlace {
  /** Images stored in the cell, by name, for `attachment:` links. */
  attachments?: Record<string, unknown>;
  /** Files that are named by their paths. */
  pictures?: Pictures;
}

/** An image of Markdown, from inside the page, since it loads nothing; where it cannot be, its words and the reason. */
export function imageHtml(href: string, alt: string, place: ImagePlace): string {
  const found = findImage(href, place);
  if ('source' in found) return `<img src="${escapeHtml(found.source)}" alt="${escapeHtml(alt)}">`;
  const words = escapeHtml(alt || 'picture');
  const url = /^https?:/i.test(href) ? safeLink(href) : undefined;
  const named = url ? `<a href="${escapeHtml(url)}" rel="noopener noreferrer">${words}</a>` : words;
  return `<span class="left-out">[Not in this report: ${named}; ${escapeHtml(found.missing)}.]</span>`;
}

function findImage(href: string, { attachments, pictures }: ImagePlace): Picture {
  if (/^data:/i.test(href)) {
    return isDataImage(href) ? { source: href } : { missing: 'its address has no picture in it' };
  }
  if (!/^attachment:/.test(href)) return pictures?.get(href) ?? { missing: 'a report loads nothing' };
  const name = href.slice('attachment:'.length);
  const bundle = attachments?.[name];
  const source = typeof bundle === 'object' && bundle !== null ? dataImage({ ...bundle }) : undefined;
  return source === undefined ? { missing: `the cell has no attachment ${name}` } : { source };
}

function isDataImage(href: string): boolean {
  return /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i.test(href);
}
