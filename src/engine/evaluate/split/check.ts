import { InputError } from '../../../util/errors.js';

/** @throws InputError unless it lies strictly between 0 and 1 */
export function checkFraction(name: string, fraction: number, example: number): void {
  if (fraction > 0 && fraction < 1) return;
  throw new InputError(`${name} is ${fraction}; expected a number above 0 and below 1, such as ${example}`);
}
