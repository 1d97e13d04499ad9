import type { Database } from '../../duckdb/database.js';
import { formatPlaces, formatPlural } from '../../util/format.js';
import { shownLine } from './file-refusal.js';

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
  return `cleaning left out all of the file, ${reasons.join('; ')}${example}`;
}

/** What to do about plays such as these, of which none can be read. */
function plainAdvice(text: string): string {
  const advice = /^[-+]?[\d.,]+$/.test(text)
    ? 'check that this is the column of plays'
    : 'write plays with the digits 0 to 9 alone, such as 3';
  return `: the first is ${shownLine(text)}; ${advice}`;
}
