import { InputError } from '../../../util/errors.js';
import { readLiteral } from '../../jupyter/parameter-declarations.js';

/**
 * Parses reading options as typed on the first page: as in a notebook's `tableOptions`, or without the outer braces, as
 * error messages show them.
 *
 * @throws InputError if it is not an object
 */
export function readOptionsText(text: string): object {
  const typed = text.trim();
  if (typed === '') return {};
  const options = readLiteral(typed.startsWith('{') ? typed : `{ ${typed} }`);
  if (typeof options === 'object' && options !== null) return options;
  throw new InputError(
    `the options are ${typed}; expected them as in { columns: { user: 'customer', artist: 2 }, delimiter: ';' }`,
  );
}

/** Options as text: '' if there are none. */
export function optionsText(options: object): string {
  return Object.values(options).some((value) => value !== undefined) ? literalOf(options) : '';
}

function literalOf(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{ ${entries.map(([name, each]) => `${name}: ${literalOf(each)}`).join(', ')} }`;
}

/** In single quotes, as in notebooks and error messages. */
function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}
