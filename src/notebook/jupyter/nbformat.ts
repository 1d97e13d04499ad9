import { isObject } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';

/** A JSON object: the metadata of a notebook, the content of a message. */
export type JsonObject = Record<string, unknown>;

/** An output of a code cell. Text is one string here; files keep it as lines. */
export type Output =
  | { output_type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { output_type: 'display_data'; data: JsonObject; metadata: JsonObject }
  | {
      output_type: 'execute_result';
      data: JsonObject;
      metadata: JsonObject;
      execution_count: number | null;
    }
  | { output_type: 'error'; ename: string; evalue: string; traceback: string[] };

export interface CodeCell {
  cell_type: 'code';
  id: string;
  metadata: JsonObject;
  source: string;
  execution_count: number | null;
  outputs: Output[];
}

interface TextCell {
  cell_type: 'markdown' | 'raw';
  id: string;
  metadata: JsonObject;
  source: string;
  attachments?: JsonObject;
}

export type Cell = CodeCell | TextCell;

/** A notebook, nbformat 4.5. */
export interface Notebook {
  cells: Cell[];
  metadata: JsonObject;
  nbformat: 4;
  nbformat_minor: number;
}

/** What a cell has shown. */
export function outputsOf(cell: Cell): Output[] {
  return cell.cell_type === 'code' ? cell.outputs : [];
}

/** The tags of a cell, such as `parameters`. */
export function tagsOf(cell: Cell): string[] {
  const { tags } = cell.metadata;
  return Array.isArray(tags) ? tags.map(String) : [];
}

/** A cell that may fail: the run continues, and its error is an output like any other. */
export function mayFail(cell: Cell): boolean {
  return tagsOf(cell).includes('raises-exception');
}

/**
 * The declared language of a notebook, if neither TypeScript nor JavaScript: from its kernel, else from what last ran
 * it. Also runs in a page.
 *
 * @example foreignLanguage({ kernelspec: { name: 'python3' } }) // 'python'
 * @param metadata of the notebook
 * @returns undefined also if it declares none
 */
export function foreignLanguage(metadata: object): string | undefined {
  const { kernelspec, language_info } = metadata as Record<string, Record<string, unknown> | undefined>;
  const language = kernelspec?.language ?? languageOf(kernelspec?.name) ?? language_info?.name;
  if (typeof language !== 'string' || language === '') return undefined;
  return /^(type|java)script$/i.test(language) ? undefined : language;
}

/** Language of a kernel known by name: `python3`, `ir`. */
function languageOf(kernel: unknown): string | undefined {
  return /^(python|julia|ir$)/.exec(String(kernel))?.[1].replace(/^ir$/, 'R');
}

/** Cell ids allowed by nbformat 4.5. */
const CELL_ID = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * Checks that a value has the shape of an nbformat 4 notebook and returns it as nbformat 4.5.
 *
 * @param name its name in errors
 * @throws InputError that names the first cell or field that is wrong
 */
export function checkNotebook(value: unknown, name: string): Notebook {
  const fail = (found: string): never => {
    throw new InputError(`${name} is not a notebook: ${found}; expected an .ipynb file of nbformat 4`);
  };
  if (!isObject(value) || typeof value.nbformat !== 'number') return fail('it has no nbformat');
  if (value.nbformat !== 4) {
    const advice =
      value.nbformat < 4
        ? 'open and save it in a current Jupyter, or run jupyter nbconvert --to notebook --nbformat 4 on it'
        : 'save it as nbformat 4 where it was made';
    throw new InputError(`${name} is of nbformat ${value.nbformat}; expected nbformat 4: ${advice}`);
  }
  if (!Array.isArray(value.cells)) return fail('it has no array of cells');
  const taken = new Set<string>();
  const cells = value.cells.map((cell, i) => {
    const checked = checkCell(cell, (found) => fail(`cell ${i + 1} ${found}`));
    return { ...checked, id: uniqueId(checked.id, i, taken) };
  });
  const minor = Math.max(5, Number(value.nbformat_minor) || 0);
  return { cells, metadata: objectOr(value.metadata), nbformat: 4, nbformat_minor: minor };
}

/**
 * Refuses to run a notebook of another language.
 *
 * @throws InputError with the language that the notebook names; one that names none passes
 */
export function requireTypeScript({ metadata }: Notebook, name: string): void {
  const language = foreignLanguage(metadata);
  if (language === undefined) return;
  throw new InputError(`${name} is a notebook in ${language}; expected one in TypeScript or JavaScript`);
}

type Fail = (found: string) => never;

function checkCell(cell: unknown, fail: Fail): Cell {
  if (!isObject(cell)) return fail('is not an object');
  const { cell_type, id } = cell;
  const source = textOf(cell.source);
  if (source === undefined) return fail('has no source');
  const common = { id: typeof id === 'string' ? id : '', metadata: objectOr(cell.metadata), source };
  if (cell_type === 'markdown' || cell_type === 'raw') {
    const attachments = isObject(cell.attachments) ? { attachments: cell.attachments } : {};
    return { cell_type, ...common, ...attachments };
  }
  if (cell_type !== 'code') return fail(`has the cell type ${JSON.stringify(cell_type)}`);
  if (cell.outputs !== undefined && !Array.isArray(cell.outputs))
    return fail('has outputs that are not an array');
  const outputs = (cell.outputs ?? []).map((output: unknown) => checkOutput(output, fail));
  return { cell_type, ...common, execution_count: countOf(cell.execution_count), outputs };
}

function checkOutput(output: unknown, fail: Fail): Output {
  if (!isObject(output)) return fail('has an output that is not an object');
  const { output_type } = output;
  switch (output_type) {
    case 'stream':
      return {
        output_type,
        name: output.name === 'stderr' ? 'stderr' : 'stdout',
        text: textOf(output.text) ?? '',
      };
    case 'error': {
      const traceback = Array.isArray(output.traceback) ? output.traceback.map(String) : [];
      return { output_type, ename: String(output.ename), evalue: String(output.evalue), traceback };
    }
    case 'display_data':
    case 'execute_result': {
      if (!isObject(output.data)) return fail(`has an output of type ${output_type} without data`);
      const shown = { data: joinedData(output.data), metadata: objectOr(output.metadata) };
      if (output_type === 'display_data') return { output_type, ...shown };
      return { output_type, ...shown, execution_count: countOf(output.execution_count) };
    }
    default:
      return fail(`has an output of type ${JSON.stringify(output_type)}`);
  }
}

/** Keeps a valid id that no earlier cell has; makes one from the cell's position otherwise. */
function uniqueId(id: string, index: number, taken: Set<string>): string {
  let unique = CELL_ID.test(id) ? id : `cell-${index + 1}`;
  while (taken.has(unique)) unique = `cell-${index + 1}-${taken.size}`;
  taken.add(unique);
  return unique;
}

/** nbformat lets text be lines; JSON bundles keep their arrays. */
function joinedData(data: JsonObject): JsonObject {
  const entries = Object.entries(data).map(([type, value]) => [
    type,
    type.includes('json') ? value : (textOf(value) ?? value),
  ]);
  return Object.fromEntries(entries);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((line) => typeof line === 'string')) return value.join('');
  return undefined;
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function objectOr(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
