import type { Database, Work } from '../../duckdb/database.js';

/**
 * Temporary table spellings(artist_key, artist, mbid, plays, rank): the artists' names that share a MusicBrainz id with
 * another one, the most played of each id with rank 1.
 */
export async function findSpellings(database: Database, work: Work): Promise<void> {
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
