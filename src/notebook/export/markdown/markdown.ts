import { type Cell, foreignLanguage, type Notebook } from '../../jupyter/nbformat.js';
import { withAddresses } from '../../report/markdown/addresses.js';
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
    const written = (markdown: string) => fromHere(markdown, undefined, files, place);
    return [code, ...cell.outputs.map((output) => outputAsMarkdown(output, files, written))];
  }
  if (cell.cell_type === 'raw') return [fenced(cell.source.trim(), 'text')];
  return [closed(fromHere(cell.source, cell.attachments, files, place).trim())];
}

/**
 * Markdown in which pictures that are stored in the notebook, or beside it, are files of the export, and links lead from
 * its place.
 */
function fromHere(
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
  const image = (href: string): string | undefined => {
    const data = sourceOf(href);
    return data === undefined ? linkTo?.(href) : files.addSource(data, 'picture');
  };
  return withAddresses(source, { image, link: linkTo });
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
