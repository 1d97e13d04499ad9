import { distance } from 'fastest-levenshtein';
import { InputError } from './errors.js';

/**
 * One of these names. Any string is accepted and checked on use, because notebook parameters, dropdown values and
 * settings from a file are plain strings. Editors still suggest the names.
 */
export type OneOf<Names extends string> = Names | (string & Record<never, never>);

/** Settings before they are checked: each is optional, and names are plain strings. */
export type Given<Settings> = {
  -readonly [Name in keyof Settings]?: Settings[Name] extends string ? OneOf<Settings[Name]> : Settings[Name];
};

/** Returns what was expected, or undefined if the value passes. */
export type Check = (value: unknown) => string | undefined;

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

export function wholeNumber(least: number, most?: number): Check {
  const range = most === undefined ? `of ${least} or more` : `from ${least} to ${most}`;
  return (value) =>
    isFiniteNumber(value) &&
    Number.isInteger(value) &&
    value >= least &&
    (most === undefined || value <= most)
      ? undefined
      : `a whole number ${range}`;
}

export function zeroOrMore(value: unknown): string | undefined {
  return isFiniteNumber(value) && value >= 0 ? undefined : 'a finite number, 0 or more';
}

export function aboveZero(value: unknown): string | undefined {
  return isFiniteNumber(value) && value > 0 ? undefined : 'a finite number above 0';
}

/** Strictly between 0 and 1. */
export function fractionLike(example: number): Check {
  return (value) =>
    typeof value === 'number' && value > 0 && value < 1
      ? undefined
      : `a number above 0 and below 1, such as ${example}`;
}

export function oneOf(...names: string[]): Check {
  const listed = names.map((name) => `'${name}'`).join(', ');
  return (value) => (names.some((name) => name === value) ? undefined : `one of ${listed}`);
}

export function trueOrFalse(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'true or false';
}

export function aText(value: unknown): string | undefined {
  return isText(value) ? undefined : 'a text';
}

export function aNumber(value: unknown): string | undefined {
  return isFiniteNumber(value) ? undefined : 'a finite number';
}

export function aFunction(value: unknown): string | undefined {
  return typeof value === 'function' ? undefined : 'a function';
}

/** A signal may come from another realm, such as a notebook's. */
function abortSignal(value: unknown): string | undefined {
  const { aborted, addEventListener } = Object(value) as Partial<AbortSignal>;
  return value === null || (typeof aborted === 'boolean' && typeof addEventListener === 'function')
    ? undefined
    : 'an AbortSignal, such as that of new AbortController()';
}

/** For an option that is checked where it is used. */
export function anything(): undefined {
  return undefined;
}

/** More than 256 threads are a typing error. */
export const threadCount = wholeNumber(1, 256);

/** 32 bits: the random numbers use no more of a seed. */
export const seedNumber = wholeNumber(0, 2 ** 32 - 1);

/** The checks of `signal` and `onProgress`. */
export const WATCH_CHECKS = { signal: abortSignal, onProgress: aFunction };

/** @throws InputError unless the value passes */
export function check(name: string, value: unknown, passes: Check, standard = ''): void {
  const expected = passes(value);
  if (expected === undefined) return;
  // An example in the check already says what to do.
  const remedy = expected.includes(', such as ') ? '' : standard;
  throw new InputError(`${name} is ${showValue(value)}; expected ${expected}${remedy}`);
}

/** @throws InputError unless the value is a whole number from `least` to `most` */
export function checkWhole(name: string, value: unknown, least: number, most?: number): void {
  check(name, value, wholeNumber(least, most));
}

/** @throws InputError unless the value is one of the names */
export function checkOneOf<Names extends string>(
  name: string,
  value: string,
  names: readonly Names[],
): asserts value is Names {
  check(name, value, oneOf(...names));
}

/**
 * Checks options and fills in their defaults; used for every object of options.
 *
 * @example
 * readOptions(options, { count: wholeNumber(1), seed: seedNumber }, { count: 10, seed: 42 })
 * @param given what the caller passed
 * @param checks one for each option; those missing from `given` are not checked
 * @param defaults of the options that have one; `threads` has none here, as it depends on the machine
 * @param owner the function or model that the options belong to, for messages: `ease`
 * @throws InputError that names the option, the value found and the values expected; for an unknown option, with the
 * nearest name; for a value that is not an object
 */
