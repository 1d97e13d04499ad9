import { open } from 'node:fs/promises';
import type { Database, Work } from '../../../duckdb/database.js';
import { literal } from '../../../duckdb/sql.js';
import { abortError, InputError } from '../../../util/errors.js';
import { formatPlural } from '../../../util/format.js';
import { type FoundColumns, findColumns } from '../columns/find-columns.js';
import type { TableOptions, TableRows } from '../columns/table-options.js';
import { shownLine } from '../file-error.js';
import { withoutBlanks } from '../read/cells.js';
import { textLines } from '../read/lines.js';
import type { Dialect } from './dialect.js';
import { refuseOtherRows } from './layout-errors.js';
import { BUFFER_BYTES, readLines } from './line-io.js';
import { type BackslashRow, type LineForm, type PlainLines, RecordWriter, unescaped } from './quoting.js';

/**
 * The rows of a delimited text file, one for each of its lines after the header: "user", artist, plays, time, clock and
 * mbid as text, and malformed, which is NULL for a line without a row: a blank one, or one within a quoted cell.
 */
export async function selectText(
  database: Database,
  file: string,
  dialect: Dialect,
  options: TableOptions,
  work: Work,
): Promise<TableRows> {
  const found = textColumns(file, dialect, options);
  refuseOtherRows(file, dialect);
  const plain = await plainFile(database, file, dialect, found.plays, work);
  const { delimiter, width } = dialect;
  const cell = (position: number | undefined) =>
    position === undefined ? 'NULL::VARCHAR' : withoutBlanks(`f[${position + 1}]`);
  const unescapedText = (cell: string) => (plain.hasEscapes ? unescaped(cell, delimiter) : cell);
  const text = (name: string) => `nullif(${unescapedText(name)}, '')`;
  const needed = Math.max(found.user, found.artist, found.plays ?? 0) + 1;
  const isShort = `len(f) < ${needed}`;
  const surplus = unescapedText(`array_to_string(f[${width + 1}:], '')`);
  const isLong = `len(f) > ${width} AND regexp_matches(${surplus}, '\\S')`;
  // Which cells of a malformed row are which is not known, but for the user.
  const unlessMalformed = (name: string) => `CASE WHEN NOT malformed THEN ${text(name)} END AS ${name}`;
  const others = ['artist', 'plays', 'time', 'clock', 'mbid'] as const;
  const select = `SELECT ${text('"user"')} AS "user", ${others.map(unlessMalformed).join(', ')}, malformed FROM (
      SELECT ${cell(found.user)} AS "user", ${others.map((name) => `${cell(found[name])} AS ${name}`).join(', ')},
        CASE WHEN trim(line) <> '' THEN ${isShort} OR ${isLong} END AS malformed
      FROM (SELECT line, string_split(line, ${literal(delimiter)}) AS f FROM ${textLines(plain.file, dialect.skip)})
    )`;
  const notes = [found.note, plain.note].filter((note) => note !== undefined);
  return { select, note: notes.join('; ') || undefined, keepsQuotes: plain.keepsQuotes };
}

/** Where the columns of a delimited text file are. */
export function textColumns(file: string, dialect: Dialect, options: TableOptions): FoundColumns {
  const columns = dialect.header ?? Array.from({ length: dialect.width }, () => undefined);
  return findColumns({ file, columns, options, dialect });
}

/** A file without quoting, one record a line. */
interface PlainFile {
  readonly file: string;
  /** Whether its cells are to be read with `unescaped`. */
  readonly hasEscapes: boolean;
  /** Whether quotes around cells were read as letters, though they may be none. */
  readonly keepsQuotes?: boolean;
  /** What should be known about how its backslashes were read. */
  readonly note?: string;
}

/** A way in which a whole file was read. */
interface Reading extends PlainFile {
  /** Whether its quoted cells are written as only those who quote write them. */
  readonly showsQuotes: boolean;
  /** Whether a quoted cell swallows what is a row without quoting. */
  readonly hasRowsInQuotes: boolean;
}

