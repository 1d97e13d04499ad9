import { type Database, literal, type Work } from '../../duckdb/database.js';
import { withoutBlanks } from './blank-names.js';
import type { Dialect } from './dialect.js';
import { type FoundColumns, findColumns } from './find-column.js';
import { refuseOtherRows } from './layout-refusal.js';
import { textLines } from './lines.js';
import { plainFile } from './plain-file.js';
import { unescaped } from './plain-lines.js';
import type { TableOptions, TableRows } from './table-options.js';

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
