import type { Database, Work } from '../../../duckdb/database.js';
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

/**
 * Table dropped(reason, rows, first_lines, unit, example): how many rows were dropped, or merged with an earlier one, and
 * the first of their lines.
 *
 * @param areListens whether rows are counted listens, of which most pairs have several
 */
export async function countDropped(database: Database, areListens: boolean, work: Work): Promise<void> {
  const reasons = Object.entries(REASONS).map(([flaw, text], rank) => `(${rank}, '${flaw}', '${text}')`);
  await database.run(
    `CREATE TABLE dropped AS
    WITH reasons(rank, flaw, reason) AS (VALUES ${reasons.join(', ')}),
    lost AS (
      SELECT source_rows.rowid + first_line AS line, flaw FROM raw.source_rows, raw.source_info
      WHERE flaw <> 'blank'
      UNION ALL SELECT line, 'merged' FROM (${areListens ? FURTHER_LISTENS : REPEATED})
    ),
    counts AS (
      SELECT flaw, count(*) AS rows, array_to_string(min(line, ${LINES_SHOWN}), ', ') AS first_lines
      FROM lost GROUP BY flaw
    )
    SELECT reason, coalesce(rows, 0) AS rows, coalesce(first_lines, '') AS first_lines, unit,
      CASE WHEN flaw = 'plays' THEN unread_plays END AS example
    FROM reasons LEFT JOIN counts USING (flaw), raw.source_info ORDER BY rank`,
    work,
    'counting dropped rows',
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

/** What cleaning dropped, for each reason: `2 rows: no artist (lines 3, 9)`. */
export async function droppedRows(cleaned: Pick<Database, 'query'>): Promise<string[]> {
  const { columns } = await cleaned.query(
    'SELECT reason, rows, first_lines, unit FROM dropped WHERE rows > 0',
  );
  return columns.rows.map((rows, i) => {
    const places = formatPlaces(
      String(columns.unit[i]),
      String(columns.first_lines[i]).split(', '),
      Number(rows),
    );
    return `${formatPlural(Number(rows), 'row')}: ${columns.reason[i]} (${places})`;
  });
}

/** Why nothing is left after cleaning; undefined where nothing was there before. */
export async function whatWasDropped(cleaned: Pick<Database, 'query'>): Promise<string | undefined> {
  const reasons = await droppedRows(cleaned);
  if (reasons.length === 0) return undefined;
  const { columns } = await cleaned.query('SELECT example FROM dropped WHERE example IS NOT NULL');
  const example = columns.example.length === 0 ? '' : plainAdvice(String(columns.example[0]));
  return `cleaning dropped every row of the file, ${reasons.join('; ')}${example}`;
}

/** What to do about plays such as these, of which none can be read. */
function plainAdvice(text: string): string {
  const advice = /^[-+]?[\d.,]+$/.test(text)
    ? 'check that this is the column of plays'
    : 'write plays with the digits 0 to 9 only, such as 3';
  return `: the first is ${shownLine(text)}; ${advice}`;
}
