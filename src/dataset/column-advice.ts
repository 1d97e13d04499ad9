import { shellWord } from '../util/shell-word.js';
import { LEAST_TIME, MBID } from './cell-kinds.js';
import { alikeColumns, type Columns, likelyName } from './column-names.js';
import { DateColumn } from './date-column.js';
import type { Advice } from './file-refusal.js';
import type { ColumnName, PlayColumns, TableOptions } from './table-options.js';
import { type ShownTable, wideAdvice } from './wide-table.js';

/** What to say about a table, at each entrance. */
export type Suggestion = Pick<TableOptions, 'header' | 'delimiter' | 'columns' | 'countListens'>;

/** Stands for a name that only the user knows. */
const UNKNOWN = '...';

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
  const long = longAdvice(firstCells, options, table.text !== undefined);
  const wide = wideAdvice(firstCells, table);
  if (wide === undefined) return long;
  return {
    ...wide,
    code: `${wide.code}; if it is not wide, ${long.code}`,
    flags: `${wide.flags}; if it is not wide, ${long.flags}`,
    options: long.options,
  };
}

function longAdvice(firstCells: Columns, options: TableOptions, isText: boolean): Advice {
  const suggestion = suggestColumns(firstCells, options, isText);
  if (suggestion.countListens) {
    return adviceOf(
      'if it has no header and each row is one listen, number its columns and have them counted',
      suggestion,
    );
  }
  if (suggestion.header === false) return adviceOf('if it has no header, number its columns', suggestion);
  return {
    code: `name its own with the option ${asCode(suggestion).slice(2, -2)}`,
    flags: `name its own with ${asFlags(suggestion)}`,
    options: suggestion,
  };
}

/**
 * Names or numbers of columns that are likely meant.
 *
 * @param isText whether the cells may be those of a row rather than names
 */
export function suggestColumns(cells: Columns, options: TableOptions, isText = true): Suggestion {
  const texts = cells.map((cell) => (cell ?? '').trim());
  const time = isText ? texts.findIndex(isTime) : -1;
  if (time >= 0) {
    const [user = 0, artist = 1] = texts.flatMap((text, i) => (i === time || MBID.test(text) ? [] : [i]));
    return {
      header: false,
      columns: { user: user + 1, artist: artist + 1, time: time + 1 },
      countListens: true,
    };
  }
  // A number is a cell of a row rather than the name of a column.
  const numbers = isText ? texts.flatMap((text, i) => (isCount(text) ? [i] : [])) : [];
  if (numbers.length > 0) return { header: false, columns: columnsOfRow(texts, numbers) };
  return { columns: likelyColumns(cells, options) };
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
function columnsOfRow(texts: readonly string[], numbers: readonly number[]): PlayColumns {
  const plays = numbers.at(-1) as number;
  const others = texts.flatMap((text, i) => (i === plays || MBID.test(text) ? [] : [i]));
  const isIndexed = others.length > 2 && /^[01]$/.test(texts[0]) && others[0] === 0;
  const [user = 0, artist = 1] = isIndexed ? others.slice(1) : others;
  return { user: user + 1, artist: artist + 1, plays: plays + 1 };
}

/** The names of a header that are likely meant; those that were given and are there stay. */
function likelyColumns(names: Columns, { columns = {}, countListens }: TableOptions): PlayColumns {
  const roles = countListens ? (['user', 'artist'] as const) : (['user', 'artist', 'plays'] as const);
  const found = roles.map((role) => {
    const given = columns[role];
    const isNumber = /^\d+$/.test(String(given)) && Number(given) <= names.length;
    const isThere = isNumber || alikeColumns(names, String(given)).length > 0;
    return [role, given !== undefined && isThere ? given : (likelyName(names, role) ?? UNKNOWN)];
  });
  return Object.fromEntries(found);
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
