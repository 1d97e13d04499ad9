import { checkWhole } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';

/** @throws InputError unless `count` is a whole number of 1 or more. */
export function checkCount(count: number, name = 'count'): void {
  checkWhole(name, count, 1);
}

/** @throws InputError unless `index` is a row number below `size`. */
export function checkIndex(kind: 'artist' | 'user', index: number, size: number): void {
  if (Number.isInteger(index) && index >= 0 && index < size) return;
  const expected = size === 0 ? `the model has no ${kind}s` : `expected a row from 0 to ${size - 1}`;
  throw new InputError(`${kind} index is ${index}; ${expected}`);
}
