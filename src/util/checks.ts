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
