import { InputError, messageOf } from '../util/errors.js';
import { copyLines } from './copy-lines.js';
import { type Database, fileLiteral, firstLine, identifier, type Work } from './database.js';
import { encodeNames, encodeRows, firstRows } from './encode.js';
import { findColumn } from './find-column.js';
import { linesOf } from './lines.js';
import { importProfiles } from './profiles.js';
import { numberColumn } from './read-numbers.js';
import { select360K, select360KLines, wholePlays } from './select-360k.js';
import { selectText } from './select-text.js';
import type { Source } from './source.js';
import { type ColumnName, wantedColumns } from './table-options.js';
import { findInvalidUtf8 } from './utf8.js';

/**
 * Reads a source's files into an empty database.
 *
 * Names go to `source_users` and `source_artists`, rows to `source_rows`; see encode.ts. View `plays` is
 * what queries see. Cost: two passes over the file, one for the rows and one for the names.
 */
export async function importSource(database: Database, source: Source, work: Work): Promise<void> {
  const { plays, profiles } = source;
  const besides = async () => {
    if (profiles) await reading(profiles, () => importProfiles(database, profiles, work));
  };
  await reading(plays, () => importPlays(database, source, work, besides));
  const firstLine = source.format === 'hetrec' ? 2 : 1 + (source.dialect?.skip ?? 0);
  await database.run(`CREATE TABLE source_info AS SELECT ${firstLine} AS first_line`);
  await database.run(`CREATE VIEW plays AS
    SELECT "user", artist, plays::DOUBLE AS plays, source_rows.rowid + ${firstLine} AS line
    FROM source_rows LEFT JOIN source_users USING (user_key) LEFT JOIN source_artists USING (artist_key)
    WHERE flaw IS DISTINCT FROM 'blank'`);
}

/** @param besides what else the database is to do, at the best moment for it */
async function importPlays(
  database: Database,
  source: Source,
  work: Work,
  besides: () => Promise<void>,
): Promise<void> {
  if (source.format === 'lastfm-360k') return await import360K(database, source.plays, work, besides);
  const select =
    source.format === 'hetrec'
      ? await selectHetrec(database, source, work)
      : await selectTable(database, source, work);
  await encodeRows(database, select, work);
  await encodeNames(database, select, work);
  await besides();
}

/**
 * Reading by columns is quick but leaves blank lines out. Unless there are any, the lines in which a name
 * comes first, about one in thirty, are copied to a file of their own, and names are read from there. DuckDB
 * has nothing to do for the plays while lines are copied.
 */
async function import360K(
  database: Database,
  file: string,
  work: Work,
  besides: () => Promise<void>,
): Promise<void> {
  await encodeRows(database, select360K(file), work);
  const first = await firstRows(database, work);
  const named = await database.scratchFile('first-lines.tsv');
  const copying = copyLines(file, first, named, work.signal);
  // Both end before either's failure is told: nothing may still use the files when they are cleared away.
  const [, done] = await Promise.allSettled([copying, besides()]);
  const lines = await copying;
  if (done.status === 'rejected') throw done.reason;
  if (lines === (await database.value('SELECT count(*) AS value FROM source_rows'))) {
    return await encodeNames(database, select360K(named), work);
  }
  const select = select360KLines(file);
  await encodeRows(database, select, work);
  await encodeNames(database, select, work);
}

/** HetRec: numbers of users and artists, and a second file that names the artists. */
async function selectHetrec(database: Database, source: Source, work: Work): Promise<string> {
  await database.run(
    `CREATE TEMP TABLE lines AS SELECT f, CASE WHEN len(f) = 3 THEN f[2] END AS id
      FROM ${linesOf(source.plays)}`,
    work,
    'reading plays',
  );
  await reading(source.artists as string, () =>
    database.run(`CREATE TEMP TABLE artist_names AS
      SELECT f[1] AS id, any_value(f[2]) AS name FROM ${linesOf(source.artists as string)}
      WHERE len(f) >= 2 GROUP BY id`),
  );
  await database.run(`CREATE TEMP TABLE hetrec_rows AS
    SELECT nullif(f[1], '') AS "user", nullif(name, '') AS artist,
      ${wholePlays('CASE WHEN len(f) = 3 THEN f[3] END')} AS plays, len(f) <> 3 AS malformed
    FROM lines LEFT JOIN artist_names USING (id) WHERE lines.rowid > 0 ORDER BY lines.rowid`);
  return 'FROM hetrec_rows';
}

/** Any table with named columns, read once into a table of its own. */
async function selectTable(database: Database, source: Source, work: Work): Promise<string> {
  const { plays, dialect, table } = source;
  const select = dialect
    ? await selectText(database, plays, dialect, table, work)
    : await selectColumns(database, source);
  await database.run(`CREATE TEMP TABLE table_rows AS ${select}`, work, 'reading plays');
  const unit = dialect ? 'line' : 'row';
  const place = { file: plays, delimiter: dialect?.delimiter, unit, firstRow: 1 + (dialect?.skip ?? 0) };
  const number = await numberColumn(database, place, table, work);
  return `SELECT "user", artist, ${wholePlays(number)} AS plays, malformed FROM table_rows`;
}

async function selectColumns(database: Database, { format, plays, table }: Source): Promise<string> {
  const reader = `${format === 'parquet' ? 'read_parquet' : 'read_json_auto'}(${fileLiteral(plays)})`;
  const { columns } = await database.query(
    `SELECT column_name AS name FROM (DESCRIBE SELECT * FROM ${reader})`,
  );
  const names = columns.name as string[];
  const column = (name: ColumnName) => identifier(names[findColumn(plays, names, name)]);
  const wanted = wantedColumns(table);
  return `SELECT nullif(CAST(${column(wanted.user)} AS VARCHAR), '') AS "user",
      nullif(CAST(${column(wanted.artist)} AS VARCHAR), '') AS artist,
      CAST(${column(wanted.plays)} AS VARCHAR) AS plays, false AS malformed
    FROM ${reader}`;
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
