import { closest } from 'fastest-levenshtein';
import { InputError } from '../util/errors.js';
import { type Cell, type CodeCell, type Notebook, tagsOf } from './nbformat.js';

/** A value a notebook can be given. */
export type ParameterValue = string | number | boolean;

/** A declaration in a notebook's parameters cell. */
export interface Parameter {
  name: string;
  type: 'string' | 'number' | 'boolean' | 'unknown';
  /** The default as it is written, e.g. `'sample'`; of `process.env.NAME ?? 'sample'` what it comes to. */
  default: string;
}

/** `const alpha: number = 15; // a comment`: one declaration a line, as parameters cells are written. */
const DECLARATION =
  /^\s*(?:export\s+)?(?:const|let|var)\s+([\p{L}_$][\p{L}\p{N}_$]*)\s*(?::\s*([^=]+?))?\s*=\s*(.*)$/u;

/** `process.env.LISTENLAB_DATASET ?? 'sample'`: a default that whoever starts the kernel can choose. */
const FROM_ENVIRONMENT = /^process\.env\.(\w+)\s*\?\?\s*/;

/**
 * The parameters a notebook declares, in order: those of its cell tagged `parameters`.
 *
 * @param environment what `process.env` will be when the cell runs; default that of this process
 */
export function declaredParameters(
  notebook: Notebook,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Parameter[] {
  return declarationsIn(notebook, 'parameters', environment);
}

/** The parameters a notebook was given for a run, in order: those of its cell tagged `injected-parameters`. */
export function injectedParameters(notebook: Notebook): Parameter[] {
  return declarationsIn(notebook, 'injected-parameters', {});
}

function declarationsIn(
  notebook: Notebook,
  tag: string,
  environment: Readonly<Record<string, string | undefined>>,
): Parameter[] {
  const cell = notebook.cells.find((candidate) => hasTag(candidate, tag));
  return (cell?.source ?? '').split('\n').flatMap((line) => {
    const match = DECLARATION.exec(line);
    if (!match) return [];
    const value = literalOf(match[3], environment);
    return [{ name: match[1], type: typeOf(match[2], value), default: value }];
  });
}

/**
 * The notebook with these parameters set, as papermill does it: a cell tagged `injected-parameters` after
 * the one tagged `parameters`, in place of an earlier injected one. The notebook given stays as it is.
 *
 * @param values values, or texts that are read as the type of the parameter's default
 * @param name what errors call the notebook
 * @throws InputError for a name the notebook does not declare, or a value of another type
 */
export function injectParameters(
  notebook: Notebook,
  values: Record<string, ParameterValue>,
  name: string,
): Notebook {
  const cells = notebook.cells.filter((cell) => !hasTag(cell, 'injected-parameters'));
  if (Object.keys(values).length === 0) return { ...notebook, cells };
  const declared = declaredParameters(notebook);
  const lines = Object.entries(values).map(([key, value]) => {
    const parameter = declared.find((candidate) => candidate.name === key);
    if (!parameter) throw unknownParameter(key, declared, name);
    return `const ${key} = ${JSON.stringify(readValue(parameter, value))};`;
  });
  const at = cells.findIndex((cell) => hasTag(cell, 'parameters')) + 1;
  const source = ['// Parameters given for this run.', ...lines].join('\n');
  return { ...notebook, cells: [...cells.slice(0, at), injectedCell(source, cells), ...cells.slice(at)] };
}

function injectedCell(source: string, cells: Cell[]): CodeCell {
  const taken = new Set(cells.map((cell) => cell.id));
  let id = 'injected-parameters';
  while (taken.has(id)) id = `${id}-2`;
  const metadata = { tags: ['injected-parameters'] };
  return { cell_type: 'code', id, metadata, source, execution_count: null, outputs: [] };
}

function unknownParameter(key: string, declared: Parameter[], name: string): InputError {
  const names = declared.map((parameter) => parameter.name);
  if (names.length === 0) {
    return new InputError(
      `${name} has no parameter '${key}': it has no cell tagged 'parameters' with a declaration in it`,
    );
  }
  return new InputError(
    `${name} has no parameter '${key}'; did you mean '${closest(key, names)}'? It has ${names.join(', ')}`,
  );
}

function readValue({ name, type, default: preset }: Parameter, value: ParameterValue): ParameterValue {
  const fail = (): never => {
    throw new InputError(`parameter ${name} is '${value}'; expected a ${type} like its default ${preset}`);
  };
  switch (type) {
    case 'string':
      return String(value);
    case 'number': {
      const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
      return typeof value !== 'boolean' && Number.isFinite(number) ? number : fail();
    }
    case 'boolean':
      return String(value) === 'true' ? true : String(value) === 'false' ? false : fail();
    default:
      return value;
  }
}

/** The value's text without the semicolon and the comment behind it. */
function literalOf(text: string, environment: Readonly<Record<string, string | undefined>>): string {
  const [reading, variable] = FROM_ENVIRONMENT.exec(text) ?? ['', ''];
  const chosen = environment[variable];
  if (chosen !== undefined) return JSON.stringify(chosen);
  const rest = text.slice(reading.length);
  const quoted = /^(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`)/.exec(rest);
  return quoted
    ? quoted[0]
    : rest
        .replace(/\s*(?:\/\/.*)?$/, '')
        .replace(/;$/, '')
        .trim();
}

/** What the annotation says, else what the default is. A union is read by its first member. */
function typeOf(annotation: string | undefined, value: string): Parameter['type'] {
  const [first] = annotation?.split('|') ?? [];
  for (const type of ['string', 'number', 'boolean'] as const) if (first?.trim() === type) return type;
  if (/^['"`]/.test(value)) return 'string';
  if (value === 'true' || value === 'false') return 'boolean';
  return value !== '' && Number.isFinite(Number(value.replaceAll('_', ''))) ? 'number' : 'unknown';
}

function hasTag(cell: Cell, tag: string): boolean {
  return cell.cell_type === 'code' && tagsOf(cell).includes(tag);
}
