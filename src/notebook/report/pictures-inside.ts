import path from 'node:path';
import type { Cell, JsonObject, Notebook } from '../jupyter/nbformat.js';
import { withAddresses } from './markdown/addresses.js';
import { decodeAddress, type Pictures } from './markdown/links-and-images.js';

/**
 * A notebook with the pictures that lie beside it inside, so that it can be moved without them: those of Markdown cells
 * as attachments, which Jupyter and GitHub show; SVGs, which Jupyter does not show there, and those that code cells
 * refer to in their addresses.
 *
 * @param pictures by address, as `readPictures` finds them; those that are missing stay addresses
 */
export function withPicturesInside(notebook: Notebook, pictures: Pictures): Notebook {
  const isThere = [...pictures.values()].some((picture) => 'source' in picture);
  return isThere
    ? { ...notebook, cells: notebook.cells.map((cell) => cellInside(cell, pictures)) }
    : notebook;
}

function cellInside(cell: Cell, pictures: Pictures): Cell {
  if (cell.cell_type === 'markdown') return markdownInside(cell, pictures);
  if (cell.cell_type !== 'code') return cell;
  const outputs = cell.outputs.map((output) => {
    const markdown = 'data' in output ? output.data['text/markdown'] : undefined;
    if (typeof markdown !== 'string' || !('data' in output)) return output;
    const inside = withAddresses(markdown, { image: (href) => sourceOf(href, pictures) });
    return { ...output, data: { ...output.data, 'text/markdown': inside } };
  });
  return { ...cell, outputs };
}

function markdownInside<Markdown extends { source: string; attachments?: JsonObject }>(
  cell: Markdown,
  pictures: Pictures,
): Markdown {
  const attachments = new Map(Object.entries(cell.attachments ?? {}));
  const names = new Map<string, string>();
  const image = (href: string): string | undefined => {
    const source = sourceOf(href, pictures);
    const [, type = '', base64] = /^data:([^;,]+);base64,(.*)$/s.exec(source ?? '') ?? [];
    if (base64 === undefined || type === 'image/svg+xml') return source;
    const name = names.get(href) ?? freeName(href, attachments);
    names.set(href, name);
    attachments.set(name, { [type]: base64 });
    return `attachment:${name}`;
  };
  const source = withAddresses(cell.source, { image });
  if (source === cell.source) return cell;
  return { ...cell, source, ...(attachments.size > 0 && { attachments: Object.fromEntries(attachments) }) };
}

function sourceOf(href: string, pictures: Pictures): string | undefined {
  const picture = pictures.get(href);
  return picture && 'source' in picture ? picture.source : undefined;
}

/** The file's name, of letters that need no escape in an address; another one where an attachment has it. */
function freeName(href: string, attachments: ReadonlyMap<string, unknown>): string {
  const { name, ext } = path.posix.parse(decodeAddress(href.replace(/[?#].*$/s, '')));
  const [plain, end] = [name, ext].map((part) => part.replace(/[^\w.-]+/g, '-'));
  for (let n = 1; ; n++) {
    const free = `${plain}${n === 1 ? '' : `-${n}`}${end}`;
    if (!attachments.has(free)) return free;
  }
}
