import { InputError, messageOf } from '../util/errors.js';
import { type Database, fileLiteral, firstLine, identifier, type Work } from './database.js';
import { linesOf } from './lines.js';
import { importProfiles } from './profiles.js';
import type { PlayColumns, Source } from './source.js';
import { findInvalidUtf8 } from './utf8.js';

/** Plays are kept when they fit a 32-bit count; the largest real one (HetRec) is 352,698. */
export const MAX_PLAYS = 2_147_483_647;

/**
 * Reads a source's files into an empty database.
 *
 * Table `source_rows` has one row per line in the file's order, so that its rowid gives the line:
 * "user", artist, plays (each NULL when missing or unreadable) and flaw: NULL for a good row, else why
 * cleaning drops it ('blank' lines are no rows at all). View `plays` is what queries see. Cost: one pass over the file.
 */
export async function importSource(database: Database, source: Source, work: Work): Promise<void> {
  await reading(source.plays, () =>
    source.format === 'hetrec' ? importHetrec(database, source, work) : importRows(database, source, work),
  );
  const firstLine = source.format === 'csv' || source.format === 'hetrec' ? 2 : 1;
  await database.run(`CREATE TABLE source_info AS SELECT ${firstLine} AS first_line`);
  await database.run(`CREATE VIEW plays AS
    SELECT "user", artist, plays::DOUBLE AS plays, rowid + ${firstLine} AS line
    FROM source_rows WHERE flaw IS DISTINCT FROM 'blank'`);
  if (source.profiles) {
    const { profiles } = source;
    await reading(profiles, () => importProfiles(database, profiles, work));
  }
}

async function importRows(database: Database, source: Source, work: Work): Promise<void> {
  const select =
    source.format === 'lastfm-360k' ? select360K(source.plays) : await selectTable(database, source);
  await database.run(`CREATE TABLE source_rows AS ${withFlaw(select)}`, work, 'reading plays');
}

/** Adds the first thing that is wrong with each row, in the order in which cleaning counts. */
function withFlaw(select: string): string {
  return `SELECT "user", artist, plays, CASE WHEN malformed IS NULL THEN 'blank' WHEN malformed THEN 'malformed'
      WHEN "user" IS NULL THEN 'user' WHEN artist IS NULL THEN 'artist' WHEN plays IS NULL THEN 'plays' END AS flaw
    FROM (${select})`;
}

/** Last.fm 360K: no header, no quoting, and a tab is never part of a name. */
function select360K(file: string): string {
  return `SELECT nullif(f[1], '') AS "user",
      CASE WHEN len(f) = 4 THEN nullif(f[3], '') END AS artist,
      ${wholePlays(`CASE WHEN len(f) = 4 THEN f[4] END`)} AS plays,
      len(f) <> 4 AS malformed
    FROM ${linesOf(file)}`;
}

/** HetRec: numbers of users and artists, and a second file that names the artists. */
async function importHetrec(database: Database, source: Source, work: Work): Promise<void> {
  await database.run(
    `CREATE TEMP TABLE lines AS SELECT f, CASE WHEN len(f) = 3 THEN f[2] END AS id
      FROM ${linesOf(source.plays)}`,
    work,
    'reading plays',
  );
  await reading(source.artists as string, () =>
    database.run(`CREATE TEMP TABLE names AS
      SELECT f[1] AS id, any_value(f[2]) AS name FROM ${linesOf(source.artists as string)}
      WHERE len(f) >= 2 GROUP BY id`),
  );
  const select = `SELECT nullif(f[1], '') AS "user", nullif(name, '') AS artist,
      ${wholePlays('CASE WHEN len(f) = 3 THEN f[3] END')} AS plays, len(f) <> 3 AS malformed
    FROM lines LEFT JOIN names USING (id)
    WHERE lines.rowid > 0 ORDER BY lines.rowid`;
  await database.run(`CREATE TABLE source_rows AS ${withFlaw(select)}`);
}

/** A play count, or NULL when the text is no whole number from 1 to {@link MAX_PLAYS}; "12.0" is 12. */
function wholePlays(expression: string): string {
  const number = `try_cast(${expression} AS DOUBLE)`;
  return `CASE WHEN ${number} BETWEEN 1 AND ${MAX_PLAYS} AND ${number} = floor(${number})
    THEN ${number}::INTEGER END`;
}

/** Any table with named columns. */
async function selectTable(database: Database, source: Source): Promise<string> {
  const reader = tableReader(source);
  const { columns } = await database.query(
    `SELECT column_name AS name FROM (DESCRIBE SELECT * FROM ${reader})`,
  );
  const wanted: PlayColumns = source.columns ?? { user: 'user', artist: 'artist', plays: 'plays' };
  const column = (name: string) => identifier(findColumn(source.plays, columns.name as string[], name));
  return `SELECT nullif(CAST(${column(wanted.user)} AS VARCHAR), '') AS "user",
      nullif(CAST(${column(wanted.artist)} AS VARCHAR), '') AS artist,
      ${wholePlays(column(wanted.plays))} AS plays, false AS malformed
    FROM ${reader}`;
}

function tableReader({ format, plays, delimiter = ',' }: Source): string {
  if (format === 'parquet') return `read_parquet(${fileLiteral(plays)})`;
  if (format === 'json') return `read_json_auto(${fileLiteral(plays)})`;
  // Between tabs a double quote is part of a name: pandas' habit of pairing them swallows lines.
  const quote = delimiter === '\t' ? '' : '"';
  // Short rows are padded and long ones cut, so that cleaning can count them instead of failing.
  return `read_csv(${fileLiteral(plays)}, delim = '${delimiter}', quote = '${quote}', escape = '${quote}',
    header = true, all_varchar = true, null_padding = true, strict_mode = false)`;
}

function findColumn(file: string, found: string[], wanted: string): string {
  const name =
    found.find((column) => column === wanted) ??
    found.find((column) => column.toLowerCase() === wanted.toLowerCase());
  if (name !== undefined) return name;
  throw new InputError(
    `${file} has no column '${wanted}'; its columns are ${found.join(', ')}. ` +
      "Name yours with the option columns: { user: '...', artist: '...', plays: '...' }",
  );
}

/** Runs a step that reads a file, and says what is wrong with the file when it fails. */
async function reading(file: string, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof InputError || error.name === 'AbortError') throw error;
    if (/No space left|disk full/i.test(error.message)) throw error;
    const line = await findInvalidUtf8(file);
    const problem =
      line === undefined
        ? `cannot be read (${firstLine(messageOf(error))}); check that it is whole and in the format its name says`
        : `is not valid UTF-8 in line ${line}; re-encode it, e.g. iconv -f LATIN1 -t UTF-8 FILE > NEW`;
    throw new InputError(`${file} ${problem}`, { cause: error });
  }
}
