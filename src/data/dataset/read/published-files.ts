import type { Database, Work } from '../../../duckdb/database.js';
import type { Source } from '../detect/source.js';
import { noteOnQuotes } from '../scan/clean/find-scanned.js';
import { type ScannedPlays, scanPlays } from '../scan/scan-plays.js';
import { writeRows } from '../scan/tables/write-rows.js';
import type { ScanOptions } from '../scan/threads/scan-threads.js';
import { copyLines, copyWithLineFeeds } from '../text/line-io.js';
import { quotesNote } from '../text/text-rows.js';
import { encodeNames, encodeRows, firstRows, ZeroByte } from './encode.js';
import { type LineFormat, linesOf, selectEveryLine, selectLines, wholePlays } from './lines.js';
import { reading } from './read-errors.js';
import type { Imported, Selection } from './table-rows.js';

/**
 * Reading by columns is quick but leaves blank lines out. Unless there are any, the lines of listens in which a name
 * comes first, about one in thirty, are copied to a file of their own, and names are read from there, and the ids of
 * artists: to look for them in every line would make the whole a tenth slower. DuckDB has nothing to do for the plays
 * while lines are copied.
 */
export async function importLines(
  database: Database,
  file: string,
  format: LineFormat,
  work: Work,
  besides: (work: Work) => Promise<void>,
  scanning?: Scanning,
): Promise<Imported> {
  const times = format === 'lastfm-1k';
  if (!times && scanning) {
    const scanned = await scanPlays(file, database, work, scanning.options);
    if (scanned) {
      const late = await scanning.found(scanned);
      await besides(late);
      await writeRows(database, scanned, late);
      return { times, note: noteOnQuotes(scanned), late };
    }
  }
  await encodeRows(database, selectLines(file, format), times, work);
  const first = times ? await firstRows(database, work) : [];
  const named = await database.scratchFile('first-lines.tsv');
  const copying = copyLines(file, first, named, work.signal);
  // Both end before either's failure is told: nothing may still use the files when they are cleared away.
  const [, done] = await Promise.allSettled([copying, besides(work)]);
  const lines = await copying;
  if (done.status === 'rejected') throw done.reason;
  if (lines === (await database.value('SELECT count(*) AS value FROM source_rows'))) {
    await encodeNames(database, selectLines(times ? named : file, format), work);
    return { times, note: await quotesNote(database, NAMES) };
  }
  const even = lines === undefined ? await database.scratchFile('even-lines.tsv') : file;
  if (even !== file) await copyWithLineFeeds(file, even, work.signal);
  const select = selectEveryLine(even, format);
  await encodeRows(database, select, times, work);
  await encodeNames(database, select, work);
  return { times, note: await quotesNote(database, NAMES) };
}

/** How a file is scanned whose tables are made later. */
export interface Scanning {
  /** Takes what is in memory, and says when tables are to be made of it. */
  readonly found: (scanned: ScannedPlays) => Promise<Work>;
  readonly options?: ScanOptions;
}

/** All names of a source. */
const NAMES = 'SELECT "user" AS name FROM source_users UNION ALL SELECT artist FROM source_artists';

/** HetRec: numbers of users and artists, and a second file that names the artists. */
export async function selectHetrec(database: Database, source: Source, work: Work): Promise<Selection> {
  await database.run(
    `CREATE TEMP TABLE lines AS SELECT f, CASE WHEN len(f) = 3 THEN f[2] END AS id
      FROM ${linesOf(source.plays)}`,
    work,
    'reading plays',
  );
  await reading({ file: source.artists as string, format: 'text' }, async () => {
    await database.run(`CREATE TEMP TABLE artist_names AS
      SELECT f[1] AS id, any_value(f[2]) AS name FROM ${linesOf(source.artists as string)}
      WHERE len(f) >= 2 GROUP BY id`);
    const zeros = 'SELECT count(*) AS value FROM artist_names WHERE contains(name, chr(0))';
    if ((await database.value(zeros)) !== 0) throw new ZeroByte();
  });
  await database.run(`CREATE TEMP TABLE hetrec_rows AS
    SELECT nullif(f[1], '') AS "user", nullif(name, '') AS artist, NULL::VARCHAR AS mbid,
      ${wholePlays('CASE WHEN len(f) = 3 THEN f[3] END')} AS plays, len(f) <> 3 AS malformed
    FROM lines LEFT JOIN artist_names USING (id) WHERE lines.rowid > 0 ORDER BY lines.rowid`);
  return { select: 'FROM hetrec_rows', times: false };
}

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
