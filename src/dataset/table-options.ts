import { InputError } from '../util/errors.js';
import { checkOptionNames } from '../util/option-names.js';

/** A column, by its name in the header or by its number from 1. */
export type ColumnName = string | number;

/** Which columns to read from a table; each that is left out is called as it is here. */
export interface PlayColumns {
  user?: ColumnName;
  artist?: ColumnName;
  plays?: ColumnName;
}

/** What a table does not say about itself. */
export interface TableOptions {
  /** Names of the columns, or their numbers from 1; default user, artist and plays. */
  columns?: PlayColumns;
  /** What stands between the columns of a text file, such as ';'; default what its header shows. */
  delimiter?: string;
  /** What stands before the decimals of plays, '.' or ','; default what the column shows. */
  decimal?: string;
  /** What stands between the thousands of plays, such as ',', '.' or ' '; default what the column shows. */
  thousands?: string;
  /** Whether a text file begins with the columns' names; default true. */
  header?: boolean;
}

/** Which column has what, none left out. */
export type WantedColumns = Readonly<Record<keyof PlayColumns, ColumnName>>;

/** @throws InputError for what no option may be */
export function checkTableOptions({ columns, delimiter, decimal, thousands, header }: TableOptions): void {
  if (columns !== undefined) checkColumns(columns);
  if (delimiter !== undefined && !isDelimiter(delimiter)) {
    throw optionError('delimiter', delimiter, "one to three characters such as ',', ';' or '\\t'");
  }
  if (decimal !== undefined && decimal !== '.' && decimal !== ',') {
    throw optionError('decimal', decimal, "'.' or ','");
  }
  if (thousands !== undefined && !(thousands in THOUSANDS)) {
    throw optionError('thousands', thousands, `one of ${Object.keys(THOUSANDS).map(quoted).join(', ')}`);
  }
  if (decimal !== undefined && decimal === thousands) {
    throw new InputError(
      `decimal and thousands are both ${quoted(decimal)}; expected two different characters`,
    );
  }
  if (header !== undefined && typeof header !== 'boolean')
    throw optionError('header', header, 'true or false');
}

/** What may stand between thousands, and what else stands for it. */
export const THOUSANDS: Readonly<Record<string, string>> = {
  ',': ',',
  '.': '.',
  // Also the spaces that do not break a line: no-break, thin and narrow no-break.
  ' ': ' \u00a0\u2009\u202f',
  "'": "'\u2019",
};

export function wantedColumns({ columns }: TableOptions): WantedColumns {
  const { user = 'user', artist = 'artist', plays = 'plays' } = columns ?? {};
  return { user, artist, plays };
}

function checkColumns(columns: PlayColumns): void {
  checkOptionNames<PlayColumns>(columns, { user: true, artist: true, plays: true }, 'column');
  for (const [name, column] of Object.entries(columns)) {
    const isName = typeof column === 'string' && column !== '';
    if (column === undefined || isName || (Number.isInteger(column) && Number(column) >= 1)) continue;
    throw optionError(`columns.${name}`, column, 'the name of a column, or its number from 1');
  }
}

function isDelimiter(text: unknown): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character of plain lines.
  return typeof text === 'string' && /^[^\p{L}\p{N}"\n\r\x1b]{1,3}$/u.test(text);
}

function optionError(name: string, found: unknown, expected: string): InputError {
  return new InputError(`${name} is ${JSON.stringify(found)}; expected ${expected}`);
}

function quoted(text: string): string {
  return text === "'" ? '"\'"' : `'${text}'`;
}
