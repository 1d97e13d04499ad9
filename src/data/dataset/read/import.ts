import path from 'node:path';
import type { Database, Work } from '../../../duckdb/database.js';
import { literal } from '../../../duckdb/sql.js';
import { InputError } from '../../../util/errors.js';
import { isPublishedName } from '../detect/file-names.js';
import { readHead } from '../detect/inspect.js';
import { packingOf } from '../detect/packing.js';
import { firstRow, pathSource, type Source, unitOf } from '../detect/source.js';
import { FileRefusal } from '../file-error.js';
import { unpack } from '../packed/unpack.js';
import { dropBlankNames } from './cells.js';
import { encodeNames, encodeRows, refuseZeroBytes } from './encode.js';
import { LINE_FORMATS, type LineFormat } from './lines.js';
import { importLines, importProfiles, type Scanning, selectHetrec } from './published-files.js';
import { reading } from './read-errors.js';
import { type Imported, selectTable } from './table-rows.js';

/**
 * Reads a source's files into an empty database.
 *
 * Names go to `source_users` and `source_artists`, rows to `source_rows`; see encode.ts. View `plays` is
 * what queries see. Cost: two passes over the file, one for the rows and one for the names.
 *
 * @param scanning where given, lines of Last.fm 360K are handed over as soon as they are in memory, and their tables are
 * made afterwards
 */
export async function importSource(
  database: Database,
  source: Source,
  work: Work,
  scanning?: Scanning,
): Promise<void> {
  if (source.format === 'packed') return await importPacked(database, source, work);
  const { plays, profiles } = source;
  const besides = async (later: Work) => {
    if (profiles)
      await reading({ file: profiles, format: 'text' }, () => importProfiles(database, profiles, later));
  };
  let imported: Imported = { times: false };
  const firstLine = firstRow(source);
  await reading({ file: plays, format: source.format, dialect: source.dialect }, async () => {
    imported = await importPlays(database, source, work, besides, scanning);
    const rest = imported.late ?? work;
    await dropBlankNames(database, rest);
    await refuseZeroBytes(
      database,
      unitOf(source) === 'row' ? { file: plays, firstRow: firstLine } : undefined,
      rest,
    );
  });
  await refuseNoRows(database, plays);
  const unread = source.format in LINE_FORMATS ? undefined : await unreadPlays(database);
  const { times, note } = imported;
  await database.run(
    `CREATE TABLE source_info AS
    SELECT ${firstLine} AS first_line, ${times} AS times, ${profiles !== undefined} AS profiles,
      ${literal(unitOf(source))} AS unit,
      ${note === undefined ? 'NULL' : literal(note)}::VARCHAR AS note,
      ${unread === undefined ? 'NULL' : literal(unread)}::VARCHAR AS unread_plays`,
  );
  await database.run(`CREATE VIEW plays AS
    SELECT "user", artist, plays::DOUBLE AS plays, ${times ? 'time, ' : ''}source_rows.rowid + ${firstLine} AS line
    FROM source_rows LEFT JOIN source_users USING (user_key) LEFT JOIN source_artists USING (artist_key)
    WHERE flaw IS DISTINCT FROM 'blank'`);
}

/** A header alone, or a Parquet file without a row. */
async function refuseNoRows(database: Database, file: string): Promise<void> {
  const rows = await database.value(
    `SELECT count(*) AS value FROM (SELECT 1 FROM source_rows WHERE flaw IS DISTINCT FROM 'blank' LIMIT 1)`,
  );
  if (rows !== 0) return;
  throw new InputError(
    `${file} has columns but no rows, so there is nothing to train on; expected at least one row of plays`,
  );
}

/** The first cell of plays that is none, where no row of a table has any. */
async function unreadPlays(database: Database): Promise<string | undefined> {
  const { columns } = await database.query(
    `SELECT min(rowid) FILTER (flaw = 'plays') AS row, bool_or(flaw IS NULL) AS "hasGood" FROM source_rows`,
  );
  if (columns.row[0] === null || columns.hasGood[0] === true) return undefined;
  const tables = 'SELECT count(*) AS value FROM duckdb_columns() WHERE table_name =';
  if ((await database.value(`${tables} 'table_rows'`)) === 0) return undefined;
  const isTyped = (await database.value(`${tables} 'table_rows' AND column_name = 'number'`)) !== 0;
  const cell = isTyped ? 'coalesce(plays, CAST(number AS VARCHAR))' : 'plays';
  const text = await database.value(
    `SELECT ${cell} AS value FROM table_rows WHERE rowid = ${columns.row[0]}`,
  );
  return text === null ? undefined : String(text);
}

/** Unpacks to where the database keeps what it needs only while it is made. */
async function importPacked(database: Database, source: Source, work: Work): Promise<void> {
  const isText = packingOf(source.plays, readHead(source.plays)) === 'UTF-16';
  // What was unpacked may be a text in UTF-16.
  const folder = await database.scratchFile(isText ? 'decoded' : 'unpacked');
  const unpacked = await unpack(source.plays, folder, isPublishedName, work);
  try {
    const inner = pathSource(unpacked.path, { ...source.table, profiles: source.profiles });
    const isPacked = inner.format === 'packed';
    if (isPacked && (isText || packingOf(inner.plays, readHead(inner.plays)) !== 'UTF-16'))
      throw new InputError(`${inner.plays} is compressed, too; unpack it and give the file of plays`);
    await importSource(database, inner, work);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const rename = (text: string) => {
      const known = [...unpacked.shown].reduce((said, [from, to]) => said.replaceAll(from, to), text);
      return known.replaceAll(folder, source.plays);
    };
    const renamePath = (text: string, byOthers: boolean) => {
      const paths = [...unpacked.shown.keys(), folder];
      const known = (from: string) => (byOthers ? path.basename(from) : source.plays);
      const said = paths.reduce((before, from) => before.replaceAll(from, known(from)), text);
      const first = isText ? `write ${source.plays} in UTF-8` : `unpack ${source.plays}`;
      return byOthers ? `${first} first; ${said}` : said;
    };
    if (error instanceof FileRefusal) throw error.about(rename, renamePath);
    throw new InputError(rename(error.message), { cause: error });
  }
}

/** @param besides what else the database is to do, at the best moment for it: when the plays are in memory, or beside them */
async function importPlays(
  database: Database,
  source: Source,
  work: Work,
  besides: (work: Work) => Promise<void>,
  scanning?: Scanning,
): Promise<Imported> {
  const { format, plays } = source;
  if (format in LINE_FORMATS)
    return await importLines(database, plays, format as LineFormat, work, besides, scanning);
  const { select, ...imported } =
    format === 'hetrec'
      ? await selectHetrec(database, source, work)
      : await selectTable(database, source, work);
  await encodeRows(database, select, imported.times, work);
  await encodeNames(database, select, work);
  await besides(work);
  return imported;
}
