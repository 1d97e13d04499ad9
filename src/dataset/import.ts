import { InputError } from '../util/errors.js';
import { formatPlural } from '../util/format.js';
import { dropBlankNames, withoutBlanks } from './blank-names.js';
import { copyLines } from './copy-lines.js';
import { type Database, literal, type Work } from './database.js';
import { encodeNames, encodeRows, firstRows } from './encode.js';
import { FileRefusal, shownLine } from './file-refusal.js';
import { linesOf } from './lines.js';
import { listenTime } from './listen-time.js';
import { importProfiles } from './profiles.js';
import { type NumberColumn, numberColumn } from './read-numbers.js';
import { readTimes } from './read-times.js';
import { reading } from './reading.js';
import { selectJson } from './select-json.js';
import { LINE_FORMATS, type LineFormat, selectEveryLine, selectLines, wholePlays } from './select-lines.js';
import { selectParquet } from './select-parquet.js';
import { selectText } from './select-text.js';
import { isPublishedName, pathSource, type Source } from './source.js';
import type { TableOptions, TableRows } from './table-options.js';
import { unpack } from './unpack.js';
import { refuseZeroBytes, ZeroByte } from './zero-bytes.js';

/**
 * Reads a source's files into an empty database.
 *
 * Names go to `source_users` and `source_artists`, rows to `source_rows`; see encode.ts. View `plays` is
 * what queries see. Cost: two passes over the file, one for the rows and one for the names.
 */
export async function importSource(database: Database, source: Source, work: Work): Promise<void> {
  if (source.format === 'packed') return await importPacked(database, source, work);
  const { plays, profiles } = source;
  const besides = async () => {
    if (profiles)
      await reading({ file: profiles, format: 'text' }, () => importProfiles(database, profiles, work));
  };
  let imported: Imported = { times: false };
  const firstLine = firstRow(source);
  await reading({ file: plays, format: source.format, dialect: source.dialect }, async () => {
    imported = await importPlays(database, source, work, besides);
    await dropBlankNames(database, work);
    await refuseZeroBytes(
      database,
      unitOf(source) === 'row' ? { file: plays, firstRow: firstLine } : undefined,
      work,
    );
  });
  const { times, note } = imported;
  await database.run(
    `CREATE TABLE source_info AS
    SELECT ${firstLine} AS first_line, ${times} AS times, ${profiles !== undefined} AS profiles,
      ${literal(unitOf(source))} AS unit,
      ${note === undefined ? 'NULL' : literal(note)}::VARCHAR AS note`,
  );
  await database.run(`CREATE VIEW plays AS
    SELECT "user", artist, plays::DOUBLE AS plays, ${times ? 'time, ' : ''}source_rows.rowid + ${firstLine} AS line
    FROM source_rows LEFT JOIN source_users USING (user_key) LEFT JOIN source_artists USING (artist_key)
    WHERE flaw IS DISTINCT FROM 'blank'`);
}

/** Unpacks to where the database keeps what it needs only while it is made. */
async function importPacked(database: Database, source: Source, work: Work): Promise<void> {
  const folder = await database.scratchFile('unpacked');
  const unpacked = await unpack(source.plays, folder, isPublishedName, work);
  try {
    const inner = pathSource(unpacked.path, { ...source.table, profiles: source.profiles });
    if (inner.format === 'packed')
      throw new InputError(`${inner.plays} is packed, too; unpack it and give the file of plays`);
    await importSource(database, inner, work);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const rename = (text: string) => {
      const known = [...unpacked.shown].reduce((said, [from, to]) => said.replaceAll(from, to), text);
      return known.replaceAll(folder, source.plays);
    };
    if (error instanceof FileRefusal) throw error.about(rename);
    throw new InputError(rename(error.message), { cause: error });
  }
}

/** What the rows turned out to be. */
interface Imported {
  /** Whether they are listens that have times. */
  readonly times: boolean;
  /** What should be known about how they were read. */
  readonly note?: string;
}

/** @param besides what else the database is to do, at the best moment for it */
async function importPlays(
  database: Database,
  source: Source,
  work: Work,
  besides: () => Promise<void>,
): Promise<Imported> {
  const { format, plays } = source;
  if (format in LINE_FORMATS) return await importLines(database, plays, format as LineFormat, work, besides);
  const { select, ...imported } =
    format === 'hetrec'
      ? await selectHetrec(database, source, work)
      : await selectTable(database, source, work);
  await encodeRows(database, select, imported.times, work);
  await encodeNames(database, select, work);
  await besides();
  return imported;
}

/**
 * Reading by columns is quick but leaves blank lines out. Unless there are any, the lines in which a name
 * comes first, about one in thirty, are copied to a file of their own, and names are read from there, and the ids of
 * artists: to look for them in every line would make the whole a tenth slower. DuckDB has nothing to do for the plays
 * while lines are copied.
 */
async function importLines(
  database: Database,
  file: string,
  format: LineFormat,
  work: Work,
  besides: () => Promise<void>,
): Promise<Imported> {
  const times = format === 'lastfm-1k';
  await encodeRows(database, selectLines(file, format), times, work);
  const first = await firstRows(database, work);
  const named = await database.scratchFile('first-lines.tsv');
  const copying = copyLines(file, first, named, work.signal);
  // Both end before either's failure is told: nothing may still use the files when they are cleared away.
  const [, done] = await Promise.allSettled([copying, besides()]);
  const lines = await copying;
  if (done.status === 'rejected') throw done.reason;
  if (lines === (await database.value('SELECT count(*) AS value FROM source_rows'))) {
    await encodeNames(database, selectLines(named, format), work);
    return { times };
  }
  const select = selectEveryLine(file, format);
  await encodeRows(database, select, times, work);
  await encodeNames(database, select, work);
  return { times };
}

