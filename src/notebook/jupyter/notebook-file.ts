import path from 'node:path';
import { isObject } from '../../util/checks.js';
import { InputError, isSystemError, messageOf } from '../../util/errors.js';
import { formatBytes } from '../../util/format.js';
import { readBounded, writeFileBeside } from '../../util/node/files.js';
import { PROGRESS_TYPE } from '../display/progress.js';
import type { JsonObject, Notebook, Output } from './nbformat.js';
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
    throw cannotRead(file, cause);
  }
  if (text === undefined) {
    throw new InputError(
      `cannot read the notebook ${file}: it has more than ${formatBytes(MOST_BYTES)}, more than a notebook can have; clear its outputs`,
    );
  }
  return parseNotebook(text, path.basename(file));
}

/** The error for a notebook whose file the system does not let us read. */
export function cannotRead(file: string, cause: unknown): InputError {
  const why: Partial<Record<string, string>> = {
    EISDIR: `it is a folder; expected a notebook, as in ${path.join(file, '*.ipynb')}`,
    ENOENT: 'there is no such file; expected the path of a notebook',
    ENOTDIR: 'there is no such file; expected the path of a notebook',
  };
  const said = (isSystemError(cause) && why[cause.code]) || messageOf(cause);
  return new InputError(`cannot read the notebook ${file}: ${said}`, { cause });
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

/**
 * The text of a notebook's file, as Jupyter writes it: keys in alphabetical order, one space of indent, text in lines.
 * Lines about work that took a while are left out: they say how long, which no two runs agree on.
 */
export function formatNotebook({ cells, ...rest }: Notebook): string {
  const written = cells.map((cell) =>
    cell.cell_type === 'code'
      ? { ...cell, outputs: cell.outputs.filter((output) => !isProgress(output)).map(outputForFile) }
      : { ...cell },
  );
  return layOut({ ...rest, cells: written });
}

/** A notebook's JSON as the text of its file. @param notebook its cells' source is text, or lines of it */
export function layOut({ cells, metadata, ...rest }: JsonObject & { cells: JsonObject[] }): string {
  const written = cells.map((cell) =>
    inOrder({ ...cell, source: linesOf(cell.source), metadata: allInOrder(cell.metadata ?? {}) }),
  );
  const notebook = inOrder({ ...rest, cells: written, metadata: allInOrder(metadata ?? {}) });
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

function isProgress(output: Output): boolean {
  return 'data' in output && PROGRESS_TYPE in output.data;
}

function outputForFile(output: Output): object {
  if (output.output_type === 'stream') return inOrder({ ...output, text: linesOf(output.text) });
  if (!('data' in output)) return inOrder({ ...output });
  const data = Object.entries(output.data).map(([type, value]) => [
    type,
    isText(type) ? linesOf(value) : value,
  ]);
  const metadata = allInOrder(output.metadata);
  return inOrder({ ...output, data: inOrder(Object.fromEntries(data)), metadata });
}

/** MIME types whose text nbformat splits into lines; images and other base64 stay in one piece. */
function isText(type: string): boolean {
  return type.startsWith('text/') || type === 'application/javascript' || type === 'image/svg+xml';
}

/** Text as nbformat's lines; other values as they are. */
function linesOf(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** An object with its keys in alphabetical order. */
function inOrder(object: object): object {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same for all objects within a value. */
function allInOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(allInOrder);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, allInOrder(inner)]);
  return inOrder(Object.fromEntries(entries));
}
