import type { Database, Work } from './database.js';

/**
 * Makes tables `source_users(user_key, "user")` and `source_artists(artist_key, artist)` of every name that
 * occurs, in byte order. A key is the name's 64-bit hash: rows get it without looking names up, so that
 * DuckDB keeps their order while it reads on all threads, which it does not through a join.
 *
 * @param select SQL that gives rows with "user" and artist
 * @returns the salt of the keys, for {@link encodeRows}
 */
export async function encodeNames(database: Database, select: string, work: Work): Promise<number> {
  await database.run(
    `CREATE TEMP TABLE names AS SELECT "user", artist, grouping("user", artist) AS absent
    FROM (${select}) GROUP BY GROUPING SETS (("user"), (artist))`,
    work,
    'reading names',
  );
  // Two of a million names share a hash once in 40 million times; then another salt parts them.
  let salt = 0;
  while (!(await makeKeys(database, salt, work))) salt++;
  await database.run('DROP TABLE names');
  return salt;
}

/** False when two names have the same key. */
async function makeKeys(database: Database, salt: number, work: Work): Promise<boolean> {
  for (const [kind, absent] of Object.entries({ user: 1, artist: 2 })) {
    await database.run(
      `CREATE OR REPLACE TABLE source_${kind}s AS SELECT ${key(kind, salt)} AS ${kind}_key, "${kind}"
      FROM names WHERE absent = ${absent} AND "${kind}" IS NOT NULL ORDER BY "${kind}"`,
      work,
    );
  }
  return (await database.value(
    `SELECT (SELECT count(*) = count(DISTINCT user_key) FROM source_users)
      AND (SELECT count(*) = count(DISTINCT artist_key) FROM source_artists) AS value`,
  )) as boolean;
}

function key(kind: string, salt: number): string {
  return `hash("${kind}", ${salt})`;
}

/**
 * Makes table `source_rows(user_key, artist_key, plays, flaw)`: a row per line in the file's order, so that
 * its rowid gives the line. Each is NULL when missing or unreadable; flaw is NULL for a good row, else the
 * first thing that is wrong with it, in the order in which cleaning counts ('blank' lines are no rows).
 *
 * @param select SQL that gives "user", artist, plays and malformed, in order; malformed is NULL for a blank line
 */
export function encodeRows(database: Database, select: string, salt: number, work: Work): Promise<void> {
  return database.run(
    `CREATE TABLE source_rows AS SELECT
      CASE WHEN "user" IS NOT NULL THEN ${key('user', salt)} END AS user_key,
      CASE WHEN artist IS NOT NULL THEN ${key('artist', salt)} END AS artist_key,
      plays,
      CASE WHEN malformed IS NULL THEN 'blank' WHEN malformed THEN 'malformed' WHEN "user" IS NULL THEN 'user'
        WHEN artist IS NULL THEN 'artist' WHEN plays IS NULL THEN 'plays' END AS flaw
    FROM (${select})`,
    work,
    'reading plays',
  );
}
