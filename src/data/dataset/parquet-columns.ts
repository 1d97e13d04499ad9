import path from 'node:path';
import { type Database, fileLiteral, type Work } from '../../duckdb/database.js';
import { columnKey } from './column-names.js';
import { FileRefusal, shownLine } from './file-refusal.js';

/** DuckDB's decimals have no more; larger ones it reads wrong. */
const MAX_DIGITS = 38;

/** A column of Parquet files, as DuckDB reads it and as the file calls it. */
export interface ParquetColumn {
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
export async function parquetColumns(
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
export function refuseWideNumbers(
  file: string,
  columns: Readonly<Record<string, ParquetColumn | undefined>>,
): void {
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
    `${file} has columns ${alike.map(shownLine).join(' and ')}, and ${first} and ${other} have not the same columns in the same order, so that one may be taken for the other`,
    { code: advice, flags: advice },
  );
}

/** Two names of a file between which DuckDB sees no difference. */
function alikeNames(names: readonly string[]): string[] | undefined {
  const keys = names.map(columnKey);
  const second = keys.findIndex((key, i) => keys.indexOf(key) < i);
  return second < 0 ? undefined : [names[keys.indexOf(keys[second])], names[second]];
}
