import path from 'node:path';
import { getManyValues, isMany, none } from 'stream-chain/defs.js';
import { jsonParser, type Token } from 'stream-json/parser.js';
import { isObject } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { usualColumns } from '../columns/column-names.js';
import { type TableOptions, wantedColumn } from '../columns/table-options.js';
import { isListenBrainz } from '../read/json.js';

const EXPECTED =
  'expected a list of records, [{"user": "ann", "artist": "Low", "plays": 3}, ...], or one record a line';
/** A name of a file that needs no quotes. */
const IN_COMMANDS = /^[\w.-]+$/;
/** Names that a message shows. */
const NAMES_SHOWN = 6;
/** An answer of a web service has its list in an object of an object. */
const LIST_DEPTH = 3;

/** JSON that is no list of records: what it is, and a command that makes records of it. */
interface OtherForm {
  readonly found: string;
  readonly conversion?: string;
}

/**
 * Refuses JSON that has no records, though it may well have plays.
 *
 * @param head the beginning of the file
 * @param isWhole whether that is all of it
 * @throws InputError that says what it has, and how to make records of it
 */
export function checkJsonForm(file: string, head: string, isWhole: boolean, options: TableOptions): void {
  const values = jsonHead(head.replace(/^\uFEFF/, ''), isWhole);
  const name = path.basename(file);
  const form = otherForm(values, IN_COMMANDS.test(name) ? name : 'FILE', options);
  if (form === undefined) return;
  const conversion = form.conversion === undefined ? '' : `; convert it, e.g. ${form.conversion}`;
  throw new InputError(`${file} ${form.found}; ${EXPECTED}${conversion}`);
}

function otherForm(values: readonly JsonValue[], name: string, options: TableOptions): OtherForm | undefined {
  const [first] = values;
  if (first === undefined) return undefined;
  if (Array.isArray(first)) return otherList(first, values.length > 1, name);
  if (!isContainer(first)) return { found: 'is a single value in JSON' };
  // Of a record that stands alone, only its values can tell whether it is one.
  return values.length === 1 ? otherObject(first, name, options) : undefined;
}

function otherList(list: readonly JsonValue[], isOneOfSeveral: boolean, name: string): OtherForm | undefined {
  if (list.length === 0) return isOneOfSeveral ? undefined : { found: 'is an empty list in JSON' };
  if (list.some(isJsonObject)) return undefined;
  if (isOneOfSeveral) {
    return { found: 'has a list in each line, in place of a record', conversion: toCsv('@csv', name) };
  }
  if (list.some(isContainer)) {
    return { found: 'is a list of lists in JSON', conversion: toCsv('.[] | @csv', name) };
  }
  return { found: 'is a list of single values in JSON' };
}

function otherObject(object: JsonObject, name: string, options: TableOptions): OtherForm | undefined {
  const keys = Object.keys(object);
  if (keys.length === 0) return { found: 'is an empty object in JSON' };
  const wanted = (['user', 'artist', 'plays'] as const).map((role) => String(wantedColumn(options, role)));
  const isRecord = wanted.some((column) => column.includes('.') || isSingle(object[column]));
  if (isRecord || isListenBrainz(keys)) return undefined;
  const shown = `${keys.slice(0, NAMES_SHOWN).join(', ')}${keys.length > NAMES_SHOWN ? ', ...' : ''}`;
  if (isSplit(object)) {
    return {
      found: "is a table as pandas writes it with orient='split'",
      conversion: withPandas('split', name),
    };
  }
  const list = bestList(listsWithin(object, LIST_DEPTH), wanted);
  if (list !== undefined) {
    return {
      found: `has its list of records inside an object, at ${list.join('.')}`,
      conversion: `jq -c '${list.map(jqStep).join('')}[]' ${name} > plays.jsonl`,
    };
  }
  const columns = keys.map((key) => object[key]);
  if (!columns.every(isContainer)) return undefined;
  if (columns.some((column) => isJsonObject(column) && wanted.some((wish) => isSingle(column[wish])))) {
    return {
      found: "is an object of records, as pandas writes it with orient='index'",
      conversion: withPandas('index', name),
    };
  }
  const areLists = columns.every(Array.isArray) && columns.some(({ length }) => length > 0);
  const isTable = areLists || wanted.some((column) => isContainer(object[column]));
  if (isTable) {
    return {
      found: `has all values of a column together (${shown})`,
      conversion: withPandas('columns', name),
    };
  }
  return { found: `is an object that has only lists and objects in it (${shown})` };
}

