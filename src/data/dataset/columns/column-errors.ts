import { InputError } from '../../../util/errors.js';
import { formatCount, formatPlural } from '../../../util/format.js';
import { type Advice, FileRefusal, shownLine } from '../file-error.js';
import { cellsOf, type Dialect } from '../text/dialect.js';
import { layoutRefusal } from '../text/layout-errors.js';
import { adviceOf, columnAdvice, suggestColumns } from './column-advice.js';
import { alikeColumns, type Columns, likelyName, usualColumns } from './column-names.js';
import type { ColumnName, PlayColumns, RequiredColumn, TableOptions } from './table-options.js';
import type { ShownTable } from './wide-table.js';

export type Role = keyof PlayColumns;

/** A table whose columns are looked for. */
export interface Table {
  readonly file: string;
  /** Names of the columns, as the table has them. */
  readonly columns: Columns;
  readonly options: TableOptions;
  /** How it is written, when it is text. */
  readonly dialect?: Dialect;
}

/** A number or a date. */
const VALUE = /^[+-]?\d[\d.,' ]*$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b/;

/**
 * Numbers of columns fit a table with a header and one without. Refuses a first line that would be lost as a header
 * though there is a number where the plays are, or a date where the time is.
 */
export function refuseRow(
  { file, columns, dialect }: Table,
  roles: { user: number; artist: number; value: number | undefined },
): void {
  if (dialect?.header === undefined || roles.value === undefined) return;
  const isNamed = (['user', 'artist'] as const).some((role) => likelyName([columns[roles[role]]], role));
  if (isNamed || !VALUE.test(columns[roles.value]?.trim() ?? '')) return;
  const { number, text } = dialect.firstLine;
  throw new FileRefusal(`${file}: line ${number} is a row, not a header: ${shownLine(text)}`, {
    code: 'if there is no header, set header: false',
    flags: 'if there is no header, add --no-header',
    options: { header: false },
  });
}

/** One column is not two things. */
export function checkDifferent(file: string, columns: Readonly<Record<string, number | undefined>>): void {
  const roles = Object.entries(columns).filter(([, column]) => column !== undefined);
  const [first, second] =
    roles.flatMap(([role, column]) =>
      roles.filter(([other, same]) => same === column && other > role).map(([other]) => [role, other]),
    )[0] ?? [];
  if (first === undefined) return;
  throw new FileRefusal(`${file}: one column would be both ${first} and ${second}`, {
    code: 'give each its own column with the option columns',
    flags: 'give each its own column with --columns',
  });
}

/** Columns whose names are alike are told apart by their names as they are written, or else by their numbers. */
export function ambiguousColumn({ file, columns }: Table, role: Role, found: readonly number[]): InputError {
  const names = found.map((i) => columns[i] ?? '');
  const shown = [...new Set(names)].map(shownLine).join(' and ');
  if (new Set(names).size === names.length) {
    const problem = `${file} has columns ${shown}, which differ only in case or surrounding spaces`;
    return new FileRefusal(problem, sayWhich('exact name', role, names[0]));
  }
  const numbers = found.map((i) => i + 1);
  const problem = `${file} has columns ${numbers.join(' and ')} both named ${shown}`;
  return new FileRefusal(problem, sayWhich('number', role, numbers[0]));
}

function sayWhich(by: string, role: Role, column: ColumnName): Advice {
  const { code, flags, options } = adviceOf('', { columns: { [role]: column } });
  const words = `say which by its ${by}, such as`;
  return { code: `${words} ${code.slice(4, -2)}`, flags: `${words} ${flags.slice(2)}`, options };
}

export function severalUsualColumns(
  { file, columns, options, dialect }: Table,
  role: RequiredColumn,
  found: readonly number[],
): InputError {
  const names = found.map((i) => shownLine(columns[i] ?? '')).join(' and ');
  const problem = `${file} has no column '${role}'; ${names} may both be meant`;
  const { columns: likely } = suggestColumns(columns, options, undefined);
  return (
    layoutRefusal(file, dialect, options) ??
    new FileRefusal(problem, adviceOf('say which, as in', { columns: likely }))
  );
}

export function missingColumn({ file, columns, options, dialect }: Table, wanted: ColumnName): InputError {
  const layout = layoutRefusal(file, dialect, options);
  if (layout !== undefined) return layout;
  const names = columns.filter((name) => name !== undefined);
  if (names.length > 0) {
    const found = `${file} has no column '${wanted}'; its columns are ${listed(names)}`;
    return new FileRefusal(
      found,
      columnAdvice(columns, options, { file, text: dialect && shownRows(dialect) }),
    );
  }
  if (dialect === undefined) {
    return new InputError(`${file} has no column '${wanted}'; it has no records with columns`);
  }
  const widths = dialect.head.map((line) => cellsOf(line, dialect.delimiter).length);
  if (widths.some((width) => width > dialect.width && width >= Number(wanted)))
    return cutLines(file, dialect);
  const found = `${file} has no column '${wanted}', as it has no header; its first line is ${shownLine(dialect.firstLine.text)}`;
  return new FileRefusal(found, {
    code: 'number its columns: columns: { user: 1, artist: 2, plays: 3 }',
    flags: 'number its columns: --columns user=1,artist=2,plays=3',
    options: { columns: { user: 1, artist: 2, plays: 3 } },
  });
}

/** The first line of a file without a header is cut, and others have the column that was named by its number. */
function cutLines(file: string, { width, firstLine }: Dialect): FileRefusal {
  const found = `${file}: line ${firstLine.number} has ${formatPlural(width, 'column')}, and others have more; the line is ${shownLine(firstLine.text)}`;
  const advice = 'complete it, or delete it';
  return new FileRefusal(found, { code: advice, flags: advice, byOthers: true });
}

/** The first rows of a text file. */
function shownRows({ delimiter, head, skip }: Dialect): ShownTable['text'] {
  const lines = head.slice(skip, skip + ROWS_SHOWN).filter((line) => line.trim() !== '');
  return { delimiter, rows: lines.map((line) => cellsOf(line, delimiter)) };
}

/** A table of users and artists without plays is mostly one of listens. */
export function noPlays(table: Table): InputError {
  const { file, columns, dialect } = table;
  const names = columns.filter((name) => name !== undefined);
  if (names.length === 0 && dialect === undefined) return missingColumn(table, 'plays');
  const found =
    names.length > 0
      ? `; its columns are ${listed(names)}`
      : `, as it has no header; its first line is ${shownLine(dialect?.firstLine.text ?? '')}`;
  const plays = names.length > 0 ? (likelyName(columns, 'plays') ?? '...') : 3;
  const { code, flags } = adviceOf('', { columns: { plays } });
  const listens = 'if each row is one listen, count them with';
  const column = 'otherwise say which column has the plays with';
  return new FileRefusal(`${file} has no column 'plays'${found}`, {
    code: `${listens} countListens: true, ${column} ${code.slice(4, -2)}`,
    flags: `${listens} --count-listens, ${column} ${flags.slice(2)}`,
    options: { countListens: true },
  });
}

/** Rows that are looked at to tell what a table is. */
const ROWS_SHOWN = 20;
/** Characters of the names of columns that a message shows. */
const SHOWN = 300;

function listed(names: readonly string[]): string {
  const all = names.join(', ');
  return all.length <= SHOWN ? all : `${all.slice(0, SHOWN)}… (${formatCount(names.length)} in all)`;
}

/** @param others columns that are something else than plays */
export function refuseCounted({ file, columns }: Table, others: readonly (number | undefined)[]): void {
  const names = columns.map((name, i) => (others.includes(i) ? undefined : name));
  const counted = likelyName(names, 'plays');
  if (counted === undefined) return;
  const isSure = [...alikeColumns([counted], 'plays'), ...usualColumns([counted], 'plays')].length > 0;
  const found = `${file} has a column '${counted}', so its rows ${isSure ? 'are' : 'may be'} more than single listens`;
  const leave = { code: 'leave out countListens', flags: 'leave out --count-listens' };
  if (isSure) throw new FileRefusal(found, leave);
  const { code, flags } = adviceOf('', { columns: { plays: counted } });
  const rename = 'or, if it does not hold plays, rename it in the file';
  throw new FileRefusal(found, {
    code: `${leave.code} and read it with ${code.slice(4, -2)}, ${rename}`,
    flags: `${leave.flags} and read it with ${flags.slice(2)}, ${rename}`,
  });
}
