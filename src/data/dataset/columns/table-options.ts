import { anything, type Check, oneOf, readOptions, trueOrFalse } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';

/** A column, by its name in the header or by its number from 1. */
export type ColumnName = string | number;

/** Which columns to read from a table; each that is left out is called as it is here. */
export interface PlayColumns {
  user?: ColumnName;
  artist?: ColumnName;
  plays?: ColumnName;
  /** When a listen was, for `countListens`; default a column called time, timestamp, date, listened_at or alike. */
  time?: ColumnName;
  /** The artist's MusicBrainz id; default a column called mbid, artist_mbid or alike, if there is one. */
  mbid?: ColumnName;
}

/** What a table does not say about itself. */
export interface TableOptions {
  /** Names of the columns, or their numbers from 1; default user, artist and plays, or usual names for them. */
  columns?: PlayColumns;
  /** What stands between the columns of a text file, such as ';'; default what its header shows. */
  delimiter?: string;
  /** What stands before the decimals of plays, '.' or ','; default what the column shows. */
  decimal?: string;
  /** What stands between the thousands of plays, such as ',', '.' or ' '; default what the column shows. */
  thousands?: string;
  /** Whether a text file begins with the columns' names; default true. */
  header?: boolean;
  /** Whether each row is one listen, so that plays are how often a pair comes; default false. */
  countListens?: boolean;
}

/** The rows of a table. */
export interface TableRows {
  /** SQL that gives them. */
  readonly select: string;
  /** What should be known about how its columns were found. */
  readonly note: string | undefined;
  /** Whether quotes around names were read as letters, though they may be none. */
  readonly keepsQuotes?: boolean;
}

/** The columns without which nothing can be read. */
export type RequiredColumn = 'user' | 'artist' | 'plays';

/** What may stand between thousands, and what else stands for it. */
const THOUSANDS: Readonly<Record<string, string>> = {
  ',': ',',
  '.': '.',
  // Also the spaces that do not break a line: no-break, thin and narrow no-break.
  ' ': ' \u00a0\u2009\u202f',
  "'": "'\u2019",
};

/** What each of the options may be, by itself. */
export const TABLE_CHECKS: Readonly<Record<keyof TableOptions, Check>> = {
  columns: anything,
  delimiter: (value) =>
    isDelimiter(value)
      ? undefined
      : "one to three characters other than letters, digits, double quotes and line breaks, such as ',', ';' or '\\t'",
  decimal: oneOf('.', ','),
  thousands: (value) =>
    Object.hasOwn(THOUSANDS, value as string)
      ? undefined
      : `one of ${Object.keys(THOUSANDS).map(quoted).join(', ')}`,
  header: trueOrFalse,
  countListens: trueOrFalse,
};

const COLUMN_CHECKS: Readonly<Record<keyof PlayColumns, Check>> = {
  user: aColumn,
  artist: aColumn,
  plays: aColumn,
  time: aColumn,
  mbid: aColumn,
};

/**
 * Checks what the {@link TABLE_CHECKS} of each option do not: columns, and what goes together.
 *
 * @throws InputError for what cannot be
 */
export function checkTableOptions({ columns, decimal, thousands, countListens }: TableOptions): void {
  if (columns !== undefined) readOptions(columns, COLUMN_CHECKS, {}, 'columns');
  if (decimal !== undefined && decimal === thousands) {
    throw new InputError(
      `decimal and thousands are both ${quoted(decimal)}; expected two different characters`,
    );
  }
  if (countListens && columns?.plays !== undefined) {
    throw new InputError(
      'countListens and a column of plays were both given; leave one of them out: plays are either counted or read',
    );
  }
}

/** What a required column is called. */
export function wantedColumn({ columns }: TableOptions, name: RequiredColumn): ColumnName {
  return columns?.[name] ?? name;
}

function aColumn(column: unknown): string | undefined {
  const isName = typeof column === 'string' && column !== '';
  return isName || (Number.isInteger(column) && Number(column) >= 1)
    ? undefined
    : 'the name of a column, or its number from 1';
}

function isDelimiter(text: unknown): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character of plain lines.
  return typeof text === 'string' && /^[^\p{L}\p{N}"\n\r\x1b]{1,3}$/u.test(text);
}

function quoted(text: string): string {
  return text === "'" ? '"\'"' : `'${text}'`;
}
