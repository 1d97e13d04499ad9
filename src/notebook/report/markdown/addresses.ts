import type { Token, Tokens } from 'marked';
import { Marked } from 'marked';
import { escapeMarkdown } from '../../../util/escape.js';
import { parseMarkdown } from './markdown.js';

/** Where an address leads instead; undefined leaves it. */
type NewAddress = (href: string) => string | undefined;

/** New addresses in Markdown. */
export interface NewAddresses {
  /** Of pictures, also of `<img>`. */
  readonly image: NewAddress;
  /** Of links; default: all stay. */
  readonly link?: NewAddress;
}

/** Markdown whose pictures and links have other addresses; all else in it stays as it is written. */
export function withAddresses(source: string, { image, link }: NewAddresses): string {
  return parseMarkdown(source)
    .map((token) => {
      let { raw } = token;
      for (const part of partsOf(token)) {
        if (part.type === 'image') {
          const address = image(part.href);
          if (address !== undefined) raw = raw.replaceAll(part.raw, imageAt(part as Tokens.Image, address));
        } else if (part.type === 'link') {
          const address = link?.(part.href);
          if (address !== undefined) raw = raw.replaceAll(part.raw, linkAt(part as Tokens.Link, address));
        } else if (part.type === 'def') {
          const address = link?.(part.href);
          if (address !== undefined) raw = raw.replaceAll(part.raw, part.raw.replace(part.href, address));
        } else if (part.type === 'html') raw = raw.replaceAll(part.raw, withSources(part.raw, image));
      }
      return raw;
    })
    .join('');
}

/** All tokens within one, and itself. */
function partsOf(token: Token): Token[] {
  const parts: Token[] = [];
  new Marked().walkTokens([token], (each) => void parts.push(each));
  return parts;
}

/** An image at another address: `![cat][1]`, which has its address elsewhere, gets it here. */
function imageAt({ raw, href, text, title }: Tokens.Image, address: string): string {
  if (raw.includes(href)) return raw.replaceAll(href, address);
  const named = title ? ` "${title.replaceAll('"', '\\"')}"` : '';
  return `![${escapeMarkdown(text)}](${address}${named})`;
}

/** A link to another address; one that has it elsewhere, as `[train][1]`, stays: it has it there. */
function linkAt({ raw, href }: Tokens.Link, address: string): string {
  const at = raw.lastIndexOf(href);
  return at < 0 ? raw : raw.slice(0, at) + address + raw.slice(at + href.length);
}

/** HTML whose `<img>` have other addresses. */
function withSources(html: string, image: NewAddress): string {
  return html.replace(
    /(<img\b[^>]*?\bsrc=)(["'])(.*?)\2/gis,
    (all, before: string, quote: string, href: string) => {
      const address = image(href.replaceAll('&amp;', '&'));
      return address === undefined ? all : `${before}${quote}${address}${quote}`;
    },
  );
}
