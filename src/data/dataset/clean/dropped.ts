import type { Database, Work } from '../../../duckdb/database.js';
import type { QueryResult } from '../../../duckdb/results.js';
import { literal } from '../../../duckdb/sql.js';
import { formatPlaces, formatPlural } from '../../../util/format.js';
import { shownLine } from '../file-error.js';

/** Why a row is dropped, in the order in which the reasons are tried; the last rows are merged, not lost. */
const REASONS = {
  malformed: 'wrong number of columns',
  user: 'no user',
  artist: 'no artist',
  plays: 'plays not a whole number from 1 to 2,147,483,647',
  merged: 'repeated pair, plays added to the first',
} as const;

/** So many line numbers are enough to find out what is wrong. */
const LINES_SHOWN = 3;

/** Rows with a flaw, or merged with an earlier one. */
export interface FlawedRows {
  readonly flaw: keyof typeof REASONS;
  readonly rows: number;
  /** Numbers of the first lines. */
  readonly lines: readonly number[];
}

/** A row of table dropped. */
export interface DroppedRows {
  readonly reason: string;
  readonly rows: number;
  readonly first_lines: string;
}

/** A row for each reason, in their order. */
export function droppedFor(flawed: readonly FlawedRows[]): DroppedRows[] {
  return Object.entries(REASONS).map(([flaw, reason]) => {
    const { rows = 0, lines = [] } = flawed.find((each) => each.flaw === flaw) ?? {};
    return { reason, rows, first_lines: lines.slice(0, LINES_SHOWN).join(', ') };
  });
}

/** Table dropped(reason, rows, first_lines, unit, example): how many rows were dropped for each reason, and their lines. */
export async function writeDropped(database: Database, dropped: readonly DroppedRows[]): Promise<void> {
  const rows = dropped.map(
    ({ reason, rows, first_lines }, rank) =>
      `(${rank}, ${literal(reason)}, ${rows}::BIGINT, ${literal(first_lines)})`,
  );
  await database.run(
    `CREATE TABLE dropped AS SELECT reason, rows, first_lines, unit,
      CASE WHEN reason = ${literal(REASONS.plays)} THEN unread_plays END AS example
    FROM (VALUES ${rows.join(', ')}) AS counts(rank, reason, rows, first_lines), raw.source_info ORDER BY rank`,
  );
}

/**
 * Counts the rows that were dropped, or merged with an earlier one.
 *
 * @param areListens whether rows are counted listens, of which most pairs have several
 */
export async function countDropped(
  database: Database,
  areListens: boolean,
  work: Work,
): Promise<DroppedRows[]> {
  await database.run(
    `CREATE TEMP TABLE flawed AS WITH lost AS (
      SELECT source_rows.rowid + first_line AS line, flaw FROM raw.source_rows, raw.source_info
      WHERE flaw <> 'blank'
      UNION ALL SELECT line, 'merged' FROM (${areListens ? FURTHER_LISTENS : REPEATED})
    )
    SELECT flaw, count(*) AS rows, to_json(min(line, ${LINES_SHOWN})) AS lines FROM lost GROUP BY flaw`,
    work,
    'counting dropped rows',
  );
  const { columns } = await database.query('FROM flawed');
  return droppedFor(
    columns.flaw.map((flaw, i) => ({
      flaw: flaw as FlawedRows['flaw'],
      rows: Number(columns.rows[i]),
      lines: JSON.parse(String(columns.lines[i])) as number[],
    })),
  );
}

/** Lines of the second and later rows of a pair, where those of several rows are few. */
const REPEATED = `SELECT line FROM (
    SELECT source_rows.rowid + first_line AS line,
      row_number() OVER (PARTITION BY user_index, artist_index ORDER BY source_rows.rowid) AS time
    FROM raw.source_info, raw.source_rows JOIN (
      SELECT DISTINCT user_key, artist_key, user_index, artist_index
      FROM repeated JOIN user_keys USING (user_index) JOIN artist_keys USING (artist_index)
    ) USING (user_key, artist_key)
    WHERE flaw IS NULL
  ) WHERE time > 1`;

/** The same where most pairs have several. */
const FURTHER_LISTENS = `SELECT source_rows.rowid + first_line AS line FROM raw.source_info, raw.source_rows
  WHERE flaw IS NULL AND source_rows.rowid NOT IN (
    SELECT min(source_rows.rowid) FROM raw.source_rows
      JOIN user_keys USING (user_key) JOIN artist_keys USING (artist_key)
    WHERE flaw IS NULL GROUP BY user_index, artist_index
  )`;

/** Table dropped, also where it is not written yet. */
export async function readDropped(
  cleaned: Pick<Database, 'query'>,
  scan?: { readonly dropped: readonly DroppedRows[] },
): Promise<QueryResult['columns']> {
  if (!scan) return (await cleaned.query('FROM dropped')).columns;
  const column = (name: 'reason' | 'rows' | 'first_lines') => scan.dropped.map((row) => row[name]);
  return { reason: column('reason'), rows: column('rows'), first_lines: column('first_lines') };
}

/** What cleaning dropped, for each reason: `2 rows: no artist (lines 3, 9)`. */
export async function droppedRows(cleaned: Pick<Database, 'query'>): Promise<string[]> {
  const { columns } = await cleaned.query(
    'SELECT reason, rows, first_lines, unit FROM dropped WHERE rows > 0',
  );
  const rows = columns.rows.map((rows, i) => ({
    reason: String(columns.reason[i]),
    rows: Number(rows),
    first_lines: String(columns.first_lines[i]),
  }));
  return droppedSentences(rows, String(columns.unit[0]));
}

/** @param unit what rows lie in */
export function droppedSentences(dropped: readonly DroppedRows[], unit = 'line'): string[] {
  const found = dropped.filter(({ rows }) => rows > 0);
  return found.map(({ reason, rows, first_lines }) => {
    const places = formatPlaces(unit, first_lines.split(', '), rows);
    return `${formatPlural(rows, 'row')}: ${reason} (${places})`;
  });
}

/** Why nothing is left after cleaning; undefined where nothing was there before. */
export async function whatWasDropped(cleaned: Pick<Database, 'query'>): Promise<string | undefined> {
  const reasons = await droppedRows(cleaned);
  if (reasons.length === 0) return undefined;
  const { columns } = await cleaned.query('SELECT example FROM dropped WHERE example IS NOT NULL');
  const example = columns.example.length === 0 ? '' : plainAdvice(String(columns.example[0]));
  return everyRowDropped(reasons, example);
}

export function everyRowDropped(reasons: readonly string[], example = ''): string {
  return `cleaning dropped every row of the file, ${reasons.join('; ')}${example}`;
}

/** What to do about plays such as these, of which none can be read. */
function plainAdvice(text: string): string {
  const advice = /^[-+]?[\d.,]+$/.test(text)
    ? 'check that this is the column of plays'
    : 'write plays with the digits 0 to 9 only, such as 3';
  return `: the first is ${shownLine(text)}; ${advice}`;
}
