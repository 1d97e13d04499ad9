import { InputError } from '../util/errors.js';
import { type Database, literal, type Work } from './database.js';
import type { Dialect } from './dialect.js';
import { findColumn } from './find-column.js';
import { textLines } from './lines.js';
import { needsPlainLines, unescaped, writePlainLines } from './plain-lines.js';
import { type TableOptions, wantedColumns } from './table-options.js';

/**
 * The rows of a delimited text file, one for each of its lines after the header: "user", artist and plays as text,
 * and malformed, which is NULL for a line without a row: a blank one, or one within a quoted cell.
 */
export async function selectText(
  database: Database,
  file: string,
  dialect: Dialect,
  options: TableOptions,
  work: Work,
): Promise<string> {
  const wanted = wantedColumns(options);
  const columns = dialect.header ?? Array.from({ length: dialect.width }, () => undefined);
  const position = (name: keyof typeof wanted) =>
    findColumn(file, columns, wanted[name], dialect.firstLine.text) + 1;
  const positions = [position('user'), position('artist'), position('plays')];
  const plain = await plainFile(database, file, dialect, work);
  const { delimiter, width } = dialect;
  const cell = (number: number) => {
    const trimmed = `trim(f[${number}], ' ' || chr(9))`;
    return `nullif(${plain === file ? trimmed : unescaped(trimmed, delimiter)}, '')`;
  };
  const [user, artist, plays] = positions.map(cell);
  const isShort = `len(f) < ${Math.max(...positions)}`;
  const isLong = `len(f) > ${width} AND trim(array_to_string(f[${width + 1}:], '')) <> ''`;
  return `SELECT ${user} AS "user", ${artist} AS artist, ${plays} AS plays,
      CASE WHEN trim(line) <> '' THEN ${isShort} OR ${isLong} END AS malformed
    FROM (SELECT line, string_split(line, ${literal(delimiter)}) AS f FROM ${textLines(plain, dialect.skip)})`;
}

/** The file, or a copy that has no quoting, when it may have some. */
async function plainFile(
  database: Database,
  file: string,
  { delimiter, quoting, skip }: Dialect,
  { signal }: Work,
): Promise<string> {
  if (!(await needsPlainLines(file, true))) return file;
  const copy = await database.scratchFile('plain-lines.txt');
  const write = (quoted: boolean) => writePlainLines(file, copy, { delimiter, quoted, skip }, signal);
  if (quoting === 'unsure') {
    // Between tabs most writers quote nothing; then a double quote is part of a name like any letter.
    const isQuoted = await write(true).catch((error: unknown) => {
      if (error instanceof InputError) return false;
      throw error;
    });
    if (isQuoted) return copy;
    if (!(await needsPlainLines(file, false))) return file;
  }
  await write(quoting === 'quoted');
  return copy;
}
