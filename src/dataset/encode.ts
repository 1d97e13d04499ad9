import type { Database, Work } from './database.js';

/**
 * Makes table `source_rows(user_key, artist_key, plays, flaw)`: a row per line in the file's order, so that
 * its rowid gives the line. Each is NULL when missing or unreadable; flaw is NULL for a good row, else the
 * first thing that is wrong with it, in the order in which cleaning counts ('blank' lines are no rows).
 *
 * A key is the name's 64-bit hash: rows get it without looking names up, so that DuckDB keeps their order while
 * it reads on all threads, which it does not through a join. Two of a million names share a hash once in 40
 * million times; they would become one.
 *
 * @param select SQL that gives "user", artist, plays and malformed, in order; malformed is NULL for a blank line
 */
export function encodeRows(database: Database, select: string, work: Work): Promise<void> {
  return database.run(
    `CREATE OR REPLACE TABLE source_rows AS SELECT
      CASE WHEN "user" IS NOT NULL THEN hash("user") END AS user_key,
      CASE WHEN artist IS NOT NULL THEN hash(artist) END AS artist_key,
      plays,
      CASE WHEN malformed IS NULL THEN 'blank' WHEN malformed THEN 'malformed' WHEN "user" IS NULL THEN 'user'
        WHEN artist IS NULL THEN 'artist' WHEN plays IS NULL THEN 'plays' END AS flaw
    FROM (${select})`,
    work,
    'reading plays',
  );
}

/**
 * Makes tables `source_users(user_key, "user")` and `source_artists(artist_key, artist)` of every name that
 * occurs, in byte order.
 *
 * @param select SQL that gives rows with "user" and artist, among them one with each name
 */
export async function encodeNames(database: Database, select: string, work: Work): Promise<void> {
  await database.run(
    `CREATE TEMP TABLE names AS SELECT "user", artist, grouping("user", artist) AS absent
    FROM (${select}) GROUP BY GROUPING SETS (("user"), (artist))`,
    work,
    'reading names',
  );
  for (const [kind, absent] of Object.entries({ user: 1, artist: 2 })) {
    await database.run(
      `CREATE TABLE source_${kind}s AS SELECT hash("${kind}") AS ${kind}_key, "${kind}"
      FROM names WHERE absent = ${absent} AND "${kind}" IS NOT NULL ORDER BY "${kind}"`,
      work,
    );
  }
  await database.run('DROP TABLE names');
}

/** Numbers of the rows, from 0, in which a name comes first; ascending. */
export async function firstRows(database: Database, work: Work): Promise<number[]> {
  const { columns } = await database.query(
    `SELECT DISTINCT min(rowid) AS first FROM source_rows
    GROUP BY GROUPING SETS ((user_key), (artist_key)) ORDER BY first`,
    undefined,
    work,
  );
  return columns.first as number[];
}
