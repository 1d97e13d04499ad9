import path from 'node:path';
import type { Database, Work } from '../../../duckdb/database.js';
import { fileLiteral, identifier } from '../../../duckdb/sql.js';
import { columnKey } from '../columns/column-names.js';
import { findColumns } from '../columns/find-columns.js';
import type { RequiredColumn, TableOptions, TableRows } from '../columns/table-options.js';
import { FileRefusal, shownLine } from '../file-error.js';

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

/** DuckDB's decimals have no more; larger ones it reads wrong. */
const MAX_DIGITS = 38;

/** A column of Parquet files, as DuckDB reads it and as the file calls it. */
interface ParquetColumn {
  /** DuckDB knows no case: it reads `user` and `User` as user and User_1. */
  readonly sqlName: string;
  readonly name: string;
  readonly type: string;
  /** In which way its numbers are larger than those that DuckDB reads, which it does not say. */
  readonly tooWide: WideNumbers | undefined;
}

interface WideNumbers {
  /** `has decimals of 40 digits` */
  readonly found: string;
  readonly expected: string;
  /** What converts it, in Python. */
  readonly remedy: (name: string, role: string) => string;
}

/**
 * The columns of a reader of Parquet files, those first that the files have themselves.
 *
 * @param parts the files; `file` is what they are called together
 * @param reader SQL that reads them
 * @throws FileRefusal when DuckDB, which goes by names, could take another column in some part
 */
async function parquetColumns(
  database: Database,
  file: string,
  parts: readonly string[],
  reader: string,
  work: Work,
): Promise<ParquetColumn[]> {
  const own = await ownColumns(database, parts, work);
  refuseMixed(
    file,
    parts,
    own.map((columns) => columns.map(({ name }) => name)),
  );
  const sql = `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${reader})`;
  const { columns } = await database.query(sql, undefined, work);
  return columns.name.map((name, i) => ({
    sqlName: String(name),
    name: own[0][i]?.name ?? String(name),
    type: String(columns.type[i]),
    tooWide: own.map((each) => each[i]?.tooWide).find((wide) => wide !== undefined),
  }));
}

type OwnColumn = Pick<ParquetColumn, 'name' | 'tooWide'>;

/** The columns of each file as it has them itself, without those inside others. */
async function ownColumns(database: Database, parts: readonly string[], work: Work): Promise<OwnColumn[][]> {
  const all: OwnColumn[][] = [];
  for (const part of parts) {
    const sql = `SELECT name, coalesce(num_children, 0)::INTEGER AS children,
        coalesce(precision::INTEGER, 0) AS digits,
        coalesce(type = 'FIXED_LEN_BYTE_ARRAY' AND logical_type IS NULL AND converted_type IS NULL, false) AS "isBare"
      FROM parquet_schema(${fileLiteral(part)})`;
    const { columns } = await database.query(sql, undefined, work);
    const top = topColumns(columns.children as number[]);
    // Only Polars writes whole numbers so; what others write as bytes of one length is text or an id.
    const isBytes = top.some((at) => columns.isBare[at]) && (await isByPolars(database, part, work));
    all.push(
      top.map((at) => ({
        name: String(columns.name[at]),
        tooWide: wideNumbers(Number(columns.digits[at]), isBytes && columns.isBare[at] === true),
      })),
    );
  }
  return all;
}

async function isByPolars(database: Database, part: string, work: Work): Promise<boolean> {
  const sql = `SELECT created_by FROM parquet_file_metadata(${fileLiteral(part)})`;
  const { columns } = await database.query(sql, undefined, work);
  return /^polars/i.test(String(columns.created_by[0]));
}

function wideNumbers(digits: number, isBytes: boolean): WideNumbers | undefined {
  if (digits > MAX_DIGITS) {
    return {
      found: `has decimals of ${digits} digits`,
      expected: `at most ${MAX_DIGITS}`,
      remedy: (name, role) =>
        `with pandas: pd.read_parquet('FILE').astype({${JSON.stringify(name)}: '${role === 'plays' ? 'int64' : 'str'}'}).to_parquet('NEW')`,
    };
  }
  if (!isBytes) return undefined;
  return {
    found: 'has whole numbers of 128 bits (Int128 of Polars)',
    expected: 'at most 64',
    remedy: (name, role) =>
      `with Polars: pl.read_parquet('FILE').cast({${JSON.stringify(name)}: ${role === 'plays' ? 'pl.Int64' : 'pl.String'}}).write_parquet('NEW')`,
  };
}

/** @throws FileRefusal for a column of numbers that DuckDB would read as others */
function refuseWideNumbers(file: string, columns: Readonly<Record<string, ParquetColumn | undefined>>): void {
  for (const [role, column] of Object.entries(columns)) {
    if (column?.tooWide === undefined) continue;
    const { found, expected, remedy } = column.tooWide;
    const advice = `convert it first, e.g. ${remedy(column.name, role)}`;
    throw new FileRefusal(`${file}: column ${shownLine(column.name)} ${found}; expected ${expected}`, {
      code: advice,
      flags: advice,
      byOthers: true,
    });
  }
}

/**
 * Where the columns are that lie in no other. A schema lists each column before those inside it; first comes one that
 * has all others inside.
 */
function topColumns(children: readonly number[]): number[] {
  const found: number[] = [];
  for (let at = 1, inside = 0; at < children.length; at++) {
    if (inside === 0) found.push(at);
    else inside--;
    inside += children[at];
  }
  return found;
}

function refuseMixed(file: string, parts: readonly string[], own: readonly string[][]): void {
  const odd = own.findIndex((names) => names.join('\0') !== own[0].join('\0'));
  const alike = own.map(alikeNames).find((names) => names !== undefined);
  if (odd < 0 || alike === undefined) return;
  const [first, other] = [parts[0], parts[odd]].map((part) => path.basename(part));
  const advice =
    'rename one of the two, or write the table as one Parquet file with the same columns in all rows';
  throw new FileRefusal(
    `${file} has columns ${alike.map(shownLine).join(' and ')}, and ${first} and ${other} do not have the same columns in the same order, so one may be mistaken for the other`,
    { code: advice, flags: advice },
  );
}

/** Two names of a file between which DuckDB sees no difference. */
function alikeNames(names: readonly string[]): string[] | undefined {
  const keys = names.map(columnKey);
  const second = keys.findIndex((key, i) => keys.indexOf(key) < i);
  return second < 0 ? undefined : [names[keys.indexOf(keys[second])], names[second]];
}
