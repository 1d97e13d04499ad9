import { type Database, literal, type Work } from './database.js';

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
 * Fills an empty database with the cleaned tables of an imported one.
 *
 * users(user_index, "user") and artists(artist_index, artist) in byte order of names,
 * entries(user_index, artist_index, plays, source_rows) in that order, view plays, table dropped, and
 * the profiles. Cost: two passes for the names, a hash join and a sort of the rows.
 */
export async function cleanInto(database: Database, rawFile: string, work: Work): Promise<void> {
  await database.run(`ATTACH ${literal(rawFile)} AS raw (READ_ONLY)`);
  await nameTable(database, 'user', 'users', work);
  await nameTable(database, 'artist', 'artists', work);
  await database.run(
    `CREATE TABLE entries AS
    SELECT user_index, artist_index, sum(plays)::DOUBLE AS plays, count(*)::INTEGER AS source_rows
    FROM raw.source_rows JOIN users USING ("user") JOIN artists USING (artist)
    WHERE flaw IS NULL
    GROUP BY user_index, artist_index ORDER BY user_index, artist_index`,
    work,
    'cleaning plays',
  );
  await database.run(`CREATE VIEW plays AS SELECT "user", artist, entries.plays AS plays
    FROM entries JOIN users USING (user_index) JOIN artists USING (artist_index)`);
  await countDropped(database, work);
  await copyProfiles(database);
  await database.run('DETACH raw');
}

async function nameTable(
  database: Database,
  kind: 'user' | 'artist',
  table: string,
  work: Work,
): Promise<void> {
  await database.run(
    `CREATE TABLE ${table} AS
    SELECT (row_number() OVER (ORDER BY name) - 1)::INTEGER AS ${kind}_index, name AS "${kind}"
    FROM (SELECT DISTINCT "${kind}" AS name FROM raw.source_rows WHERE flaw IS NULL) ORDER BY name`,
    work,
    `numbering ${table}`,
  );
}

async function countDropped(database: Database, work: Work): Promise<void> {
  const reasons = Object.entries(REASONS).map(([flaw, text], rank) => `(${rank}, '${flaw}', '${text}')`);
  const repeats = await database.value('SELECT count(*) AS value FROM entries WHERE source_rows > 1');
  await database.run(
    `CREATE TABLE dropped AS
    WITH reasons(rank, flaw, reason) AS (VALUES ${reasons.join(', ')}),
    lost AS (
      SELECT source_rows.rowid + first_line AS line, flaw FROM raw.source_rows, raw.source_info
      WHERE flaw <> 'blank'
      ${repeats === 0 ? '' : `UNION ALL SELECT line, 'merged' FROM (${REPEATED})`}
    ),
    counts AS (
      SELECT flaw, count(*) AS rows, array_to_string(min(line, ${LINES_SHOWN}), ', ') AS first_lines
      FROM lost GROUP BY flaw
    )
    SELECT reason, coalesce(rows, 0) AS rows, coalesce(first_lines, '') AS first_lines
    FROM reasons LEFT JOIN counts USING (flaw) ORDER BY rank`,
    work,
    'counting dropped rows',
  );
}

/** Lines of the second and later rows of a pair; only pairs that came more than once are looked up. */
const REPEATED = `SELECT line FROM (
    SELECT source_rows.rowid + first_line AS line,
      row_number() OVER (PARTITION BY "user", artist ORDER BY source_rows.rowid) AS time
    FROM raw.source_info, raw.source_rows
    JOIN (SELECT "user", artist FROM entries JOIN users USING (user_index) JOIN artists USING (artist_index)
      WHERE entries.source_rows > 1) USING ("user", artist)
    WHERE flaw IS NULL
  ) WHERE time > 1`;

async function copyProfiles(database: Database): Promise<void> {
  const found = await database.value(
    `SELECT count(*) AS value FROM duckdb_tables() WHERE database_name = 'raw' AND table_name = 'profiles'`,
  );
  if (found === 0) return;
  await database.run('CREATE TABLE profiles AS FROM raw.profiles');
  await database.run('CREATE TABLE profile_problems AS FROM raw.profile_problems');
}
