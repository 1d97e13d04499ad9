import { alikeColumns, type Columns, usualColumns } from '../columns/column-names.js';
import type { TableOptions } from '../columns/table-options.js';
import { type Cell, EscapedRecord, QuotedRecord, QuotingError, trimBlanks } from './records.js';

/** How a text file of plays is written, as its first lines show it. */
export interface Dialect {
  /** What stands between the cells. */
  readonly delimiter: string;
  /** Whether cells may stand in double quotes; only the whole file can tell when it is unsure. */
  readonly quoting: 'quoted' | 'unsure';
  /** Names of the columns; undefined when the file has no header. */
  readonly header: readonly string[] | undefined;
  /** How many cells a row has. */
  readonly width: number;
  /** Lines before the first row. */
  readonly skip: number;
  /** The header, or the first row. */
  readonly firstLine: { readonly number: number; readonly text: string };
  /** The first lines of the file, for what is said about it. */
  readonly head: readonly string[];
}

/** In the order in which they are preferred. R's default, a blank, is tried last: {@link isQuotedWithBlanks}. */
const DELIMITERS = ['\t', ',', ';', '|'];
/** Those that show a header, or rows of one width, only where they are meant. */
export const NAMING_DELIMITERS = [...DELIMITERS, '::', '^', '~', '\x01', '\x1f'];
/** Written twice, as some exporters do so that names may hold it. Two tabs or commas are rather an empty cell. */
const DOUBLED = ['||', ';;', '^^', '~~'];
/** Signs that may be one delimiter together, so that names may hold each of them: `|~|`. */
const SIGNS = /[^\p{L}\p{N}\s"'`“”„«».,]{2,3}/gu;
/** Rows that are looked at. */
const SAMPLE_ROWS = 50;
/** A header with more line ends in its cells is no header. */
const HEADER_LINES = 20;

/**
 * Finds out how a text file is written: before its header there may be blank lines, comments (`# ...`) and the line
 * by which spreadsheets are told the delimiter (`sep=;`).
 *
 * @param lines the first lines of the file, blank ones too, without a byte order mark
 * @returns undefined when there is nothing but blank lines and comments
 */
export function findDialect(lines: readonly string[], options: TableOptions): Dialect | undefined {
  const { start, separator } = preamble(lines, options);
  if (start === lines.length) return undefined;
  const firstLine = { number: start + 1, text: lines[start] };
  const hasMark = options.header !== false && firstLine.text.startsWith('#');
  const rest = [hasMark ? firstLine.text.slice(1) : firstLine.text, ...lines.slice(start + 1)];
  const hasHeader = options.header !== false;
  const given = options.delimiter ?? separator;
  const delimiter = given ?? (hasHeader ? headerDelimiter(rest, options) : rowDelimiter(rest, options));
  const { cells, lines: used } = firstRecord(rest, delimiter);
  const isQuoted = delimiter !== '\t' || (hasHeader && allQuoted(cells));
  const quoting = isQuoted ? 'quoted' : 'unsure';
  if (!hasHeader) {
    return {
      delimiter,
      quoting,
      header: undefined,
      width: commonWidth(rest, delimiter),
      skip: start,
      firstLine,
      head: lines,
    };
  }
  const names = cells.map(({ text }) => text);
  const header = hasRowNames(cells, rest.slice(used), delimiter) ? ['', ...names] : names;
  return { delimiter, quoting, header, width: header.length, skip: start + used, firstLine, head: lines };
}

/** Whether a header names user and artist, or has usual names for them; plays may have to be counted. */
export function namesColumns(header: Columns | undefined, { columns = {} }: TableOptions): boolean {
  if (header === undefined) return false;
  return (['user', 'artist'] as const).every((role) => {
    const given = columns[role];
    if (given !== undefined) return alikeColumns(header, String(given)).length > 0;
    return [...alikeColumns(header, role), ...usualColumns(header, role)].length > 0;
  });
}

/** Where the header (or first row) is, and what the lines before it say. */
function preamble(lines: readonly string[], options: TableOptions): { start: number; separator?: string } {
  let separator: string | undefined;
  for (const [start, line] of lines.entries()) {
    const told = /^"?sep=([^"]{1,3})"?$/i.exec(line);
    if (told) separator = told[1];
    // Without a header, a first name may begin with a number sign.
    const isComment = line.startsWith('#') && options.header !== false && !isHeader(line.slice(1), options);
    if (!told && !isComment && line.trim() !== '') return { start, separator };
  }
  return { start: lines.length };
}

/** Whether a line names user and artist, whatever stands between its cells. */
export function isHeader(line: string, options: TableOptions): boolean {
  const delimiters = options.delimiter === undefined ? NAMING_DELIMITERS : [options.delimiter];
  return delimiters.some((delimiter) => namesColumns(cellsOf(line, delimiter), options));
}

/** The cells of a line that is a record by itself. */
export function cellsOf(line: string, delimiter: string): string[] {
  return firstRecord([line], delimiter).cells.map(({ text }) => text);
}

