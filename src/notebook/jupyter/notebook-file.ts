import path from 'node:path';
import { InputError, messageOf } from '../../util/errors.js';
import { formatBytes } from '../../util/format.js';
import { readBounded, writeFileBeside } from '../../util/node/files.js';
import type { Notebook, Output } from './nbformat.js';
import { checkNotebook } from './nbformat.js';

/** Half of the longest string; a device or a pipe may have no end. */
const MOST_BYTES = 256 * 2 ** 20;

/**
 * Reads a notebook, checks it and brings it to nbformat 4.5: cells without an id get one, text in lines
 * becomes one string.
 *
 * @throws InputError when the file is missing, not a notebook, truncated or of an older format
 */
export async function readNotebook(file: string): Promise<Notebook> {
  let text: string | undefined;
  try {
    text = await readBounded(file, MOST_BYTES);
  } catch (cause) {
    throw new InputError(`cannot read the notebook ${file}: ${messageOf(cause)}`, { cause });
  }
  if (text === undefined) {
    throw new InputError(
      `cannot read the notebook ${file}: it has more than ${formatBytes(MOST_BYTES)}, more than a notebook can have; clear its outputs`,
    );
  }
  return parseNotebook(text, path.basename(file));
}

/**
 * A notebook from the text of its file.
 *
 * @param name its name in errors
 */
export function parseNotebook(text: string, name: string): Notebook {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new InputError(`${name} ${whyNotJson(text)}`, { cause });
  }
  return checkNotebook(value, name);
}

/** A merge conflict marker is on a line of its own, which JSON strings cannot contain. */
const CONFLICT = /^<{7} .*$/m;

function whyNotJson(text: string): string {
  const expected = 'expected a complete .ipynb file of nbformat 4';
  if (text.trim() === '') return `is empty; ${expected}`;
  const conflict = CONFLICT.exec(text);
  if (conflict) {
    const line = text.slice(0, conflict.index).split('\n').length;
    return `has merge conflicts, the first in line ${line} ("${conflict[0].slice(0, 40)}"); keep one side of each and remove the markers, or let nbdime merge it`;
  }
  // The byte order mark of UTF-16, decoded as UTF-8.
  if (/^\uFFFD{2}/.test(text) || text.includes('\0')) return `is not in UTF-8; save it in UTF-8`;
  const isCut = text.trimStart().startsWith('{') && !text.trimEnd().endsWith('}');
  return `${isCut ? 'is cut off' : 'is not a notebook: it is not JSON'}; ${expected}`;
}

/** Writes a notebook atomically. */
export async function writeNotebook(file: string, notebook: Notebook): Promise<void> {
  await writeFileBeside(file, formatNotebook(notebook));
}

/** The text of a notebook's file, as Jupyter writes it: one space of indent, text in lines. */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === 'code'
      ? { ...cell, source: toLines(cell.source), outputs: cell.outputs.map(outputForFile) }
      : { ...cell, source: toLines(cell.source) },
  );
  return `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`;
}

function outputForFile(output: Output): object {
  if (output.output_type === 'stream') return { ...output, text: toLines(output.text) };
  if (!('data' in output)) return output;
  const data = Object.entries(output.data).map(([type, value]) => [
    type,
    typeof value === 'string' && isText(type) ? toLines(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

/** MIME types whose text nbformat splits into lines; images and other base64 stay in one piece. */
function isText(type: string): boolean {
  return type.startsWith('text/') || type === 'application/javascript' || type === 'image/svg+xml';
}

function toLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}
