import { shellWord } from '../../../util/escape.js';
import type { Advice } from '../file-error.js';
import { LEAST_TIME, MBID } from '../read/cells.js';
import { DateColumn } from '../read/dates.js';
import { alikeColumns, type Columns, columnKey, likelyName } from './column-names.js';
import type { ColumnName, PlayColumns, TableOptions } from './table-options.js';
import { holdsPlays, type ShownTable, wideAdvice } from './wide-table.js';

/** What to say about a table, at each entrance. */
export type Suggestion = Pick<TableOptions, 'header' | 'delimiter' | 'columns' | 'countListens'>;

/** Stands for a name that only the user knows. */
export const UNKNOWN = '...';

/** The options of `openDataset` and the flags of a command that say it, after the same words. */
export function adviceOf(words: string, suggestion: Suggestion): Advice {
  return {
    code: `${words}: ${asCode(suggestion)}`,
    flags: `${words}: ${asFlags(suggestion)}`,
    options: suggestion,
  };
}

/** What to do about a table whose first line does not name the columns that are wanted. */
export function columnAdvice(firstCells: Columns, options: TableOptions, table: ShownTable): Advice {
  const long = longAdvice(firstCells, options, table.text?.rows);
  const wide = wideAdvice(firstCells, table);
  if (wide === undefined) return long;
  return {
    ...wide,
    code: `${wide.code}; if it is not wide, ${long.code}`,
    flags: `${wide.flags}; if it is not wide, ${long.flags}`,
    options: long.options,
  };
}

/** For rows in which a user, an artist and plays cannot stand. */
const TOO_FEW: Advice = {
  code: 'a table of plays has at least three columns: check that this is the right file',
  flags: 'a table of plays has at least three columns: check that this is the right file',
};

function longAdvice(
  firstCells: Columns,
  options: TableOptions,
  rows: readonly Columns[] | undefined,
): Advice {
  const suggestion = suggestColumns(firstCells, options, rows);
  const listens = suggestListens(firstCells, rows);
  if (suggestion.countListens || suggestion.header === false) {
    if (listens?.columns?.artist === UNKNOWN || suggestion.columns?.artist === UNKNOWN) return TOO_FEW;
    const read = adviceOf('if it has no header, number its columns', suggestion);
    if (listens === undefined) return read;
    const counted = adviceOf(
      'if it has no header and each row is one listen, number its columns and count the rows',
      listens,
    );
    if (suggestion.countListens) return counted;
    return { code: `${read.code}; ${counted.code}`, flags: `${read.flags}; ${counted.flags}` };
  }
  return {
    code: `say which columns to use with the option ${asCode(suggestion).slice(2, -2)}`,
    flags: `say which columns to use with ${asFlags(suggestion)}`,
    options: suggestion,
  };
}

/**
 * Names or numbers of columns that are likely meant.
 *
 * @param rows the rows behind these cells, which may be a row themselves; undefined where they are surely names
 */
export function suggestColumns(
  cells: Columns,
  options: TableOptions,
  rows: readonly Columns[] | undefined,
): Suggestion {
  const named = { columns: likelyColumns(cells, options, rows ?? []) };
  if (rows === undefined) return named;
  const texts = textsOf(cells);
  // A number is a cell of a row rather than the name of a column.
  const numbers = texts.flatMap((text, i) => (isCount(text) ? [i] : []));
  const listens = suggestListens(cells, rows);
  if (listens !== undefined) {
    const { user, artist } = listens.columns;
    const counts = numbers.filter((i) => i + 1 !== user && i + 1 !== artist);
    if (counts.length === 0) return listens;
  }
  return numbers.length === 0 ? named : { header: false, columns: columnsOfRow([cells, ...rows], numbers) };
}

/** The columns of a row that has a time, as one listen has; undefined for another. */
function suggestListens(
  cells: Columns,
  rows: readonly Columns[] | undefined,
): (Suggestion & { readonly columns: PlayColumns }) | undefined {
  const time = rows === undefined ? -1 : textsOf(cells).findIndex(isTime);
  if (rows === undefined || time < 0) return undefined;
  const [user, artist] = nameColumns([cells, ...rows]).filter((i) => i !== time);
  const columns = { user: placeOf(user), artist: placeOf(artist), time: time + 1 };
  return { header: false, columns, countListens: true };
}

function textsOf(cells: Columns): string[] {
  return cells.map((cell) => (cell ?? '').trim());
}

/** The number of a column, from 1. */
function placeOf(column: number | undefined): ColumnName {
  return column === undefined ? UNKNOWN : column + 1;
}

/** Columns that may hold names: not those of ids, of nothing, or of times behind the first. */
function nameColumns(rows: readonly Columns[]): number[] {
  const texts = rows.map(textsOf);
  return texts[0].flatMap((_, i) => {
    const cells = texts.map((row) => row[i] ?? '').filter((text) => text !== '');
    const isTimes = i > 0 && cells.every((text) => isTime(text) || isEpoch(text));
    return isTimes || cells.every((text) => MBID.test(text)) ? [] : [i];
  });
}