/** The delimiter that finds the wanted names in a header, else the one that it has most of. */
function headerDelimiter(rest: readonly string[], options: TableOptions): string {
  if (isQuotedWithBlanks(rest[0])) return ' ';
  const long = longDelimiter(rest) ?? doubledDelimiter(rest);
  if (long !== undefined) return long;
  const namesAt = (delimiter: string) => firstRecord(rest, delimiter).cells.map(({ text }) => text);
  const naming = NAMING_DELIMITERS.find((delimiter) => namesColumns(namesAt(delimiter), options));
  if (naming !== undefined) return naming;
  const counts = DELIMITERS.map((delimiter) => namesAt(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

/** The delimiter by which most rows have the same number of cells, and more than one. */
function rowDelimiter(rest: readonly string[], options: TableOptions): string {
  const numbers = Object.values(options.columns ?? {}).map(Number);
  const long = longDelimiter(rest) ?? doubledDelimiter(rest);
  // Whoever numbers more columns counts the empty ones.
  if (long !== undefined && numbers.every((number) => !(number > commonWidth(rest, long)))) return long;
  const scores = NAMING_DELIMITERS.map((delimiter) => {
    const width = commonWidth(rest, delimiter);
    return width > 1 ? agreeing(rest, delimiter) + width / 1000 : 0;
  });
  return NAMING_DELIMITERS[scores.indexOf(Math.max(...scores))];
}

/** The doubled delimiter that stands between the cells of all rows in which it stands once or twice. */
function doubledDelimiter(rest: readonly string[]): string | undefined {
  return DOUBLED.find((delimiter) => {
    return commonWidth(rest, delimiter) > 1 && agreeing(rest, delimiter) >= agreeing(rest, delimiter[0]);
  });
}

/** The signs between at least three cells of most rows that hold a delimiter which stands nowhere else in them. */
function longDelimiter(rest: readonly string[]): string | undefined {
  return rest[0].match(SIGNS)?.find((signs) => {
    const sign = NAMING_DELIMITERS.find((each) => signs !== each && signs.includes(each));
    if (sign === undefined) return false;
    const width = commonWidth(rest, signs);
    const all = (width - 1) * (signs.split(sign).length - 1) + 1;
    return width > 2 && commonWidth(rest, sign) === all && agreeing(rest, signs) >= agreeing(rest, sign);
  });
}

/** How many rows have the width that most have. */
function agreeing(rest: readonly string[], delimiter: string): number {
  const width = commonWidth(rest, delimiter);
  return sampleRows(rest, delimiter).filter(({ length }) => length === width).length;
}

/** A header as R's write.table writes it: "user" "artist" "plays". */
function isQuotedWithBlanks(line: string): boolean {
  return /^"[^"]*"(?: "[^"]*")+$/.test(line);
}

/** The cells of the first record, and how many lines it has; without quoting where it breaks the rules. */
function firstRecord(rest: readonly string[], delimiter: string): { cells: readonly Cell[]; lines: number } {
  const record = new QuotedRecord(delimiter);
  try {
    for (const [i, line] of rest.slice(0, HEADER_LINES).entries()) {
      if (record.add(i === 0 ? line : `\n${line}`)) return { cells: record.cells, lines: i + 1 };
    }
  } catch (error) {
    if (!(error instanceof QuotingError)) throw error;
  }
  return { cells: escapedCells(rest[0], delimiter) ?? bareCells(rest[0], delimiter), lines: 1 };
}

/** The cells of a line in which quotes stand behind backslashes, as R writes them. */
function escapedCells(line: string, delimiter: string): readonly Cell[] | undefined {
  const record = new EscapedRecord(delimiter, true);
  try {
    return record.add(line) && record.hasInnerQuotes ? record.cells : undefined;
  } catch (error) {
    if (!(error instanceof QuotingError)) throw error;
    return undefined;
  }
}

function bareCells(line: string, delimiter: string): Cell[] {
  return line.split(delimiter).map((text) => ({ text: trimBlanks(text), quoted: false }));
}

function sampleRows(rest: readonly string[], delimiter: string): (readonly Cell[])[] {
  const rows = rest.filter((line) => line.trim() !== '').slice(0, SAMPLE_ROWS);
  return rows.map((row) => firstRecord([row], delimiter).cells);
}

function commonWidth(rest: readonly string[], delimiter: string): number {
  const counts = new Map<number, number>();
  for (const { length } of sampleRows(rest, delimiter)) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0][0];
}

function allQuoted(cells: readonly Cell[]): boolean {
  return cells.every(({ quoted }) => quoted);
}

/** R writes names or numbers of rows in front of each row, but no name above them. */
function hasRowNames(header: readonly Cell[], rest: readonly string[], delimiter: string): boolean {
  const rows = sampleRows(rest, delimiter);
  if (rows.length === 0 || rows.some((cells) => cells.length !== header.length + 1)) return false;
  const isFromR = ([name, ...values]: readonly Cell[]) =>
    name.quoted && values.every(({ text, quoted }) => quoted || BARE_IN_R.test(text));
  if (allQuoted(header) && rows.every(isFromR)) return true;
  // Commas without quotes may as well be those of names: 1,Tyler, The Creator,5.
  if (delimiter === ',' && !(rows.length > 1 && isCounted(rows) && !rest.some((line) => line.includes(', '))))
    return false;
  // Some rows of a table, or all in another order, keep the numbers that they had.
  const numbers = new Set(rows.map(([name]) => name.text));
  const isNumbered = numbers.size === rows.length && [...numbers].every((text) => /^[1-9]\d*$/.test(text));
  return isNumbered && rows.every((cells) => cells[header.length].text.trim() !== '');
}

/** Whether the first cells of rows count them, from 1. */
function isCounted(rows: readonly (readonly Cell[])[]): boolean {
  return rows.every(([name], i) => name.text === String(i + 1));
}

/** What R writes without quotes, where it quotes at all. */
const BARE_IN_R = /^(?:NA|NaN|-?Inf|TRUE|FALSE|[-+]?[\d.]+(?:[eE][-+]?\d+)?)$/;
