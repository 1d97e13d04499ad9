import { InputError } from '../util/errors.js';

/** A number as it was typed; what is none stays text, so that whoever checks it can show it. */
export function numberOrText(text: string): number | string {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(number) ? text : number;
}

/** How many rows to answer with. */
export function countOf(text: string): number {
  const count = numberOrText(text);
  if (typeof count === 'number' && Number.isInteger(count) && count >= 1) return count;
  throw new InputError(`--count is '${text}'; expected a whole number, 1 or more`);
}
