import path from 'node:path';
import { columnKey } from './column-names.js';
import { type Database, fileLiteral, type Work } from './database.js';
import { FileRefusal, shownLine } from './file-refusal.js';

/** A column of Parquet files, as DuckDB reads it and as the file calls it. */
export interface ParquetColumn {
  /** DuckDB knows no case: it reads `user` and `User` as user and User_1. */
  readonly sqlName: string;
  readonly name: string;
  readonly type: string;
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
  const own = await ownNames(database, parts, work);
  refuseMixed(file, parts, own);
  const sql = `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${reader})`;
  const { columns } = await database.query(sql, undefined, work);
  return columns.name.map((name, i) => ({
    sqlName: String(name),
    name: own[0][i] ?? String(name),
    type: String(columns.type[i]),
  }));
}

/** What each file calls its columns, without those inside others. */
async function ownNames(database: Database, parts: readonly string[], work: Work): Promise<string[][]> {
  const all: string[][] = [];
  for (const part of parts) {
    const sql = `SELECT name, coalesce(num_children, 0)::INTEGER AS children FROM parquet_schema(${fileLiteral(part)})`;
    const { columns } = await database.query(sql, undefined, work);
    all.push(topNames(columns.name as string[], columns.children as number[]));
  }
  return all;
}

/** A schema lists each column before those inside it; first comes one that has all others inside. */
function topNames(names: readonly string[], children: readonly number[]): string[] {
  const found: string[] = [];
  for (let at = 1, inside = 0; at < names.length; at++) {
    if (inside === 0) found.push(names[at]);
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
