import { fileURLToPath } from 'node:url';
import { showValue } from './checks.js';
import { InputError, messageOf } from './errors.js';
import { wrongValue } from './wrong-value.js';

/**
 * A path as it is given: text, or the address of a file.
 *
 * @example pathOf(new URL('plays.csv', import.meta.url), 'the path of a file')
 * @param expected what it should be, and how to give it
 * @param option the name of the option it was given as; left out for an argument
 * @throws InputError for what is neither, and for no text at all
 */
export function pathOf(given: string | URL, expected: string, option?: string): string {
  if (given instanceof URL) {
    try {
      return fileURLToPath(given);
    } catch (cause) {
      throw new InputError(`${given.href} is no path (${messageOf(cause)}); expected ${expected}`, { cause });
    }
  }
  if (typeof given === 'string' && given !== '') return given;
  if (option === undefined) throw wrongValue(given, expected);
  throw new InputError(`${option} is ${showValue(given)}; expected ${expected}`);
}
