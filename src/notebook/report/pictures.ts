import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Token } from 'marked';
import { formatBytes } from '../../util/format.js';
import { pictureType } from '../display/mime-bundle.js';
import type { Notebook } from '../jupyter/nbformat.js';
import { fill, type ReportWords } from './language/words.js';
import { decodeAddress, type Picture, type Pictures } from './markdown/links-and-images.js';
import { markdownOf, parseMarkdown, picturesIn } from './markdown/markdown.js';

/** With larger ones a page is too big to mail, or to open on a phone. */
const LARGEST_PICTURE = 10 * 2 ** 20;

/**
 * Reads the pictures referenced by Markdown in a notebook's cells and outputs, for embedding: PNG, JPEG, GIF, WebP and
 * SVG files up to 10 MiB in the notebook's folder or below it.
 *
 * @param folder the notebook's: paths are relative to it and may not leave it, not even through links
 */
export async function readPictures(
  notebook: Notebook,
  folder: string,
  words: ReportWords,
): Promise<Pictures> {
  const hrefs = new Set(markdownIn(notebook).flatMap(picturesIn).filter(isPath));
  const read = await Promise.all(
    [...hrefs].map(async (href) => [href, await readPicture(href, folder, words)] as const),
  );
  return new Map(read);
}

function markdownIn({ cells }: Notebook): Token[][] {
  return cells.flatMap((cell) => {
    if (cell.cell_type === 'markdown') return [parseMarkdown(cell.source)];
    const outputs = cell.cell_type === 'code' ? cell.outputs : [];
    return outputs.map(markdownOf).filter((tokens) => tokens !== undefined);
  });
}

/** Neither a URL with a scheme (attachments have one too) nor one of another host. */
function isPath(href: string): boolean {
  return !/^([a-z][a-z\d+.-]*:|[/\\]{2})/i.test(href);
}

async function readPicture(href: string, folder: string, words: ReportWords): Promise<Picture> {
  const name = decodeAddress(href.replace(/[?#].*$/s, ''));
  const root = await realpath(folder).catch(() => path.resolve(folder));
  const wanted = path.resolve(root, name);
  if (!isInside(root, wanted)) return { missing: fill(words.outsideFolder, { name }) };
  try {
    const file = await realpath(wanted);
    if (!isInside(root, file)) return { missing: fill(words.linkedOutside, { name }) };
    const { size } = await stat(file).then((found) => (found.isFile() ? found : { size: 0 }));
    if (size > LARGEST_PICTURE) {
      const largest = formatBytes(LARGEST_PICTURE);
      return { missing: fill(words.pictureTooLarge, { name, size: formatBytes(size), largest }) };
    }
    const bytes = size === 0 ? Buffer.alloc(0) : await readFile(file);
    const type = pictureType(bytes);
    if (type === undefined) return { missing: fill(words.notAPicture, { name }) };
    return { source: `data:${type};base64,${bytes.toString('base64')}` };
  } catch (error) {
    const isThere = !['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    return { missing: fill(isThere ? words.unreadable : words.notInFolder, { name }) };
  }
}

function isInside(root: string, file: string): boolean {
  const seen = path.relative(root, file);
  return seen !== '' && !path.isAbsolute(seen) && seen.split(path.sep)[0] !== '..';
}
