import { isObject, namesHint } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { type Cell, type CodeCell, type Notebook, tagsOf } from './nbformat.js';
import { type Parameter, parametersIn, readLiteral } from './parameter-declarations.js';
import { inferParameter, type ParameterType } from './parameter-types.js';

/** A value a notebook can be given: a text, parsed as the parameter's type, or the value itself. */
export type ParameterValue = string | number | boolean | bigint | object | null;

/**
 * The parameters a notebook declares, in order: those of its cell tagged `parameters`.
 *
 * @param environment `process.env` when the cell runs; default that of this process
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

/** Advice for giving a parameter to a notebook without a parameters cell. */
export const HOW_TO_TAG =
  'to tag the one that declares it, select it in the lab and choose Edit > Parameters Cell';

function declarationsIn(
  notebook: Notebook,
  tag: string,
  environment: Readonly<Record<string, string | undefined>>,
): Parameter[] {
  return parametersIn(sourceTagged(notebook, tag), environment);
}

function sourceTagged(notebook: Notebook, tag: string): string {
  return notebook.cells.find((candidate) => hasTag(candidate, tag))?.source ?? '';
}

/**
 * The notebook with these parameters set, as papermill does it: a cell tagged `injected-parameters` after
 * the one tagged `parameters`, in place of an earlier injected one. The given notebook is not modified.
 *
 * @param values values, or texts parsed as the type of the parameter's default; without default and type, JSON texts
 *   are parsed as JSON
 * @param name the notebook's name in errors
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
    return `${parameter.keyword} ${key} = ${readValue(typedParameter(notebook, parameter), value)};`;
  });
  const at = cells.findIndex((cell) => hasTag(cell, 'parameters')) + 1;
  const source = ['// Parameters given for this run.', ...lines].join('\n');
  return { ...notebook, cells: [...cells.slice(0, at), injectedCell(source, cells), ...cells.slice(at)] };
}

/** A parameter of a notebook with the type that the compiler infers, where its declaration does not name one. */
export function typedParameter(notebook: Notebook, parameter: Parameter): Parameter {
  return parameter.type === 'unknown'
    ? { ...parameter, ...inferParameter(sourceTagged(notebook, 'parameters'), parameter.name) }
    : parameter;
}

/**
 * The value of a parameter that a text stands for; no bigint and no date.
 *
 * @throws InputError when it is of another type
 */
export function readParameter(parameter: Omit<Parameter, 'keyword'>, text: string): unknown {
  const literal = readValue({ ...parameter, keyword: 'let' }, text);
  // A literal is JSON, unless a key in it would set a prototype; then the text is.
  return JSON.parse(literal.startsWith('JSON.parse(') ? text : literal);
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
      `${name} has no parameter '${key}': it has no cell tagged 'parameters' with a declaration in it; ${HOW_TO_TAG}`,
    );
  }
  return new InputError(`${name} has no parameter '${key}'; ${namesHint(key, names)}`);
}

/** The value as a TypeScript literal of the parameter's type. */
function readValue(parameter: Parameter, value: ParameterValue): string {
  const { name, type, elements, nullable } = parameter;
  if (nullable && (value === null || (value === 'null' && type !== 'string'))) return 'null';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (type === 'unknown') throw unknownType(parameter);
  const isStructure = typeof value === 'object' && !(value instanceof Date);
  const read = isStructure && !['array', 'object', 'any'].includes(type) ? undefined : READ[type];
  const literal = read?.(text, value);
  if (
    literal !== undefined &&
    (type !== 'array' || hasElements(literal, elements)) &&
    isChoice(literal, parameter)
  ) {
    // As a literal, a key of this name would set the object's prototype.
    return ['array', 'object', 'any'].includes(type) && namesPrototype(text)
      ? `JSON.parse(${JSON.stringify(text)})`
      : literal;
  }
  throw new InputError(`parameter ${name} is '${text}'; expected ${expected(parameter)}`);
}

function unknownType({ name, keyword, nullable, default: preset }: Parameter): InputError {
  const annotation = nullable ? 'number | null' : 'number';
  const [found, value] =
    preset === 'undefined' ? ['', ''] : [`has the default ${preset}, which `, ` = ${preset}`];
  return new InputError(
    `parameter ${name} ${found}does not determine its type; write the type after its name, as in ${keyword} ${name}: ${annotation}${value} (or string, boolean, bigint, Date), or make the default a plain value`,
  );
}

function isChoice(literal: string, { choices }: Parameter): boolean {
  return !choices || choices.some((choice) => JSON.stringify(choice) === literal);
}

