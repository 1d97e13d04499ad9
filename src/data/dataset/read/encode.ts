import type { Database, Work } from '../../../duckdb/database.js';
import { column } from '../../../duckdb/results.js';
import { InputError } from '../../../util/errors.js';
import { shownLine } from '../file-error.js';

/** What may be wrong with a row, in the order in which it is tried; a blank line is no row. */
export const FLAWS = ['blank', 'malformed', 'user', 'artist', 'plays'] as const;

export type Flaw = (typeof FLAWS)[number];

/** SQL: the first thing that is wrong with a row, or NULL. */
export const FLAW = `CASE WHEN malformed IS NULL THEN 'blank' WHEN malformed THEN 'malformed' WHEN "user" IS NULL THEN 'user'
  WHEN artist IS NULL THEN 'artist' WHEN plays IS NULL THEN 'plays' END`;

/**
 * Makes table `source_rows(user_key, artist_key, plays, flaw)`: a row per line in the file's order, so that
 * its rowid gives the line. Each is NULL when missing or unreadable; flaw is NULL for a good row, else the
 * first thing that is wrong with it, in the order in which cleaning counts ('blank' lines are no rows). With times,
 * there is a column time, too.
 *
 * A key is the name's 64-bit hash: rows get it without looking names up, so that DuckDB keeps their order while
 * it reads on all threads, which it does not through a join. Two of a million names share a hash once in 40
 * million times; they would become one.
 *
 * @param select SQL that gives "user", artist, plays and malformed, in order; malformed is NULL for a blank line
 * @param times whether it gives time, too
 */
export function encodeRows(database: Database, select: string, times: boolean, work: Work): Promise<void> {
  return database.run(
    `CREATE OR REPLACE TABLE source_rows AS SELECT
      CASE WHEN "user" IS NOT NULL THEN hash("user") END AS user_key,
      CASE WHEN artist IS NOT NULL THEN hash(artist) END AS artist_key,
      plays,
      ${FLAW} AS flaw
      ${times ? ', time' : ''}
    FROM (${select})`,
    work,
    'reading plays',
  );
}

/**
 * Makes tables `source_users(user_key, "user")` and `source_artists(artist_key, artist, mbid)` of every name that
 * occurs, in byte order. An mbid is a UUID, as MusicBrainz ids are; of several of one name it is the one that comes
 * most often in these rows, and of those that come as often the least.
 *
 * @param select SQL that gives rows with "user", artist and mbid, among them one with each name
 */
export async function encodeNames(database: Database, select: string, work: Work): Promise<void> {
  await database.run(
    `CREATE TEMP TABLE names AS
    SELECT "user", artist, min(mbid) AS mbid, max(mbid) AS other, grouping("user", artist) AS absent
    FROM (SELECT * REPLACE (try_cast(mbid AS UUID) AS mbid) FROM (${select}))
    GROUP BY GROUPING SETS (("user"), (artist))`,
    work,
    'reading names',
  );
  await database.run(
    `CREATE TABLE source_users AS SELECT hash("user") AS user_key, "user"
    FROM names WHERE absent = 1 AND "user" IS NOT NULL ORDER BY "user"`,
    work,
  );
  await chooseMbids(database, select, work);
  await database.run(
    `CREATE TABLE source_artists AS SELECT hash(artist) AS artist_key, artist, mbid
    FROM names WHERE absent = 2 AND artist IS NOT NULL ORDER BY artist`,
    work,
  );
  await database.run('DROP TABLE names');
}

/** Gives artists of several ids the one that comes most often. They are few: to count the ids of all takes long. */
async function chooseMbids(database: Database, select: string, work: Work): Promise<void> {
  const several = 'SELECT artist FROM names WHERE absent = 2 AND artist IS NOT NULL AND mbid <> other';
  if ((await database.value(`SELECT count(*) AS value FROM (${several})`)) === 0) return;
  await database.run(
    `UPDATE names SET mbid = frequent.mbid FROM (
      SELECT artist, first(mbid ORDER BY rows DESC, mbid) AS mbid FROM (
        SELECT artist, try_cast(mbid AS UUID) AS mbid, count(*) AS rows FROM (${select})
        WHERE artist IN (${several}) GROUP BY ALL
      ) WHERE mbid IS NOT NULL GROUP BY artist
    ) frequent WHERE names.artist = frequent.artist AND absent = 2`,
    work,
  );
}

/** Numbers of the rows, from 0, in which a name comes first; ascending. */
export async function firstRows(database: Database, work: Work): Promise<number[]> {
  // Chunks, as hundreds of thousands of numbers take as long to read one by one as the query itself.
  const chunks = await database.chunks(
    `SELECT min(rowid)::INTEGER AS first FROM source_rows GROUP BY user_key
    UNION ALL SELECT min(rowid)::INTEGER FROM source_rows GROUP BY artist_key ORDER BY first`,
    work,
  );
  const rows = [...chunks].flatMap((chunk) => Array.from(column(chunk, 0, Int32Array)));
  return rows.filter((row, i) => row !== rows[i - 1]);
}

/** A zero byte in a name: the text file that it stands in can tell the line. */
export class ZeroByte extends Error {
  override readonly name = 'ZeroByte';
}

/**
 * Refuses names with a zero byte in them: a file that is damaged, or begins as text and is none. Names are few, so that
 * this is quick where all lines would take long.
 *
 * @param rows what messages call the rows that do not lie in lines of their own: their file, and the number of the first
 * @throws ZeroByte about a text file
 * @throws InputError with the row about others
 */
export async function refuseZeroBytes(
  database: Database,
  rows: { readonly file: string; readonly firstRow: number } | undefined,
  work: Work,
): Promise<void> {
  for (const kind of ['artist', 'user']) {
    const { columns } = await database.query(
      `SELECT "${kind}" AS name, (SELECT min(rowid) FROM source_rows WHERE source_rows.${kind}_key = named.${kind}_key) AS row
      FROM source_${kind}s named WHERE contains("${kind}", chr(0)) LIMIT 1`,
      undefined,
      work,
    );
    if (columns.name.length === 0) continue;
    if (rows === undefined) throw new ZeroByte();
    throw new InputError(
      `${rows.file}: row ${Number(columns.row[0]) + rows.firstRow} has a zero character (NUL) in ${kind} ${shownLine(String(columns.name[0]))}; remove all of them where the file is written`,
    );
  }
}