/** A number or nothing, which most writers do not quote. */
const NO_TEXT = /^(?:[-+]?\d[\d.,' ]*|\\N|NULL)?$/;
const IN_QUOTES = /^".*"$/;
const NUMBER = /^\s*[-+]?\d[\d.,' ]*$/;

/**
 * The file, or a copy that has no quoting, when it may have some.
 *
 * @param plays the column of plays, which shows whether a line that may be read in two ways is a row
 */
async function plainFile(
  database: Database,
  file: string,
  dialect: Dialect,
  plays: number | undefined,
  { signal }: Work,
): Promise<PlainFile> {
  const { delimiter, quoting, skip } = dialect;
  const asItIs = { file, hasEscapes: false };
  if (!(await needsPlainLines(file, { quoted: true, delimiter }))) return asItIs;
  const isRow = (cells: readonly string[]) => mayBeRow(cells, dialect, plays);
  const attempt = async (quoted: boolean, escaped: boolean): Promise<Attempt> => {
    const copy = await database.scratchFile(escaped ? 'escaped-lines.txt' : 'plain-lines.txt');
    const lines = writePlainLines(file, copy, { delimiter, quoted, escaped, skip, isRow }, signal);
    return { copy, found: await lines.catch(inputError) };
  };
  const read = async (quoted: boolean) => {
    const plain = await attempt(quoted, false);
    const mayEscape = plain.found instanceof InputError || plain.found.hasBackslashes;
    return decided(plain, mayEscape ? await attempt(quoted, true) : plain);
  };
  if (quoting === 'unsure') {
    // Between tabs most writers quote nothing; then a double quote is part of a name like any letter.
    const reading = await read(true);
    if (!(reading instanceof InputError) && isQuoted(reading, dialect)) return reading;
    if (!(await needsPlainLines(file, { quoted: false, delimiter }))) return { ...asItIs, keepsQuotes: true };
  }
  const reading = await read(quoting === 'quoted');
  if (reading instanceof InputError) throw reading;
  return { ...reading, keepsQuotes: quoting === 'unsure' };
}

function isQuoted({ showsQuotes, hasRowsInQuotes }: Reading, dialect: Dialect): boolean {
  return showsQuotes || (!hasRowsInQuotes && hasQuotedColumn(dialect));
}

/** Whether all texts of a column stand in quotes, as far as the first lines go; one alone may be a name in quotes. */
function hasQuotedColumn({ head, skip, delimiter }: Dialect): boolean {
  const rows = head.slice(skip).map((line) => line.split(delimiter));
  const columns = Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, column) => {
    const texts = rows.map((row) => row[column]?.trim() ?? '').filter((text) => !NO_TEXT.test(text));
    return texts.every((text) => IN_QUOTES.test(text)) ? texts.length : 0;
  });
  return columns.reduce((sum, texts) => sum + texts, 0) > 1;
}

/** Says how many names stand in quotes that may not be meant. */
export async function quotesNote(database: Database, names: string): Promise<string | undefined> {
  const { columns } = await database.query(
    `SELECT count(DISTINCT name) AS names, min(name) AS first FROM (${names}) WHERE name LIKE '"%_"'`,
  );
  return quotesNoteOn(Number(columns.names[0]), String(columns.first[0]));
}

/**
 * @param count how many names are in double quotes
 * @param first the first of them in byte order
 */
export function quotesNoteOn(count: number, first: string): string | undefined {
  if (count === 0) return undefined;
  const [verb, were] = count === 1 ? ['is', 'was'] : ['are', 'were'];
  return `${formatPlural(count, 'name')} ${verb} in double quotes, which ${were} read as written, such as ${shownLine(first)}: if the quotes are not part of the names, remove them, or export the table as CSV`;
}

function inputError(error: unknown): InputError {
  if (error instanceof InputError) return error;
  throw error;
}

/** Whether a record has as many cells as a header, and a number for its plays. */
function mayBeRow(cells: readonly string[], { width }: Dialect, plays: number | undefined): boolean {
  const isWide = cells.length >= width && cells.slice(width).every((cell) => cell.trim() === '');
  return isWide && (plays === undefined || NUMBER.test(cells[plays]));
}

interface Attempt {
  readonly copy: string;
  readonly found: PlainLines | InputError;
}

/**
 * Backslashes escape where the file can be read in no other way, or where the rows that have any before a delimiter,
 * a quote or a line end are rows only so. Elsewhere they are letters.
 */
function decided({ copy, found: plain }: Attempt, escaped: Attempt): Reading | InputError {
  const { found } = escaped;
  if (found instanceof InputError || found.backslashRow === undefined)
    return plain instanceof InputError ? plain : toReading(copy, plain);
  const isEscaped = plain instanceof InputError ? found.hasInnerQuotes : plain.backslashRow === undefined;
  if (isEscaped) return toReading(escaped.copy, found, escapedNote(found.backslashRow));
  if (plain instanceof InputError) return plain;
  return toReading(copy, plain, unclearNote(found.backslashRow, plain.backslashRow));
}

function toReading(file: string, found: PlainLines, note?: string): Reading {
  const { hasEscapes, hasDoubledQuotes, hasInnerQuotes, hasNeededQuotes, hasRowsInQuotes } = found;
  const showsQuotes = hasDoubledQuotes || hasInnerQuotes || (hasNeededQuotes && !hasRowsInQuotes);
  return { file, hasEscapes, note, showsQuotes, hasRowsInQuotes };
}

function escapedNote({ number, text }: BackslashRow): string {
  return `a backslash before a delimiter, a quote, a line end or another backslash was removed, as line ${number} shows that it is not part of names: ${shownLine(text)}`;
}

function unclearNote({ number, text }: BackslashRow, letter: BackslashRow | undefined): string {
  return `a backslash before a delimiter, a quote or a line end was read literally, as line ${letter?.number} requires, though line ${number} is a complete row only without it: ${shownLine(text)}; if that is wrong, export the table as CSV with quotes around cells`;
}

const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Copies a text file so that each record is one line without quoting, and has the number it has in the file: a
 * record of several lines is followed by blank ones. What would be taken for a delimiter, a line end or blanks
 * around a cell is escaped; {@link unescaped} is how SQL reads it. Cost: a pass over the file.
 *
 * @returns what was found in the cells
 * @throws InputError with the line for a quoted cell that does not end as it must
 * @throws LongLine for one of more than 4 MB
 */
async function writePlainLines(
  file: string,
  target: string,
  form: LineForm,
  signal?: AbortSignal,
): Promise<PlainLines> {
  const output = await open(target, 'w');
  try {
    const writer = new RecordWriter(file, form);
    await readLines(file, writer, async () => {
      if (signal?.aborted) throw abortError(signal);
      await writer.output.flush(output);
    });
    writer.end();
    await writer.output.flush(output);
    return writer;
  } finally {
    await output.close();
  }
}

/** Whether a file has to be copied by {@link writePlainLines} before DuckDB reads its lines. */
async function needsPlainLines(
  file: string,
  { quoted, delimiter }: Pick<LineForm, 'quoted' | 'delimiter'>,
): Promise<boolean> {
  const input = await open(file);
  try {
    const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
    for (;;) {
      const { bytesRead } = await input.read(buffer, 0, buffer.length);
      const bytes = buffer.subarray(0, bytesRead);
      // DuckDB counts a carriage return for a line end here and not there.
      if (bytes.includes(CARRIAGE_RETURN) || (quoted && bytes.includes(QUOTE))) return true;
      if (bytes.includes(BACKSLASH) && mayEscape(bytes, delimiter)) return true;
      if (bytesRead === 0) return false;
    }
  } finally {
    await input.close();
  }
}

/** Whether a backslash stands in front of a delimiter, a line end or what is not read yet. */
function mayEscape(bytes: Buffer, delimiter: string): boolean {
  return bytes.includes(`\\${delimiter}`) || bytes.includes('\\\n') || bytes.at(-1) === BACKSLASH;
}
