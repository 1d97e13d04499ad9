import { randomUUID } from 'node:crypto';
import { isObject } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import type { JsonObject } from './nbformat.js';
import { layOut, parseNotebook } from './notebook-file.js';

/** Metadata of a cell that front ends write by themselves: what was folded, what ran when, what is trusted. */
const VOLATILE_IN_CELLS = [
  'collapsed',
  'execution',
  'ExecuteTime',
  'heading_collapsed',
  'hidden',
  'scrolled',
  'trusted',
];
/** The same of a notebook: a signature of its outputs, and the state of its widgets. */
const VOLATILE = ['signature', 'widgets'];
/** The mark of an executed copy, in `metadata.listenlab`. */
const MARK = ['executedFor', 'executedFrom', 'executedOn', 'executedWith'];

/** What our kernel says of itself, which a notebook need not: its version, and how old editors colour its language. */
const VOLATILE_IN_LANGUAGE = ['version', 'codemirror_mode'];
/** The same of another kernel: tools may need to know the colours. */
const VOLATILE_IN_FOREIGN_LANGUAGE = ['version'];
/** The cell that a run adds. */
const ADDED_CELL = 'injected-parameters';

type NotebookJson = JsonObject & { cells: JsonObject[] };

/**
 * A notebook's file as it was written: without outputs, execution counts and metadata that changes by itself. All else
 * stays, and what is clean stays as it is, byte for byte, however it is laid out.
 *
 * @example cleanNotebook(await readFile('02-train.ipynb', 'utf8'), '02-train.ipynb')
 * @param text of any language's notebook
 * @param name its name in errors
 * @throws InputError for anything but a notebook of nbformat 4
 */
export function cleanNotebook(text: string, name: string): string {
  parseNotebook(text, name);
  const held = `${randomUUID()}:`;
  const notebook = JSON.parse(holdNumbers(text.replace(/^\uFEFF/, ''), held)) as NotebookJson;
  try {
    const cells = notebook.cells.map((cell): JsonObject => ({ ...cell, source: joined(cell.source) }));
    const isCopy = isExecutedCopy(notebook.metadata);
    const cleaned = layOut({
      ...notebook,
      cells: cells.filter((cell) => !isCopy || !isAdded(cell)).map(cleanCell),
      metadata: cleanMetadata(notebook.metadata),
    });
    return cleaned === layOut({ ...notebook, cells }) ? text : releaseNumbers(cleaned, held);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(`${name} is nested too deeply; expected a notebook`, { cause: error });
  }
}

/** Text, or a number, in JSON. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/**
 * JSON in which numbers that JavaScript would write differently, such as 1.0 and 12345678901234567890, are texts.
 *
 * @param held what these texts begin with, and no other
 */
function holdNumbers(json: string, held: string): string {
  return json.replace(TEXT_OR_NUMBER, (found) =>
    found.startsWith('"') || String(Number(found)) === found ? found : `"${held}${found}"`,
  );
}

function releaseNumbers(json: string, held: string): string {
  return json.replace(TEXT_OR_NUMBER, (found) =>
    found.startsWith(`"${held}`) ? found.slice(held.length + 1, -1) : found,
  );
}

/** Whether a run has made it of a notebook, rather than somebody by running its cells. */
function isExecutedCopy(metadata: unknown): boolean {
  const { listenlab } = isObject(metadata) ? metadata : {};
  return isObject(listenlab) && MARK.some((mark) => mark in listenlab);
}

function isAdded({ metadata }: JsonObject): boolean {
  const { tags } = isObject(metadata) ? metadata : {};
  return Array.isArray(tags) && tags.includes(ADDED_CELL);
}

function cleanCell(cell: JsonObject): JsonObject {
  const kept = { ...cell, metadata: without(cell.metadata, VOLATILE_IN_CELLS) };
  return cell.cell_type === 'code' ? { ...kept, execution_count: null, outputs: [] } : kept;
}

function cleanMetadata(metadata: unknown): JsonObject {
  const { language_info, listenlab, ...rest } = without(metadata, VOLATILE);
  const own = without(listenlab, MARK);
  return {
    ...rest,
    ...(language_info === undefined ? {} : { language_info: cleanLanguage(language_info) }),
    ...(Object.keys(own).length === 0 ? {} : { listenlab: own }),
  };
}

function cleanLanguage(language: unknown): JsonObject {
  const isOurs = isObject(language) && language.name === 'typescript';
  return without(language, isOurs ? VOLATILE_IN_LANGUAGE : VOLATILE_IN_FOREIGN_LANGUAGE);
}

function without(metadata: unknown, keys: readonly string[]): JsonObject {
  if (!isObject(metadata)) return {};
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !keys.includes(key)));
}

function joined(source: unknown): unknown {
  return Array.isArray(source) ? source.join('') : source;
}
