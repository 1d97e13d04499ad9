import type { Database, Work } from '../../../duckdb/database.js';
import { literal } from '../../../duckdb/sql.js';
import type { CleanedScan } from '../scan/clean/clean-scanned.js';
import { writeEntries } from '../scan/tables/write-entries.js';
import { countDropped, writeDropped } from './dropped.js';
import { findInTables } from './find-in-tables.js';
import { notesOn } from './notes.js';

/** How cleaning is done. */
export interface CleanOptions {
  /** Whether spellings of an artist that have one MusicBrainz id become one artist. Default false. */
  mergeByMbid?: boolean;
}

/**
 * Fills an empty database with the cleaned tables of an imported one.
 *
 * users(user_index, "user") and artists(artist_index, artist) in byte order of names,
 * entries(user_index, artist_index, plays) in that order, view plays, artist_mbids(artist_index, mbid), tables dropped
 * and notes, and the profiles; and where listens are counted, listens(user_index, artist_index, time).
 * Cost: a join of the rows with the names by whole numbers, and a sort of the rows.
 *
 * @param scan what was cleaned in memory, where it was: entries need no sort
 */
export async function cleanInto(
  database: Database,
  rawFile: string,
  { mergeByMbid = false }: CleanOptions,
  work: Work,
  scan?: CleanedScan,
): Promise<void> {
  await database.attach(rawFile, 'raw');
  const times = (await database.value('SELECT times AS value FROM raw.source_info')) === true;
  await findLost(database, 'user', work);
  await findLost(database, 'artist', work);
  await findSpellings(database, work);
  await numberNames(database, 'user', work);
  await numberNames(database, 'artist', work, mergeByMbid);
  if (scan) await writeEntries(database, scan, work);
  else if (times) await countListens(database, work);
  else {
    await sortEntries(database, work);
    await mergeRepeated(database, work);
  }
  await countEntries(database, work);
  await database.run(`CREATE VIEW plays AS SELECT "user", artist, entries.plays::DOUBLE AS plays
    FROM entries JOIN users USING (user_index) JOIN artists USING (artist_index)`);
  const { dropped, notes } = scan ?? {
    dropped: await countDropped(database, times, work),
    notes: notesOn(await findInTables(database, { mergeByMbid, times })),
  };
  await writeDropped(database, dropped);
  await writeNotes(database, notes);
  await copyProfiles(database);
  await database.detach('raw');
}

/**
 * Table lost_users or lost_artists: the names without a good row. Only names of flawed rows, which are few, can be
 * without one.
 */
async function findLost(database: Database, kind: 'user' | 'artist', work: Work): Promise<void> {
  const key = `${kind}_key`;
  await database.run(
    `CREATE TEMP TABLE lost_${kind}s AS
    WITH flawed AS MATERIALIZED (
      SELECT DISTINCT ${key} FROM raw.source_rows WHERE flaw IS NOT NULL AND ${key} IS NOT NULL
    )
    SELECT ${key} FROM flawed ANTI JOIN (
      SELECT DISTINCT ${key} FROM raw.source_rows SEMI JOIN flawed USING (${key}) WHERE flaw IS NULL
    ) USING (${key})`,
    work,
    `numbering ${kind}s`,
  );
}

/**
 * Numbers the names that have a good row: tables users or artists, and user_keys or artist_keys from key to
 * number. The source's names lie in byte order already, so that counting them is enough.
 *
 * @param merge (artists) whether other spellings of an artist have the number of the most played one
 */
async function numberNames(
  database: Database,
  kind: 'user' | 'artist',
  work: Work,
  merge = false,
): Promise<void> {
  const key = `${kind}_key`;
  // NOT IN keeps the order of rows, which an anti join may turn round.
  const number = `(row_number() OVER () - 1)::INTEGER AS ${kind}_index`;
  const others = merge ? 'UNION ALL SELECT artist_key FROM spellings WHERE rank > 1' : '';
  const kept = `FROM raw.source_${kind}s WHERE ${key} NOT IN (FROM lost_${kind}s ${others})`;
  await database.run(`CREATE TEMP TABLE ${kind}_keys AS SELECT ${key}, ${number} ${kept}`, work);
  if (kind === 'user')
    return await database.run(`CREATE TABLE users AS SELECT ${number}, "user" ${kept}`, work);
  await database.run(`CREATE TABLE numbered_artists AS SELECT ${number}, artist, mbid ${kept}`, work);
  await database.run('CREATE VIEW artists AS SELECT artist_index, artist FROM numbered_artists');
  await database.run(`CREATE VIEW artist_mbids AS SELECT artist_index, mbid::VARCHAR AS mbid
    FROM numbered_artists WHERE mbid IS NOT NULL`);
  if (!merge) return;
  await database.run(
    `INSERT INTO artist_keys SELECT other.artist_key, artist_index
    FROM spellings other JOIN spellings most ON other.mbid = most.mbid AND most.rank = 1 AND other.rank > 1
      JOIN artist_keys ON artist_keys.artist_key = most.artist_key`,
    work,
  );
}

/** Table entry_ends(ends): where each user's entries end. To read it is quicker than to count users in all entries. */
async function countEntries(database: Database, work: Work): Promise<void> {
  await database.run(
    `CREATE TABLE entry_ends AS SELECT (sum(entries) OVER (ORDER BY user_index))::INTEGER AS ends
    FROM (SELECT user_index, count(*) AS entries FROM entries GROUP BY user_index) ORDER BY user_index`,
    work,
  );
}

