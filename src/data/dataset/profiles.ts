import type { Database, Work } from '../../duckdb/database.js';
import { linesOf } from './lines.js';

/** Ages outside this range are jokes (-1337, 3, 107) rather than ages. */
const MIN_AGE = 5;
const MAX_AGE = 100;

/**
 * Reads a profile file of Last.fm 360K or 1K (user, gender, age, country, signup; no quoting, and no header but that
 * of 1K, which begins with #id) into table `profiles`, and counts what had to be set missing in table `profile_problems`.
 */
export async function importProfiles(database: Database, file: string, work: Work): Promise<void> {
  await database.run(
    `CREATE TEMP TABLE profile_lines AS
    SELECT rowid + 1 AS line, len(f) <> 5 OR f[1] = '' AS malformed, f[1] AS "user", f[2] AS gender,
      nullif(f[3], '') AS age_text, try_cast(f[3] AS INTEGER) AS age, f[4] AS country,
      nullif(f[5], '') AS signup_text, try_strptime(f[5], '%b %-d, %Y')::DATE AS signup
    FROM (SELECT row_number() OVER () - 1 AS rowid, f FROM ${linesOf(file)})
    WHERE f IS NOT NULL AND NOT (rowid = 0 AND f[1] = '#id')`,
    work,
    'reading profiles',
  );
  await database.run(`CREATE TABLE profiles AS
    SELECT "user", nullif(gender, '') AS gender,
      CASE WHEN age BETWEEN ${MIN_AGE} AND ${MAX_AGE} THEN age END AS age,
      nullif(country, '') AS country, signup
    FROM profile_lines WHERE NOT malformed`);
  await database.run(`CREATE TABLE profile_problems AS
    SELECT reason, count(*) AS rows, array_to_string(list(line ORDER BY line)[:3], ', ') AS first_lines
    FROM (
      SELECT line, CASE WHEN malformed THEN 'not 5 columns with a user' END AS reason FROM profile_lines
      UNION ALL
      SELECT line, CASE WHEN age_text IS NOT NULL AND (age IS NULL OR age NOT BETWEEN ${MIN_AGE} AND ${MAX_AGE})
        THEN 'age outside ${MIN_AGE} to ${MAX_AGE}, set missing' END FROM profile_lines WHERE NOT malformed
      UNION ALL
      SELECT line, CASE WHEN signup_text IS NOT NULL AND signup IS NULL
        THEN 'unreadable sign-up date, set missing' END FROM profile_lines WHERE NOT malformed
    ) WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason`);
}
