import { type Database, fileLiteral, identifier, type Work } from '../../duckdb/database.js';
import { findColumns } from './find-column.js';
import { type ParquetColumn, parquetColumns, refuseWideNumbers } from './parquet-columns.js';
import type { RequiredColumn, TableOptions, TableRows } from './table-options.js';

const WHOLE = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/;
const FRACTIONAL = /^(FLOAT|DOUBLE|DECIMAL\(.*)$/;
const TEXT = /^(VARCHAR|JSON|ENUM\(.*)$/;
/** Have one way to be written, by which they can be names. */
const WRITTEN = /^(UUID|DATE|TIME|TIMESTAMP)/;
/** Larger numbers with decimals are no longer exact. */
const MAX_WHOLE = '1e18';

/**
 * The rows of Parquet files: "user", artist, time, clock and mbid as text, plays as text or as number, and in odd what is
 * neither.
 *
 * @param parts the files, in order; `file` is what they are called together
 */
export async function selectParquet(
  database: Database,
  file: string,
  parts: readonly string[],
  options: TableOptions,
  work: Work,
): Promise<TableRows> {
  const files = `[${parts.map(fileLiteral).join(', ')}]`;
  const alone = `read_parquet(${files}, hive_partitioning = false)`;
  const own = await parquetColumns(database, file, parts, alone, work);
  const reader = hasPathColumn(parts, own) ? alone : `read_parquet(${files})`;
  const columns = reader === alone ? own : await parquetColumns(database, file, parts, reader, work);
  const found = findColumns({ file, columns: columns.map(({ name }) => name), options });
  const { note, ...roles } = found;
  refuseWideNumbers(
    file,
    Object.fromEntries(Object.entries(roles).map(([role, i]) => [role, i === undefined ? i : columns[i]])),
  );
  const column = (position: number): Column => {
    const { sqlName, type } = columns[position];
    return { sql: identifier(sqlName), type };
  };
  const asText = (position: number | undefined) =>
    position === undefined ? 'NULL::VARCHAR' : `nullif(${nameText(column(position))}, '')`;
  const [user, artist] = [column(found.user), column(found.artist)];
  const plays = playsSql(found.plays === undefined ? undefined : column(found.plays));
  const select = `SELECT nullif(${nameText(user)}, '') AS "user", nullif(${nameText(artist)}, '') AS artist,
      ${plays.text} AS plays, ${plays.number} AS number,
      coalesce(${oddity('user', user, nameText(user))}, ${oddity('artist', artist, nameText(artist))}, ${plays.odd}) AS odd,
      ${asText(found.time)} AS time, ${asText(found.clock)} AS clock, ${asText(found.mbid)} AS mbid,
      false AS malformed
    FROM ${reader}`;
  return { select, note };
}

/** Whether a folder in the path gives a column, as in `user=ann/part-0.parquet`, that the files have themselves. */
function hasPathColumn(parts: readonly string[], own: readonly ParquetColumn[]): boolean {
  const names = own.map(({ sqlName }) => sqlName.toLowerCase());
  const folders = parts.flatMap((part) => part.split(/[\\/]/).slice(0, -1));
  return folders.some((folder) => names.includes(/^([^=]+)=/.exec(folder)?.[1].toLowerCase() ?? ''));
}

/** A column of plays as text, as number, and what in it is neither. */
function playsSql(plays: Column | undefined): Record<'text' | 'number' | 'odd', string> {
  if (plays === undefined) return { text: 'NULL::VARCHAR', number: 'NULL::DOUBLE', odd: 'NULL::VARCHAR' };
  if (WHOLE.test(plays.type) || FRACTIONAL.test(plays.type)) {
    const number = `CAST(${plays.sql} AS DOUBLE)`;
    return { text: 'NULL::VARCHAR', number, odd: oddity('plays', plays, plays.sql) };
  }
  return { text: `trim(${text(plays)})`, number: 'NULL::DOUBLE', odd: oddity('plays', plays, text(plays)) };
}

interface Column {
  readonly sql: string;
  readonly type: string;
}

/** Text, or bytes that are UTF-8; NULL for all else. */
function text({ sql, type }: Column): string {
  if (TEXT.test(type)) return `CAST(${sql} AS VARCHAR)`;
  return type === 'BLOB' ? `TRY(decode(${sql}))` : 'NULL::VARCHAR';
}

/** pandas writes whole numbers with decimals where some are missing: 7.0 is 7, and no number is missing. */
function nameText(column: Column): string {
  const { sql, type } = column;
  if (WHOLE.test(type) || WRITTEN.test(type)) return `CAST(${sql} AS VARCHAR)`;
  if (!FRACTIONAL.test(type)) return text(column);
  const isWhole = `${sql} = floor(${sql}) AND abs(${sql}) < ${MAX_WHOLE}`;
  return `CASE WHEN ${isWhole} THEN CAST(CAST(${sql} AS HUGEINT) AS VARCHAR)
    WHEN NOT isnan(CAST(${sql} AS DOUBLE)) THEN CAST(${sql} AS VARCHAR) END`;
}

/** @param role what the advice to name another column calls it */
function oddity(role: RequiredColumn, { sql, type }: Column, read: string): string {
  if (FRACTIONAL.test(type)) return 'NULL::VARCHAR';
  return `CASE WHEN ${sql} IS NOT NULL AND ${read} IS NULL THEN '${role} ' || CAST(${sql} AS VARCHAR) END`;
}