export function readOptions<Options extends object, Settings extends object>(
  given: Options,
  checks: Readonly<Record<keyof Options, Check>>,
  defaults: Settings,
  owner = '',
): Omit<Options, keyof Settings> & Settings {
  const of = owner && ` of ${owner}`;
  const known = Object.keys(checks);
  if (!isObject(given)) throw wrongValue(given, `options, as in { ${known[0]}: ... }`);
  const read = { ...(defaults as Record<string, unknown>) };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    // Plain JavaScript would ignore it.
    if (!known.includes(name))
      throw new InputError(`unknown option${of} '${name}'; ${namesHint(name, known)}`);
    check(`${name}${of}`, value, checks[name as keyof Options], remedyFor(name, read[name]));
    read[name] = value;
  }
  return read as Omit<Options, keyof Settings> & Settings;
}

function remedyFor(name: string, standard: unknown): string {
  if (name === 'threads') return ', or leave it out for one per core';
  return standard === undefined || typeof standard === 'object' ? '' : `, or leave it out for ${standard}`;
}

/**
 * Advice about an unknown name: the nearest known one, if it is close, and the list of all.
 *
 * @example `unknown option '${name}'; ${namesHint(name, known)}` // did you mean 'alpha'? There are alpha, factors
 */
export function namesHint(name: string, known: readonly string[]): string {
  const [nearest] = [...known].sort((a, b) => distance(name, a) - distance(name, b));
  const all = `${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`;
  return nearest !== undefined && isNear(name, nearest)
    ? `did you mean '${nearest}'? There ${all}`
    : `there ${all}`;
}

/** Whether one name may be a typo of another: at most half of its letters differ. */
export function isNear(name: string, other: string, edits = distance(name, other)): boolean {
  return edits <= Math.max(1, Math.floor(Math.max(name.length, other.length) / 2));
}

/**
 * The error for an argument of the wrong type.
 *
 * @param expected what it should have been, and how to get it
 */
export function wrongValue(value: unknown, expected: string): InputError {
  const remedy = value instanceof Promise ? '; use await to get its value' : '';
  return new InputError(`${showValue(value)} was given; expected ${expected}${remedy}`);
}

/** @throws InputError unless the value is iterable; a string is one value, not its letters */
export function requireIterable(value: unknown, expected: string): void {
  const isIterable =
    typeof value === 'object' &&
    typeof (value as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] === 'function';
  if (!isIterable) throw wrongValue(value, expected);
}

/**
 * @param passes whether an item is as expected; see {@link isText} and {@link hasTypes}
 * @param least how many items there must be
 * @throws InputError unless the value is an array of such items
 */
export function requireList(
  value: unknown,
  passes: (item: unknown) => boolean,
  expected: string,
  least = 0,
): void {
  if (!Array.isArray(value) || value.length < least) throw wrongValue(value, expected);
  const wrong = value.findIndex((item) => !passes(item));
  if (wrong >= 0)
    throw new InputError(`item ${wrong + 1} is ${showValue(value[wrong])}; expected ${expected}`);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/**
 * A check whether a value has properties of these types.
 *
 * @example hasTypes({ artist: 'string', similarity: 'number' })
 */
export function hasTypes(types: Readonly<Record<string, TypeName>>): (value: unknown) => boolean {
  return (value) =>
    Object.entries(types).every(([name, type]) => {
      const property = Object(value)[name];
      return typeof property === type && property !== null;
    });
}

/** As `typeof` names them; null is no object. */
type TypeName = 'string' | 'number' | 'boolean' | 'function' | 'object';

/** Whether a JSON value is an object: neither an array nor null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value that failed a check, as shown in a message: on one line, with line breaks as `\n`. */
export function showValue(value: unknown): string {
  if (typeof value === 'string')
    return `'${value.replace(/\p{Cc}/gu, (sign) => JSON.stringify(sign).slice(1, -1))}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Date && Number.isNaN(value.getTime())) return 'an invalid date';
  if (isShortList(value)) return `[${value.map(showValue).join(', ')}]`;
  const kind = value.constructor?.name || 'object';
  return `${/^[AEIOU]/i.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** A few numbers, texts and the like. */
function isShortList(value: object): value is unknown[] {
  return Array.isArray(value) && value.length <= 5 && value.every((each) => Object(each) !== each);
}
