import { identifier, literal } from '../../../duckdb/sql.js';
import { shellWord } from '../../../util/escape.js';
import type { Advice } from '../file-error.js';
import { type Columns, likelyName } from './column-names.js';

/** A table whose columns are not found. */
export interface ShownTable {
  readonly file: string;
  /** What stands between the cells, and the cells of the first rows, where the table is text. */
  readonly text?: { readonly delimiter: string; readonly rows: readonly Columns[] };
}

/** So many columns of numbers are hardly all of one row of plays. */
const LEAST_COLUMNS = 4;
/** So many numbers and nothing else in a row are hardly anything but plays. */
const LEAST_BARE = 20;
/** Columns of no numbers: the names of users, or of artists, and perhaps one thing more about them. */
const MOST_OTHERS = 2;
/** With more columns, a table of which no rows are known mostly has one for each artist. */
const MANY_COLUMNS = 200;
/** Plays, or nothing. */
const PLAYS = /^(?:\d+(?:[.,]\d+)?|nan)?$/i;

/**
 * What to do about a table that has users in rows and artists in columns, or artists in rows and users in columns;
 * undefined for one that has neither.
 */
export function wideAdvice(names: Columns, { file, text }: ShownTable): Advice | undefined {
  const roles = (['user', 'artist'] as const).filter((role) => likelyName(names, role) !== undefined);
  if (roles.length === 2) return undefined;
  if (names.length < LEAST_BARE && likelyName(names, 'plays') !== undefined) return undefined;
  const [role = 'user'] = roles;
  const likely = names.indexOf(likelyName(names, role) ?? '');
  const isNumber = (_: unknown, i: number) => i !== likely && holdsPlays(text?.rows ?? [], i);
  const numbers = names.filter(isNumber).length;
  const others = names.length - numbers;
  const isHeaderless = likely < 0 && isRow(names, others);
  const least = isHeaderless && others === 0 ? LEAST_BARE : LEAST_COLUMNS;
  const isWide = numbers >= least && others <= MOST_OTHERS && (others > 0 || isHeaderless);
  if (!isWide && names.length <= MANY_COLUMNS) return undefined;
  const first = names.findIndex((name, i) => !isNumber(name, i));
  const key = likely >= 0 ? likely : first;
  const hasCommas =
    text?.rows.some((row) => row.some((cell) => /^\d+,\d+$/.test(cell?.trim() ?? ''))) ?? false;
  return meltAdvice({ file, names, role, key, isHeaderless, delimiter: text?.delimiter, hasCommas });
}

/** Whether the cells of a column are numbers as plays are, or empty, but not all empty. */
export function holdsPlays(rows: readonly Columns[], column: number): boolean {
  const cells = rows.map((row) => row[column]?.trim() ?? '');
  return cells.some((cell) => cell !== '') && cells.every((cell) => PLAYS.test(cell));
}

/** Whether what was taken for names is a row of plays: the numbers of artists would all differ. */
function isRow(names: Columns, others: number): boolean {
  const numbers = names.filter((name) => PLAYS.test(name?.trim() ?? ''));
  return (
    numbers.length >= names.length - others && new Set(numbers).size < numbers.length && numbers.length > 1
  );
}

interface WideTable {
  readonly file: string;
  readonly names: Columns;
  /** What is in rows. */
  readonly role: 'user' | 'artist';
  /** The column that names it; -1 where none does. */
  readonly key: number;
  readonly isHeaderless: boolean;
  readonly delimiter: string | undefined;
  /** Whether its numbers have commas before their decimals. */
  readonly hasCommas: boolean;
}

function meltAdvice(table: WideTable): Advice {
  const { role, delimiter } = table;
  const other = role === 'user' ? 'artist' : 'user';
  const found = `if it is wide, with a row for each ${role} and a column for each ${other}`;
  if (delimiter === undefined) {
    const words = `${found}, write a row for each pair of them, e.g. with pandas: table.melt('${role}', var_name='${other}', value_name='plays')`;
    return { code: words, flags: words };
  }
  const words = `${found}, leave out other columns, write a row for each pair of them to long.csv, and give that file`;
  return {
    code: `${words}: ${asQuery(table, other, delimiter)}`,
    flags: `${words}: ${asCommand(table, other, delimiter)} (Python with pandas)`,
    byOthers: true,
  };
}

/** In a notebook or a program: DuckDB is there, and any dataset asks it. */
function asQuery(
  { file, names, role, key, isHeaderless, hasCommas }: WideTable,
  other: string,
  delimiter: string,
): string {
  const before = names.slice(0, Math.max(key, 0)).map((name, i) => literal(name || `column${i}`));
  const called = key < 0 ? '' : `, names = [${[...before, literal(role)].join(', ')}]`;
  const reader = `read_csv(${literal(file)}, delim = ${literal(delimiter)}, header = ${!isHeaderless}${called}, all_varchar = true)`;
  const rows =
    key < 0 ? `SELECT row_number() OVER () AS ${identifier(role)}, * FROM ${reader}` : `FROM ${reader}`;
  const sql = `COPY (FROM (UNPIVOT (${rows}) ON COLUMNS(* EXCLUDE (${identifier(role)})) INTO NAME ${identifier(other)} VALUE plays) WHERE try_cast(${hasCommas ? "replace(plays, ',', '.')" : 'plays'} AS DOUBLE) > 0) TO 'long.csv'`;
  const text = sql.replace(/[\\`]|\$\{/g, '\\$&').replaceAll('\t', '\\t');
  return `await (await openDataset('sample')).query(\`${text}\`)`;
}

function asCommand(
  { file, role, key, isHeaderless, hasCommas }: WideTable,
  other: string,
  delimiter: string,
): string {
  const header = (isHeaderless ? ', header=None' : '') + (hasCommas ? ', decimal=","' : '');
  const named =
    key < 0 ? `t.rename_axis("${role}").reset_index()` : `t.rename(columns={t.columns[${key}]: "${role}"})`;
  const script = [
    'import sys, pandas as pd',
    `t = pd.read_csv(sys.argv[1], sep=${JSON.stringify(delimiter)}${header})`,
    `t = ${named}.melt("${role}", var_name="${other}", value_name="plays")`,
    't[t.plays > 0].to_csv("long.csv", index=False)',
  ];
  return `python3 -c ${shellWord(script.join('; '))} ${shellWord(file)}`;
}
