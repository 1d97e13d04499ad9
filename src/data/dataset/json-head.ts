import { getManyValues, isMany, none } from 'stream-chain/defs.js';
import { jsonParser, type Token } from 'stream-json/parser.js';

/** A value of JSON; of an object that is cut off, what comes before the cut. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** Has no prototype: a key may be any text. */
export interface JsonObject {
  [key: string]: JsonValue;
}

type Container = JsonValue[] | JsonObject;

/**
 * The values that a JSON text begins with; none where it is no JSON.
 *
 * @param isWhole whether the text ends here; else the last value may not be whole
 */
export function jsonHead(text: string, isWhole: boolean): JsonValue[] {
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

export function isContainer(value: JsonValue | undefined): value is Container {
  return typeof value === 'object' && value !== null;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return isContainer(value) && !Array.isArray(value);
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
