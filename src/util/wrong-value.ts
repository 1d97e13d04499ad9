import { showValue } from './checks.js';
import { InputError } from './errors.js';

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
