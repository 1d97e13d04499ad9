import { InputError } from '../util/errors.js';

/** A number as it was typed; what is none stays text, so that whoever checks it can show it. */
export function numberOrText(text: string): number | string {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? text : number;
}

/** A whole number of 1 or more: how many rows to answer with, unless another option is named. */
export function countOf(text: string, flag = '--count'): number {
  const count = numberOrText(text);
  if (typeof count === 'number' && Number.isInteger(count) && count >= 1) return count;
  throw new InputError(`${flag} is '${text}'; expected a whole number, 1 or more`);
}
