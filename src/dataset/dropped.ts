import { formatPlural } from '../util/format.js';
import { formatPlaces } from '../util/format-places.js';
import type { Database } from './database.js';

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
  return reasons.length === 0 ? undefined : `cleaning left out all of the file, ${reasons.join('; ')}`;
}
