import type { Database, Work } from '../../../duckdb/database.js';
import { literal } from '../../../duckdb/sql.js';

/** A MusicBrainz id. */
export const MBID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whole numbers from here on are seconds since 1970 (the year 1973) rather than plays. */
export const LEAST_TIME = 100_000_000;

/**
 * Characters that are not seen: spaces of all kinds, zero-width ones, and letters that are drawn as nothing. They stand
 * here themselves, as DuckDB and JavaScript write escapes in two ways.
 */
const UNSEEN = '\\s\\p{Z}\\p{Cf}\v\u0085\u115f\u1160\u2800\u3164\uffa0';

const BLANK = new RegExp(`^[${UNSEEN}]*$`, 'u');

/** SQL that trims spaces and tabs, as every unquoted cell is read. */
export function withoutBlanks(expression: string): string {
  return `trim(${expression}, ' ' || chr(9))`;
}

/** Whether a name has no visible character. */
export function isBlankName(name: string): boolean {
  return BLANK.test(name);
}

/**
 * Makes users and artists whose names are blank missing in the rows. The names are few, so that this is quick where all
 * rows would take long.
 */
export async function dropBlankNames(database: Database, work: Work): Promise<void> {
  await dropBlank(database, 'artist', "'plays'", work);
  await dropBlank(database, 'user', "'artist', 'plays'", work);
}

/** @param later flaws that are told only where the name is there */
async function dropBlank(
  database: Database,
  kind: 'user' | 'artist',
  later: string,
  work: Work,
): Promise<void> {
  const key = `${kind}_key`;
  // Hardly any name begins with what a blank one begins with, and to compare first bytes is far quicker.
  const isBlank = `("${kind}" < '!' OR "${kind}" > '~') AND regexp_full_match("${kind}", ${literal(`[${UNSEEN}]*`)})`;
  const blank = `SELECT ${key} FROM source_${kind}s WHERE ${isBlank}`;
  if ((await database.value(`SELECT count(*) AS value FROM (${blank})`)) === 0) return;
  await database.run(
    `UPDATE source_rows SET ${key} = NULL,
      flaw = CASE WHEN flaw IS NULL OR flaw IN (${later}) THEN '${kind}' ELSE flaw END
    WHERE ${key} IN (${blank})`,
    work,
  );
  await database.run(`DELETE FROM source_${kind}s WHERE ${isBlank}`, work);
}
