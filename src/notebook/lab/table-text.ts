import {
  checkTableOptions,
  TABLE_OPTION_NAMES,
  type TableOptions,
} from '../../data/dataset/table-options.js';
import { InputError } from '../../util/errors.js';
import { checkOptionNames } from '../../util/option-names.js';
import { readLiteral } from '../jupyter/read-literal.js';

/**
 * Options about a table as they are typed on the first page: as in a notebook's `tableOptions`, or without the outer
 * braces, as refusals show single ones.
 *
 * @throws InputError for what is none, or may not be
 */
export function readTableText(text: string): TableOptions {
  const typed = text.trim();
  if (typed === '') return {};
  const options = readLiteral(typed.startsWith('{') ? typed : `{ ${typed} }`);
  if (typeof options !== 'object' || options === null) {
    throw new InputError(
      `the options are ${typed}; expected them as in { columns: { user: 'customer', artist: 2 }, delimiter: ';' }`,
    );
  }
  checkOptionNames<TableOptions>(options, TABLE_OPTION_NAMES);
  checkTableOptions(options);
  return options;
}

/** The same as a text: '' where there are none. */
export function tableText(options: TableOptions): string {
  return Object.values(options).some((value) => value !== undefined) ? literalOf(options) : '';
}

function literalOf(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{ ${entries.map(([name, each]) => `${name}: ${literalOf(each)}`).join(', ')} }`;
}

/** In single quotes, as notebooks and refusals have it. */
function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}
