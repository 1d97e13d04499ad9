import type { Database, Work } from '../../../duckdb/database.js';
import { formatPlural } from '../../../util/format.js';
import type { TableOptions, TableRows } from '../columns/table-options.js';
import { firstRow, type Source, unitOf } from '../detect/source.js';
import { FileRefusal, shownLine } from '../file-error.js';
import { quotesNote, selectText } from '../text/text-rows.js';
import { withoutBlanks } from './cells.js';
import { selectJson } from './json.js';
import { wholePlays } from './lines.js';
import { listenTime, readTimes } from './listen-times.js';
import { type NumberColumn, numberColumn } from './numbers.js';
import { selectParquet } from './parquet.js';

/** What the rows turned out to be. */
export interface Imported {
  /** Whether they are listens that have times. */
  readonly times: boolean;
  /** What should be known about how they were read. */
  readonly note?: string;
  /** Who watches what is still to be done, where nobody waits for it any more. */
  readonly late?: Work;
}

/** Rows that are to be encoded. */
export interface Selection extends Imported {
  readonly select: string;
}

/** All names of table table_rows. */
const NAMES = 'SELECT unnest(["user", artist]) AS name FROM table_rows';

/** Any table with named columns, read once into a table of its own. */
export async function selectTable(database: Database, source: Source, work: Work): Promise<Selection> {
  const { plays: file, dialect, table } = source;
  const { select, note, keepsQuotes } = await selectRows(database, source, work);
  await database.run(`CREATE TEMP TABLE table_rows AS ${select}`, work, 'reading plays');
  const place = {
    file,
    delimiter: dialect?.delimiter,
    unit: unitOf(source),
    firstRow: firstRow(source),
  };
  if (!dialect) await refuseOddRows(database, place);
  const formulasNote = dialect ? await readFormulas(database, work) : undefined;
  const isHeaderless = dialect !== undefined && dialect.header === undefined;
  const timesNote = table.countListens ? await readTimes(database, work) : undefined;
  const notes = [
    note,
    // A header is no time, either.
    (isHeaderless ? await headerNote(database, place, table) : undefined) ?? timesNote,
    dialect ? undefined : await blanksNote(database),
    formulasNote,
    keepsQuotes ? await quotesNote(database, NAMES) : undefined,
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
  const none = isHeaderless ? undefined : await noPlaysNote(database, place, plays);
  const withPlays = `SELECT ${shared}, ${plays} AS plays FROM table_rows`;
  return { select: withPlays, times: false, note: [none, said].filter(Boolean).join('; ') || undefined };
}

/** Says what stands in place of plays, where none of the rows has any. */
async function noPlaysNote(
  database: Database,
  { unit, firstRow }: NumberColumn,
  number: string,
): Promise<string | undefined> {
  const some = `SELECT count(*) AS value FROM (FROM table_rows WHERE ${number} IS NOT NULL LIMIT 1)`;
  if ((await database.value(some)) !== 0) return undefined;
  const { columns } = await database.query(
    `SELECT rowid AS row, plays FROM table_rows WHERE NOT malformed AND plays IS NOT NULL ORDER BY rowid LIMIT 1`,
  );
  if (columns.row.length === 0) return undefined;
  const example = `${shownLine(String(columns.plays[0]))} in ${unit} ${Number(columns.row[0]) + firstRow}`;
  return `no row has a whole number of plays from 1, the first is ${example}: check that the right column was read as plays`;
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
  return `line ${firstRow} seems to be a header, as its ${verb} ${shownLine(String(columns.text[0]))}: leave out --no-header (header: false)`;
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
  return `spaces around ${formatPlural(names, 'name')} were removed, as in ${shownLine(String(columns.first[0]))}`;
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

/** What a cell begins and ends with that is a formula for a text: ="007" keeps the zeros in a spreadsheet. */
const isFormula = (column: string) =>
  `starts_with(${column}, '="') AND ends_with(${column}, '"') AND len(${column}) > 2`;

/**
 * Reads formulas for texts in table table_rows as what they mean, where most cells of a column are such; elsewhere they
 * may be names.
 *
 * @returns what should be said about them
 */
async function readFormulas(database: Database, work: Work): Promise<string | undefined> {
  const notes: string[] = [];
  for (const name of ['user', 'artist', 'plays', 'time']) {
    const column = `"${name}"`;
    const { columns } = await database.query(
      `SELECT count(*) FILTER (${isFormula(column)}) AS formulas, count(${column}) AS cells,
        arg_min(${column}, rowid) FILTER (${isFormula(column)}) AS first
      FROM table_rows WHERE ${column} IS NOT NULL`,
      undefined,
      work,
    );
    const [formulas, cells] = [Number(columns.formulas[0]), Number(columns.cells[0])];
    if (formulas === 0) continue;
    const found = `${formatPlural(formulas, 'cell')} of column ${name}, such as ${shownLine(String(columns.first[0]))}`;
    if (2 * formulas <= cells) {
      notes.push(`${found}, read as written, though a spreadsheet would treat it as a formula`);
      continue;
    }
    const inner = `replace(substr(${column}, 3, len(${column}) - 3), '""', '"')`;
    await database.run(
      `UPDATE table_rows SET ${column} = nullif(${inner}, '') WHERE ${isFormula(column)}`,
      work,
      'reading plays',
    );
    notes.push(`${found}, read as the text that the spreadsheet formula returns`);
  }
  return notes.join('; ') || undefined;
}
