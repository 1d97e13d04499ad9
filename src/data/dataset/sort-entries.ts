import type { Database, Work } from '../../duckdb/database.js';

/** Numbers below this fit 24 bits. */
const SHORT_NUMBERS = 2 ** 24;

/** Makes table entries(user_index, artist_index, plays), a row per good row of the source, in that order. */
export async function sortEntries(database: Database, work: Work): Promise<void> {
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
 */
export function entryOrder(users: number, artists: number): string {
  if (users > SHORT_NUMBERS || artists > SHORT_NUMBERS) return 'user_index, artist_index';
  return '(user_index::UINTEGER << 8) | (artist_index >> 16)::UINTEGER, (artist_index & 65535)::USMALLINT';
}
