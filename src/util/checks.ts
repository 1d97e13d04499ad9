import { closest, distance } from 'fastest-levenshtein';
import { InputError } from './errors.js';

/**
 * One of these names, as it is given: any text is taken and checked when it is used, because a parameter of a notebook,
 * a value of a dropdown and a setting from a file are plain strings. Editors still suggest the names.
 */
export type OneOf<Names extends string> = Names | (string & Record<never, never>);

/** Settings as they are given: each may be left out, and names are plain strings until they are checked. */
export type Given<Settings> = {
  -readonly [Name in keyof Settings]?: Settings[Name] extends string ? OneOf<Settings[Name]> : Settings[Name];
};

/** Says what was expected where a value is not that. */
export type Check = (value: unknown) => string | undefined;

export function wholeNumber(least: number, most: number): Check {
  return (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? undefined
      : `a whole number from ${least} to ${most}`;
}

export function zeroOrMore(value: unknown): string | undefined {
  return Number.isFinite(value) && (value as number) >= 0 ? undefined : 'a finite number, 0 or more';
}

export function aboveZero(value: unknown): string | undefined {
  return Number.isFinite(value) && (value as number) > 0 ? undefined : 'a finite number above 0';
}

export function oneOf(...names: string[]): Check {
  const listed = names.map((name) => `'${name}'`).join(', ');
  return (value) => (names.includes(value as string) ? undefined : `one of ${listed}`);
}

/** @throws InputError unless the value is one of two names or more */
export function checkOneOf<Names extends string>(
  name: string,
  value: string,
  names: readonly Names[],
): asserts value is Names {
  if ((names as readonly string[]).includes(value)) return;
  const quoted = names.map((each) => `'${each}'`);
  const listed = `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
  throw new InputError(`${name} is ${showValue(value)}; expected ${listed}`);
}

/** A value that failed a check, as a message shows it. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  const kind = value.constructor?.name || 'object';
  return `${/^[AEIOU]/i.test(kind) ? 'an' : 'a'} ${kind}`;
}

/**
 * The error for an argument that is something else.
 *
 * @param expected what it should have been, and how to get it
 */
export function wrongValue(value: unknown, expected: string): InputError {
  const remedy = value instanceof Promise ? '; write await before what makes it' : '';
  return new InputError(`${showValue(value)} was given; expected ${expected}${remedy}`);
}

/** @throws InputError unless `for ... of` can go through it; a text is one value, not its letters */
export function requireIterable(value: unknown, expected: string): void {
  const isIterable =
    typeof value === 'object' &&
    typeof (value as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] === 'function';
  if (!isIterable) throw wrongValue(value, expected);
}

/** @throws InputError unless the value is a whole number from `least` to `most` */
export function checkWhole(
  name: string,
  value: number,
  least: number,
  most = Number.POSITIVE_INFINITY,
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Number.POSITIVE_INFINITY ? `of ${least} or more` : `from ${least} to ${most}`;
  throw new InputError(`${name} is ${showValue(value)}; expected a whole number ${range}`);
}

/** Beyond it a number of threads is a slip of the keyboard. */
const MOST_THREADS = 256;

/** @throws InputError unless so many worker threads can be started */
export function checkThreads(threads: number): void {
  if (Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS) return;
  throw new InputError(
    `threads is ${threads}; expected a whole number from 1 to ${MOST_THREADS}, or leave it out for one a core`,
  );
}

/** @throws InputError unless it is a whole number of 32 bits, which is what seeded numbers tell apart */
export function checkSeed(seed: number): void {
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
}

/**
 * What to do about a name that is none of those there are: the one that was meant, where one is near, and all of them.
 *
 * @example `unknown option '${name}'; ${namesHint(name, known)}` // did you mean 'alpha'? There are alpha, factors
 */
export function namesHint(name: string, known: readonly string[]): string {
  const nearest = known.length === 0 ? undefined : closest(name, [...known]);
  const all = `${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`;
  return nearest !== undefined && isNear(name, nearest)
    ? `did you mean '${nearest}'? There ${all}`
    : `there ${all}`;
}

/** Whether one name may be a mistyped other: at most half of its letters are edits. */
export function isNear(name: string, other: string, edits = distance(name, other)): boolean {
  return edits <= Math.max(1, Math.floor(Math.max(name.length, other.length) / 2));
}

/**
 * Refuses names that no option has, which plain JavaScript would ignore.
 *
 * @example checkOptionNames<SimilarOptions>(options, { count: true })
 * @param names has every name there is; its values do not count
 * @param kind what an option is called in the error
 * @throws InputError with the nearest name; for what is no object of options
 */
export function checkOptionNames<Options extends object>(
  given: Options,
  names: Readonly<Record<keyof Options, unknown>>,
  kind = 'option',
): void {
  const known = Object.keys(names);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw wrongValue(given, `options, as in { ${known[0]}: ... }`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || Object.hasOwn(names, name)) continue;
    throw new InputError(`unknown ${kind} '${name}'; ${namesHint(name, known)}`);
  }
}

/**
 * Options with their defaults, checked.
 *
 * @param algorithm whose options they are, for errors
 * @throws InputError that names the option, the value found and the values expected
 */
export function readOptions<Settings extends object>(
  algorithm: string,
  given: Given<Settings>,
  defaults: Settings,
  checks: Readonly<Record<keyof Settings, Check>>,
): Settings {
  checkOptionNames<Given<Settings>>(given, checks, `option of ${algorithm}`);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const expected = checks[name as keyof Settings](value);
    if (expected === undefined) continue;
    throw new InputError(
      `${name} of ${algorithm} is ${showValue(value)}; expected ${expected}, or leave it out for ` +
        `${defaults[name as keyof Settings]}`,
    );
  }
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(present) };
}

/** @throws InputError unless it lies strictly between 0 and 1 */
export function checkFraction(name: string, fraction: number, example: number): void {
  if (fraction > 0 && fraction < 1) return;
  throw new InputError(`${name} is ${fraction}; expected a number above 0 and below 1, such as ${example}`);
}
