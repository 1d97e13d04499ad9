import { InputError } from '../util/errors.js';
import { type Advice, FileRefusal, shownLine } from './file-refusal.js';
import type { ColumnName } from './table-options.js';

/** What to do about a table whose first line does not name the columns that are wanted. */
export function columnAdvice(firstCells: readonly string[]): Advice {
  // A number is a cell of a row rather than the name of a column.
  if (firstCells.some((cell) => cell.trim() !== '' && Number.isFinite(Number(cell)))) {
    return {
      code: 'if it has no header, number its columns: { header: false, columns: { user: 1, artist: 2, plays: 3 } }',
      flags: 'if it has no header, number its columns: --no-header --columns user=1,artist=2,plays=3',
    };
  }
  return {
    code: "name its own with the option columns: { user: '...', artist: '...', plays: '...' }",
    flags: 'name its own with --columns user=...,artist=...,plays=...',
  };
}

/** Names of columns; undefined for those without one. */
type Columns = readonly (string | undefined)[];

/**
 * Where a column is, from 0: by its name as it is written, else in any case, else by its number from 1.
 *
 * @param firstLine the first line, for an error; undefined when the names are no text of the file's
 */
export function findColumn(file: string, columns: Columns, wanted: ColumnName, firstLine?: string): number {
  const lower = String(wanted).toLowerCase();
  const exact = columns.flatMap((name, i) => (name === wanted ? [i] : []));
  const alike = columns.flatMap((name, i) => (name?.toLowerCase() === lower ? [i] : []));
  const found = exact.length > 0 ? exact : alike;
  if (typeof wanted === 'string' && found.length === 1) return found[0];
  if (typeof wanted === 'string' && found.length > 1) throw ambiguous(file, wanted, found);
  const number = /^\d+$/.test(String(wanted)) ? Number(wanted) : 0;
  if (number >= 1 && number <= columns.length) return number - 1;
  throw missing(file, columns, wanted, firstLine);
}

function ambiguous(file: string, wanted: string, found: readonly number[]): InputError {
  const numbers = found.map((i) => i + 1);
  return new FileRefusal(`${file} calls its columns ${numbers.join(' and ')} '${wanted}'`, {
    code: `say which by its number, such as columns: { plays: ${numbers[0]} }`,
    flags: `say which by its number, such as --columns plays=${numbers[0]}`,
  });
}

function missing(file: string, columns: Columns, wanted: ColumnName, firstLine?: string): InputError {
  const names = columns.filter((name) => name !== undefined);
  if (names.length > 0) {
    const found = `${file} has no column '${wanted}'; its columns are ${names.join(', ').slice(0, 300)}`;
    return new FileRefusal(found, columnAdvice(firstLine === undefined ? [] : names));
  }
  if (firstLine === undefined) {
    return new InputError(`${file} has no column '${wanted}'; it has no records with columns`);
  }
  const found = `${file} has no column '${wanted}', as it has no header; its first line is ${shownLine(firstLine)}`;
  return new FileRefusal(found, {
    code: 'number its columns: columns: { user: 1, artist: 2, plays: 3 }',
    flags: 'number its columns: --columns user=1,artist=2,plays=3',
  });
}
