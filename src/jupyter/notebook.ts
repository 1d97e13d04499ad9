import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError, messageOf } from '../util/errors.js';
import { writeFileBeside } from '../util/files.js';
import type { Notebook, Output } from './nbformat.js';
import { checkNotebook } from './notebook-check.js';

/**
 * Reads a notebook, checks it and brings it to nbformat 4.5: cells without an id get one, text in lines
 * becomes one string.
 *
 * @throws InputError when the file is missing, is no notebook, is cut off or is of an older format
 */
export async function readNotebook(file: string): Promise<Notebook> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new InputError(`cannot read the notebook ${file}: ${messageOf(cause)}`, { cause });
  }
  return parseNotebook(text, path.basename(file));
}

/**
 * A notebook from the text of its file.
 *
 * @param name what errors call it
 */
export function parseNotebook(text: string, name: string): Notebook {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const cut = text.trimStart().startsWith('{') && !text.trimEnd().endsWith('}');
    const found = cut ? 'is cut off' : 'is not a notebook: it is not JSON';
    throw new InputError(`${name} ${found}; expected an .ipynb file of nbformat 4, whole`, { cause });
  }
  return checkNotebook(value, name);
}

/** Writes a notebook at once or not at all. */
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