/** Rows that are to be encoded. */
interface Selection extends Imported {
  readonly select: string;
}

/** HetRec: numbers of users and artists, and a second file that names the artists. */
async function selectHetrec(database: Database, source: Source, work: Work): Promise<Selection> {
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

/** Any table with named columns, read once into a table of its own. */
async function selectTable(database: Database, source: Source, work: Work): Promise<Selection> {
  const { plays: file, dialect, table } = source;
  const { select, note } = await selectRows(database, source, work);
  await database.run(`CREATE TEMP TABLE table_rows AS ${select}`, work, 'reading plays');
  const place = {
    file,
    delimiter: dialect?.delimiter,
    unit: unitOf(source),
    firstRow: firstRow(source),
  };
  if (!dialect) await refuseOddRows(database, place);
  const isHeaderless = dialect !== undefined && dialect.header === undefined;
  const notes = [
    note,
    isHeaderless ? await headerNote(database, place, table) : undefined,
    dialect ? undefined : await blanksNote(database),
    table.countListens ? await readTimes(database, work) : undefined,
  ];
  const said = notes.filter((text) => text !== undefined).join('; ') || undefined;
  // Those of text were left out where its quotes were seen, inside of which they are part of the name.
  const name = (kind: string) => (dialect ? kind : `nullif(${withoutBlanks(kind)}, '') AS ${kind}`);
  const shared = `${name('"user"')}, ${name('artist')}, nullif(trim(mbid), '') AS mbid, malformed`;
  if (table.countListens) {
    const times = (await database.value('SELECT count(time) AS value FROM table_rows')) !== 0;
    const time = times ? `, ${listenTime('time')} AS time` : '';
    return { select: `SELECT ${shared}, 1 AS plays${time} FROM table_rows`, times, note: said };
  }
  const number = await numberColumn(database, place, table, work);
  const plays = dialect ? wholePlays(number) : `coalesce(${wholePlays('number')}, ${wholePlays(number)})`;
  return { select: `SELECT ${shared}, ${plays} AS plays FROM table_rows`, times: false, note: said };
}

function selectRows(database: Database, source: Source, work: Work): Promise<TableRows> {
  const { plays, parts = [plays], format, dialect, table } = source;
  if (dialect) return selectText(database, plays, dialect, table, work);
  if (format === 'parquet') return selectParquet(database, plays, parts, table, work);
  return selectJson(database, plays, format === 'json' ? 'array' : 'unstructured', table, work);
}

/** Says that the first row seems to be a header: it has no digit where most others have numbers or times. */
async function headerNote(
  database: Database,
  { firstRow }: NumberColumn,
  { countListens }: TableOptions,
): Promise<string | undefined> {
  const column = countListens ? 'time' : 'plays';
  const { columns } = await database.query(
    `SELECT any_value(text) FILTER (row = 0 AND NOT number) AS text,
      2 * count(*) FILTER (row > 0 AND number) > count(*) AS "areNumbers"
    FROM (SELECT rowid AS row, ${column} AS text, regexp_matches(${column}, '\\d') AS number FROM table_rows)`,
  );
  if (columns.text[0] === null || columns.areNumbers[0] !== true) return undefined;
  const verb = countListens ? 'time is' : 'plays are';
  return `line ${firstRow} seems to be a header, as its ${verb} ${shownLine(String(columns.text[0]))}: leave --no-header (header: false) out`;
}

/** Says how many names lose the spaces around them, which are there more often by mistake than by intention. */
async function blanksNote(database: Database): Promise<string | undefined> {
  const { columns } = await database.query(
    `SELECT count(DISTINCT name) AS names, arg_min(name, row) AS first FROM (
      SELECT rowid AS row, unnest(["user", artist]) AS name FROM table_rows
    ) WHERE name <> ${withoutBlanks('name')} AND ${withoutBlanks('name')} <> ''`,
  );
  const names = Number(columns.names[0]);
  if (names === 0) return undefined;
  return `the spaces around ${formatPlural(names, 'name')} were left out, as in ${shownLine(String(columns.first[0]))}`;
}

/** A list, an object or a truth value is neither a name nor a count. */
async function refuseOddRows(database: Database, { file, unit, firstRow }: NumberColumn): Promise<void> {
  const { columns } = await database.query(
    'SELECT rowid AS row, odd FROM table_rows WHERE odd IS NOT NULL ORDER BY row LIMIT 1',
  );
  if (columns.odd.length === 0) return;
  const [name, ...value] = String(columns.odd[0]).split(' ');
  const row = Number(columns.row[0]) + firstRow;
  throw new FileRefusal(
    `${file}: ${unit} ${row} has ${shownLine(value.join(' '))} for ${name}; expected text or a number`,
    {
      code: `name a column that holds only those: columns: { ${name}: '...' }`,
      flags: `name a column that holds only those: --columns ${name}=...`,
    },
  );
}

/** What a row is called by its number: those of JSON and Parquet lie in no lines of their own. */
function unitOf({ format }: Source): 'line' | 'row' {
  return format === 'json' || format === 'json-records' || format === 'parquet' ? 'row' : 'line';
}

/** The number of the first row, as a reader of the file counts them. */
function firstRow({ format, dialect }: Source): number {
  return format === 'hetrec' ? 2 : 1 + (dialect?.skip ?? 0);
}