function expected({ type, choices, nullable, default: preset }: Parameter): string {
  const orNull = nullable && preset !== 'null' ? ' or null' : '';
  if (choices) return `one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}${orNull}`;
  const kind = type === 'array' || type === 'object' ? `${type} in JSON` : type;
  const article = /^[aeiou]/.test(kind) ? 'an' : 'a';
  const form = type === 'date' ? ', as in 2026-01-31' : '';
  const likeDefault = preset === 'undefined' ? '' : `${form === '' ? '' : ','} like its default ${preset}`;
  return `${article} ${kind}${orNull}${form}${likeDefault}`;
}

/** A date, with or without time: other formats are ambiguous between regions. */
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** JavaScript takes 30 February for 2 March. */
function isDay(written: string): boolean {
  const day = written.slice(0, 10);
  return new Date(day).toISOString().slice(0, 10) === day;
}

type ReadType = (text: string, value: ParameterValue) => string | undefined;

/** For each type, the literal that a text stands for; undefined for a text of another type. */
const READ: Readonly<Record<Exclude<ParameterType, 'unknown'>, ReadType>> = {
  string: (text) => JSON.stringify(text),
  number: (text, value) => {
    const number = text.trim() === '' || typeof value === 'boolean' ? Number.NaN : Number(text);
    // An integer with too many digits would lose precision.
    const isExact = Number.isSafeInteger(number) || !/^[-+]?\d+$/.test(text.trim());
    return Number.isFinite(number) && isExact ? String(number) : undefined;
  },
  boolean: (text) => (text === 'true' || text === 'false' ? text : undefined),
  bigint: (text) => (/^-?\d+n?$/.test(text) ? `${BigInt(text.replace('n', ''))}n` : undefined),
  date: (text, value) => {
    const written = value instanceof Date ? value.toJSON() : text.trim();
    const isWritten = ISO_DATE.test(written) && !Number.isNaN(Date.parse(written)) && isDay(written);
    return isWritten ? `new Date(${JSON.stringify(written)})` : undefined;
  },
  array: (text) => (Array.isArray(parseJson(text)) ? text : undefined),
  object: (text) => (isObject(parseJson(text)) ? text : undefined),
  any: (text, value) => {
    if (value instanceof Date) return READ.date(text, value);
    if (typeof value === 'bigint') return READ.bigint(text, value);
    const read = parseJson(text);
    const isText = read === undefined || (typeof read === 'number' && READ.number(text, text) === undefined);
    return isText ? READ.string(text, text) : text;
  },
};

/** Whether all elements of an array in JSON are of a type. */
function hasElements(json: string, type: ParameterType | undefined): boolean {
  return (
    type === undefined ||
    type === 'unknown' ||
    (parseJson(json) as unknown[]).every((element) =>
      type === 'array' ? Array.isArray(element) : typeof element === type && !Array.isArray(element),
    )
  );
}

/** Whether a text is JSON with a key `__proto__` in it, however it is escaped. */
function namesPrototype(text: string): boolean {
  let found = false;
  try {
    JSON.parse(text, (key) => {
      found ||= key === '__proto__';
    });
  } catch {
    return false;
  }
  return found;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hasTag(cell: Cell, tag: string): boolean {
  return cell.cell_type === 'code' && tagsOf(cell).includes(tag);
}

/** The environment variable from which the notebooks' first cells read the dataset. */
export const DATASET_VARIABLE = 'LISTENLAB_DATASET';

/** The variable for its reading options, in JSON. */
export const TABLE_VARIABLE = 'LISTENLAB_TABLE_OPTIONS';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The dataset that a notebook's parameter `dataset` names unless it is given another value; undefined if it does not
 * name one literally.
 *
 * @param environment `process.env` in its kernel; default that of this process
 */
export function namedDataset(notebook: Notebook, environment?: Environment): string | undefined {
  const parameter = declaredParameters(notebook, environment).find(({ name }) => name === 'dataset');
  return /^(['"`])(.*)\1$/.exec(parameter?.default ?? '')?.[2] || undefined;
}

/** As {@link namedDataset}; for a notebook that names none, what its cells can read in the environment. */
export function openedDataset(notebook: Notebook, environment: Environment): string | undefined {
  return namedDataset(notebook, environment) ?? environment[DATASET_VARIABLE];
}

/** How a notebook's parameter `tableOptions` says that the dataset is read, as {@link namedDataset}; undefined where it says nothing. */
export function namedTable(notebook: Notebook, environment?: Environment): object | undefined {
  const parameter = declaredParameters(notebook, environment).find(({ name }) => name === 'tableOptions');
  const options = readLiteral(parameter?.default ?? '');
  return typeof options === 'object' && options !== null ? options : undefined;
}
