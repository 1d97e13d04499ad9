import { formatPlural } from '../util/format.js';
import { type Database, literal, type Work } from './database.js';

/** So many artists are named in a note. */
const SHOWN = 3;

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

/** Table notes(note): what cleaning found that is no reason to drop a row. */
export async function writeNotes(
  database: Database,
  { mergeByMbid, times }: { readonly mergeByMbid: boolean; readonly times: boolean },
): Promise<void> {
  const notes = [
    await spellingsNote(database, mergeByMbid),
    times ? await timesNote(database) : undefined,
  ].filter((note) => note !== undefined);
  const rows = notes.map((note) => `(${literal(note)})`).join(', ');
  await database.run('CREATE TABLE notes(note VARCHAR)');
  if (rows !== '') await database.run(`INSERT INTO notes VALUES ${rows}`);
}

async function spellingsNote(database: Database, merged: boolean): Promise<string | undefined> {
  const { columns, rowCount } = await database.query(
    `SELECT string_agg(chr(39) || artist || chr(39), ' and ' ORDER BY rank) AS names, count(*) AS names_count
    FROM spellings GROUP BY mbid ORDER BY sum(plays) DESC, mbid`,
  );
  if (rowCount === 0) return merged ? 'no two artists share a MusicBrainz id; none were merged' : undefined;
  const names = columns.names_count.reduce<number>((sum, count) => sum + Number(count), 0);
  const shown = (columns.names as string[]).slice(0, SHOWN).join('; ');
  const examples = rowCount > SHOWN ? `${shown}; ...` : shown;
  return merged
    ? `${formatPlural(names, 'spelling')} became ${formatPlural(rowCount, 'artist')}, as they share a MusicBrainz id, under the most played: ${examples}`
    : `${formatPlural(names, 'artist')} have a MusicBrainz id that others have, too, and may be ${formatPlural(rowCount, 'artist')} spelled in several ways: ${examples}; clean({ mergeByMbid: true }) makes one artist of each`;
}

async function timesNote(database: Database): Promise<string | undefined> {
  const lost = Number(await database.value('SELECT count(*) AS value FROM listens WHERE time IS NULL'));
  if (lost === 0) return undefined;
  return `${formatPlural(lost, 'listen')} without a readable time: counted, but in no split by time`;
}
