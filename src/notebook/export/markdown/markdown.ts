import type { Token, Tokens } from 'marked';
import { Marked } from 'marked';
import { escapeMarkdown } from '../../../util/escape.js';
import { type Cell, foreignLanguage, type Notebook } from '../../jupyter/nbformat.js';
import { attachedImage, type Pictures } from '../../report/markdown/links-and-images.js';
import { parseMarkdown } from '../../report/markdown/markdown.js';
import { MARKDOWN_MARK } from '../marks.js';
import { fenced, outputAsMarkdown } from './output.js';
import { PictureFiles } from './picture-files.js';

/** A notebook as Markdown, and the pictures it refers to. */
export interface MarkdownExport {
  readonly text: string;
  /** Bytes by the name of the file, in the folder of pictures. */
  readonly pictures: ReadonlyMap<string, Buffer>;
}

/** What an export needs besides the notebook. */
interface MarkdownPlace {
  /** The notebook's file. */
  readonly name: string;
  /** The name of the folder with its pictures, beside the Markdown. */
  readonly folder: string;
  /** Files that its Markdown refers to by path, if these paths do not lead there from the new place. */
  readonly pictures?: Pictures;
  /** Where a link, or a picture's address, leads from the new place; undefined leaves it. Default: all stay. */
  readonly linkTo?: (href: string) => string | undefined;
}

/**
 * A notebook as GitHub's Markdown: prose as it is, code in fences, frames as tables, figures as pictures.
 *
 * @example exportMarkdown(notebook, { name: '02-train.ipynb', folder: '02-train_files' })
 */
export function exportMarkdown(notebook: Notebook, place: MarkdownPlace): MarkdownExport {
  const files = new PictureFiles(place.folder);
  const language = foreignLanguage(notebook.metadata) ?? 'typescript';
  const blocks = notebook.cells.flatMap((cell) => cellAsMarkdown(cell, language, files, place));
  const from = place.name.replace(/\s+/g, ' ').replaceAll('--', '- -');
  const text = [`${MARKDOWN_MARK}${from} -->`, ...blocks].filter((block) => block !== '').join('\n\n');
  return { text: `${text}\n`, pictures: files.files };
}

function cellAsMarkdown(cell: Cell, language: string, files: PictureFiles, place: MarkdownPlace): string[] {
  if (cell.cell_type === 'code') {
    const code = fenced(cell.source.trim(), language);
    return [code, ...cell.outputs.map((output) => outputAsMarkdown(output, files))];
  }
  if (cell.cell_type === 'raw') return [fenced(cell.source.trim(), 'text')];
  return [closed(withAddresses(cell.source, cell.attachments, files, place).trim())];
}

/**
 * Markdown in which pictures that are stored in the notebook, or beside it, are files of the export, and links lead from
 * its place.
 */
function withAddresses(
  source: string,
  attachments: Readonly<Record<string, unknown>> | undefined,
  files: PictureFiles,
  { pictures, linkTo }: MarkdownPlace,
): string {
  const sourceOf = (href: string): string | undefined => {
    if (/^data:/i.test(href)) return href;
    if (/^attachment:/i.test(href)) return attachedImage(href, attachments);
    const found = pictures?.get(href);
    return found && 'source' in found ? found.source : undefined;
  };
  const addressOf = (href: string): string | undefined => {
    const data = sourceOf(href);
    return data === undefined ? linkTo?.(href) : files.addSource(data, 'picture');
  };
  return parseMarkdown(source)
    .map((token) => {
      let { raw } = token;
      for (const part of partsOf(token)) {
        if (part.type === 'image') {
          const address = addressOf(part.href);
          if (address !== undefined) raw = raw.replaceAll(part.raw, imageAt(part as Tokens.Image, address));
        } else if (part.type === 'link') {
          const address = linkTo?.(part.href);
          if (address !== undefined) raw = raw.replaceAll(part.raw, linkAt(part as Tokens.Link, address));
        } else if (part.type === 'def') {
          const address = linkTo?.(part.href);
          if (address !== undefined) raw = raw.replaceAll(part.raw, part.raw.replace(part.href, address));
        } else if (part.type === 'html') raw = raw.replaceAll(part.raw, withSources(part.raw, addressOf));
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
function withSources(html: string, addressOf: (href: string) => string | undefined): string {
  return html.replace(
    /(<img\b[^>]*?\bsrc=)(["'])(.*?)\2/gis,
    (all, before: string, quote: string, href: string) => {
      const address = addressOf(href.replaceAll('&amp;', '&'));
      return address === undefined ? all : `${before}${quote}${address}${quote}`;
    },
  );
}

/** Ends of HTML that goes on over blank lines. */
const HTML_ENDS = ['-->', '</pre>', '</script>', '</style>', '</textarea>'];

/** Markdown in which a fence or HTML that is left open ends, as a cell does, before what follows. */
function closed(markdown: string): string {
  const [, fence = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(parseMarkdown(markdown).at(-1)?.raw ?? '') ?? [];
  const ways = ['', fence, ...HTML_ENDS].map((end) =>
    end === ''
      ? markdown
      : `${markdown}
${end}`,
  );
  return ways.find(isClosed) ?? markdown;
}

/** Whether a paragraph below is one. */
function isClosed(markdown: string): boolean {
  const last = parseMarkdown(`${markdown}

below`).at(-1);
  return last?.type === 'paragraph' && last.raw === 'below';
}