/**
 * Tables listens, in the order of time, and entries. Listens of a pair are many, unlike repeated rows: so they are
 * grouped.
 */
async function countListens(database: Database, work: Work): Promise<void> {
  await database.run(
    `CREATE TABLE listens AS SELECT user_index, artist_index, time
    FROM raw.source_rows JOIN user_keys USING (user_key) JOIN artist_keys USING (artist_key) WHERE flaw IS NULL
    ORDER BY time, user_index, artist_index`,
    work,
    'sorting listens',
  );
  await database.run(
    `CREATE TABLE entries AS SELECT user_index, artist_index, count(*)::BIGINT AS plays
    FROM listens GROUP BY ALL ORDER BY user_index, artist_index`,
    work,
    'counting listens',
  );
}

/**
 * Leaves one entry of each pair, with the plays of all. Pairs are sorted, so those that came more than once
 * lie side by side; where they are few, as in real data, changing them costs less than grouping all.
 */
async function mergeRepeated(database: Database, work: Work): Promise<void> {
  await database.run(
    `CREATE TEMP TABLE repeated AS SELECT position, user_index, artist_index, plays FROM (
      SELECT entries.rowid AS position, user_index, artist_index, plays,
        lag(user_index) OVER () AS user_before, lag(artist_index) OVER () AS artist_before
      FROM entries
    ) WHERE user_index = user_before AND artist_index = artist_before`,
    work,
    'merging repeated rows',
  );
  await database.run(
    `UPDATE entries SET plays = entries.plays + more FROM (
      SELECT min(position) - 1 AS first, sum(plays)::BIGINT AS more FROM repeated GROUP BY user_index, artist_index
    ) WHERE entries.rowid = first`,
    work,
  );
  await database.run('DELETE FROM entries WHERE rowid IN (SELECT position FROM repeated)', work);
}

/** Table notes(note). */
async function writeNotes(database: Database, notes: readonly string[]): Promise<void> {
  await database.run('CREATE TABLE notes(note VARCHAR)');
  const rows = notes.map((note) => `(${literal(note)})`).join(', ');
  if (rows !== '') await database.run(`INSERT INTO notes VALUES ${rows}`);
}

async function copyProfiles(database: Database): Promise<void> {
  const found = await database.value(
    `SELECT count(*) AS value FROM duckdb_tables() WHERE database_name = 'raw' AND table_name = 'profiles'`,
  );
  if (found === 0) return;
  await database.run('CREATE TABLE profiles AS FROM raw.profiles');
  await database.run('CREATE TABLE profile_problems AS FROM raw.profile_problems');
}

/** Numbers below this fit 24 bits. */
const SHORT_NUMBERS = 2 ** 24;

/** Makes table entries(user_index, artist_index, plays), a row per good row of the source, in that order. */
async function sortEntries(database: Database, work: Work): Promise<void> {
  const count = async (table: string) =>
    Number(await database.value(`SELECT count(*) AS value FROM ${table}`));
  const order = entryOrder(await count('users'), await count('artists'));
  await database.run(
    `CREATE TABLE entries AS SELECT user_index, artist_index, plays::BIGINT AS plays
    FROM raw.source_rows JOIN user_keys USING (user_key) JOIN artist_keys USING (artist_key)
    WHERE flaw IS NULL ORDER BY ${order}`,
    work,
    'sorting plays',
  );
}

/**
 * SQL to sort by user_index and artist_index. DuckDB sorts a fifth quicker when the key fits 8 bytes, of which
 * it takes one a column to tell NULL: so numbers of 24 bits are cut anew into 32 bits and 16.
 *
 * @param users numbers of users are below this
 * @param artists numbers of artists are below this
 * @internal
 */
export function entryOrder(users: number, artists: number): string {
  if (users > SHORT_NUMBERS || artists > SHORT_NUMBERS) return 'user_index, artist_index';
  return '(user_index::UINTEGER << 8) | (artist_index >> 16)::UINTEGER, (artist_index & 65535)::USMALLINT';
}

/**
 * Temporary table spellings(artist_key, artist, mbid, plays, rank): the artists' names that share a MusicBrainz id with
 * another one, the most played of each id with rank 1.
 */
async function findSpellings(database: Database, work: Work): Promise<void> {
  await database.run(
    `CREATE TEMP TABLE spellings AS
    WITH many AS MATERIALIZED (
      SELECT mbid FROM raw.source_artists
      WHERE mbid IS NOT NULL AND artist_key NOT IN (FROM lost_artists) GROUP BY mbid HAVING count(*) > 1
    ),
    shared AS MATERIALIZED (
      SELECT artist_key, artist, mbid FROM raw.source_artists
      WHERE mbid IN (FROM many) AND artist_key NOT IN (FROM lost_artists)
    )
    SELECT artist_key, artist, mbid, plays,
      row_number() OVER (PARTITION BY mbid ORDER BY plays DESC, artist) AS rank
    FROM shared JOIN (
      SELECT artist_key, sum(plays) AS plays FROM raw.source_rows SEMI JOIN shared USING (artist_key)
      WHERE flaw IS NULL GROUP BY artist_key
    ) USING (artist_key)`,
    work,
  );
}