/** Seconds or milliseconds since 1970, from about 1990 on. */
function isEpoch(text: string): boolean {
  return /^(?:[6-9]\d{8}|[1-3]\d{9})(?:\d{3})?(?:\.\d+)?$/.test(text);
}

/** A day in ISO 8601, or the day and time of day in any form. */
function isTime(text: string): boolean {
  if (/^"?\d{4}-\d\d-\d\d/.test(text)) return true;
  if (!/\d:\d\d/.test(text)) return false;
  const dates = new DateColumn();
  dates.add(text.replaceAll('"', ''));
  return dates.isDate(0, Number.NEGATIVE_INFINITY);
}

/** A number that may be one of plays, or of a user; larger ones are seconds since 1970. */
function isCount(text: string): boolean {
  return text !== '' && Number.isFinite(Number(text)) && Math.abs(Number(text)) < LEAST_TIME;
}

/** Plays stand last among the numbers of a row; a number that rows are counted by stands first. */
function columnsOfRow(rows: readonly Columns[], numbers: readonly number[]): PlayColumns {
  const plays = numbers.at(-1) as number;
  const others = nameColumns(rows).filter((i) => i !== plays);
  const isIndexed = others.length > 2 && others[0] === 0 && isIndex(rows.map(([first]) => first ?? ''));
  const [user, artist] = isIndexed ? others.slice(1) : others;
  return { user: placeOf(user), artist: placeOf(artist), plays: plays + 1 };
}

/** Whether cells count the rows, from 0 or 1. */
function isIndex(cells: readonly string[]): boolean {
  return /^[01]$/.test(cells[0]) && cells.every((cell, i) => Number(cell) === Number(cells[0]) + i);
}

/** The names of a header that are likely meant; those that were given and are there stay. */
function likelyColumns(
  names: Columns,
  { columns = {}, countListens }: TableOptions,
  rows: readonly Columns[],
): PlayColumns {
  const roles = countListens ? (['user', 'artist'] as const) : (['user', 'artist', 'plays'] as const);
  const found = roles.map((role) => {
    const given = columns[role];
    const isNumber = /^\d+$/.test(String(given)) && Number(given) <= names.length;
    const isThere = isNumber || alikeColumns(names, String(given)).length > 0;
    return [role, given !== undefined && isThere ? given : (likelyName(names, role) ?? UNKNOWN)];
  });
  const likely: PlayColumns = Object.fromEntries(found);
  if (likely.plays !== UNKNOWN) return likely;
  return { ...likely, plays: lastColumn(names, [likely.user, likely.artist], rows) ?? UNKNOWN };
}

/** The name of the only column besides those that are known, if it holds numbers. */
function lastColumn(
  names: Columns,
  known: readonly (ColumnName | undefined)[],
  rows: readonly Columns[],
): string | undefined {
  const isKnown = (name: string | undefined, i: number) =>
    known.some(
      (each) => each === i + 1 || (name !== undefined && columnKey(String(each)) === columnKey(name)),
    );
  const left = names.flatMap((name, i) => (isKnown(name, i) ? [] : [i]));
  const isOnly = left.length === 1 && names.length === known.length + 1;
  return isOnly && holdsPlays(rows, left[0]) ? names[left[0]] : undefined;
}

function asCode({ header, delimiter, columns, countListens }: Suggestion): string {
  const parts = [
    header === undefined ? [] : `header: ${header}`,
    delimiter === undefined ? [] : `delimiter: ${quoted(delimiter)}`,
    columns === undefined
      ? []
      : `columns: { ${columnsAs(columns, ([role, name]) => `${role}: ${quoted(name)}`, ', ')} }`,
    countListens ? 'countListens: true' : [],
  ];
  return `{ ${parts.flat().join(', ')} }`;
}

function asFlags({ header, delimiter, columns, countListens }: Suggestion): string {
  const parts = [
    header === false ? '--no-header' : [],
    delimiter === undefined ? [] : `--delimiter ${delimiterWord(delimiter)}`,
    columns === undefined
      ? []
      : `--columns ${shellWord(columnsAs(columns, ([role, name]) => `${role}=${name}`, ','))}`,
    countListens ? '--count-listens' : [],
  ];
  return parts.flat().join(' ');
}

function columnsAs(
  columns: PlayColumns,
  shown: (column: [role: string, name: ColumnName]) => string,
  between: string,
): string {
  return Object.entries(columns).map(shown).join(between);
}

function quoted(text: ColumnName): string {
  if (typeof text === 'number') return String(text);
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\t', '\\t');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are shown by their numbers.
  return `'${escaped.replace(/[\0-\x1f]/g, hex)}'`;
}

/** What a message calls a delimiter. */
export function delimiterName(delimiter: string): string {
  if (delimiter === '\t') return 'a tab';
  return delimiter === ' ' ? 'a space' : quoted(delimiter);
}

/** As it is typed: words for what a shell does not keep. */
function delimiterWord(delimiter: string): string {
  if (delimiter === '\t') return 'tab';
  if (delimiter === ' ') return 'space';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are typed by their numbers.
  const control = /^[\0-\x1f]+$/;
  return control.test(delimiter) ? `$'${Array.from(delimiter, hex).join('')}'` : shellWord(delimiter);
}

function hex(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