function isSingle(value: JsonValue | undefined): boolean {
  return value !== undefined && !isContainer(value);
}

function isSplit({ columns, index, data }: JsonObject): boolean {
  return Array.isArray(columns) && columns.every(isSingle) && (Array.isArray(index) || Array.isArray(data));
}

/** A list of objects, and where in an object it is. */
interface InnerList {
  readonly place: readonly string[];
  readonly first: JsonObject;
}

function listsWithin(object: JsonObject, depth: number): InnerList[] {
  return Object.entries(object).flatMap(([key, value]): InnerList[] => {
    const first = Array.isArray(value) ? value.find(isJsonObject) : undefined;
    if (first !== undefined) return [{ place: [key], first }];
    if (!isJsonObject(value) || depth === 1) return [];
    return listsWithin(value, depth - 1).map((inner) => ({ ...inner, place: [key, ...inner.place] }));
  });
}

/** Where the list is whose records have most of what is wanted: others tell of columns, as in orient='table'. */
function bestList(lists: readonly InnerList[], wanted: readonly string[]): readonly string[] | undefined {
  const score = ({ first }: InnerList) => {
    const keys = Object.keys(first);
    const roles = (['user', 'artist', 'plays'] as const).filter(
      (role) => usualColumns(keys, role).length > 0,
    );
    return keys.filter((key) => wanted.includes(key)).length + roles.length;
  };
  return lists.toSorted((a, b) => score(b) - score(a))[0]?.place;
}

function jqStep(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function toCsv(filter: string, name: string): string {
  return `jq -r '${filter}' ${name} > plays.csv`;
}

/** Without dtype=False, names of artists that look like numbers would be changed. */
function withPandas(orient: string, name: string): string {
  return `pd.read_json('${name}', orient='${orient}', dtype=False).to_json('plays.jsonl', orient='records', lines=True)`;
}

/** A value of JSON; of an object that is cut off, what comes before the cut. */
type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** Has no prototype: a key may be any text. */
interface JsonObject {
  [key: string]: JsonValue;
}

type Container = JsonValue[] | JsonObject;

/**
 * The values that a JSON text begins with; none where it is no JSON.
 *
 * @param isWhole whether the text ends here; else the last value may not be whole
 */
function jsonHead(text: string, isWhole: boolean): JsonValue[] {
  const values: JsonValue[] = [];
  const open: Container[] = [values];
  const keys: string[] = [];
  for (const token of tokensOf(text, isWhole)) {
    if (token.name === 'endObject' || token.name === 'endArray') open.pop();
    else if (token.name === 'keyValue') keys[open.length] = token.value;
    else {
      const value = jsonValueOf(token);
      add(open[open.length - 1], keys[open.length], value);
      if (isContainer(value)) open.push(value);
    }
  }
  return values;
}

function isContainer(value: JsonValue | undefined): value is Container {
  return typeof value === 'object' && value !== null;
}

function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return isObject(value);
}

function tokensOf(text: string, isWhole: boolean): Token[] {
  const parse = jsonParser({ streamValues: false, jsonStreaming: true }) as (input: unknown) => unknown;
  try {
    return (isWhole ? [text, none] : [text]).flatMap((part) => {
      const answer = parse(part);
      if (isMany(answer)) return getManyValues(answer) as Token[];
      return answer === none || !answer ? [] : [answer as Token];
    });
  } catch {
    return [];
  }
}

function jsonValueOf(token: Token): JsonValue {
  if (token.name === 'startObject') return Object.create(null) as JsonObject;
  if (token.name === 'startArray') return [];
  if (token.name === 'numberValue') return Number(token.value);
  return 'value' in token ? (token.value as JsonValue) : null;
}

function add(container: Container, key: string, value: JsonValue): void {
  if (Array.isArray(container)) container.push(value);
  else container[key] = value;
}
