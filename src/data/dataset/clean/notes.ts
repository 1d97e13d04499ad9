import type { Database } from '../../../duckdb/database.js';
import { literal } from '../../../duckdb/sql.js';
import { formatCount, formatPlural } from '../../../util/format.js';
import { shownLine } from '../file-error.js';
import { LEAST_TIME, withoutBlanks } from '../read/cells.js';

/** So many artists are named in a note. */
const SHOWN = 3;

/** Table notes(note): what cleaning found that is no reason to drop a row. */
export async function writeNotes(
  database: Database,
  { mergeByMbid, times }: { readonly mergeByMbid: boolean; readonly times: boolean },
): Promise<void> {
  const notes = [
    await columnsNote(database),
    await spellingsNote(database, mergeByMbid),
    ...(await namesNotes(database)),
    ...(times ? [await timesNote(database)] : await playsNotes(database)),
  ].filter((note) => note !== undefined);
  const rows = notes.map((note) => `(${literal(note)})`).join(', ');
  await database.run('CREATE TABLE notes(note VARCHAR)');
  if (rows !== '') await database.run(`INSERT INTO notes VALUES ${rows}`);
}

/** What reading the file found. */
async function columnsNote(database: Database): Promise<string | undefined> {
  return ((await database.value('SELECT note AS value FROM raw.source_info')) as string | null) ?? undefined;
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
    ? `${formatPlural(names, 'spelling')} with the same MusicBrainz id were merged into ${formatPlural(rowCount, 'artist')}, each under its most played spelling: ${examples}`
    : `${formatPlural(names, 'artist')} share a MusicBrainz id with others and may be ${formatPlural(rowCount, 'artist')} spelled in several ways: ${examples}; clean({ mergeByMbid: true }), or --merge-by-mbid on the command line, merges them`;
}

async function timesNote(database: Database): Promise<string | undefined> {
  const lost = Number(await database.value('SELECT count(*) AS value FROM listens WHERE time IS NULL'));
  if (lost === 0) return undefined;
  return `${formatPlural(lost, 'listen')} without a readable time: counted, but left out of splits by time`;
}

async function playsNotes(database: Database): Promise<(string | undefined)[]> {
  const { columns } = await database.query(
    `SELECT count(*) AS count, sum(plays) AS total, count(*) FILTER (plays >= ${LEAST_TIME}) AS large FROM entries`,
  );
  const [count, total, large] = [columns.count, columns.total, columns.large].map(([value]) => Number(value));
  const largePlays = `most plays are above ${formatCount(LEAST_TIME)}, like times in seconds: check that the right column was read as plays`;
  return [2 * large > count ? largePlays : undefined, await totalNote(database, total / 2)];
}

/** Says that the last row has the plays of all others together. Hardly any file has a row of so many. */
async function totalNote(database: Database, half: number): Promise<string | undefined> {
  const last = 'SELECT max(rowid) AS value FROM raw.source_rows WHERE flaw IS NULL';
  const row = await database.value(`${last} AND plays = ${half}`);
  if (row === null || (await database.value(last)) !== row) return undefined;
  const rows = await database.value('SELECT count(*) AS value FROM raw.source_rows WHERE flaw IS NULL');
  if (Number(rows) < 3) return undefined;
  const line = await database.value(`SELECT first_line + ${row} AS value FROM raw.source_info`);
  return `line ${line} has ${formatCount(half)} plays, as many as all other rows together: if it is a row of totals, remove it from the file`;
}

/** What programs write for a value that is not there; some of them are names of artists, too. */
const MISSING = [
  ...['NULL', '\\N', 'NaN', 'None', 'nan', '<NA>', 'N/A', 'NA', 'null'],
  ...['#N/A', '#NAME?', '#REF!', '#VALUE!', '#DIV/0!', '#NULL!', '#NUM!'],
];

/** Names that were written for some program, and would be others without what it adds. */
interface OddNames {
  /** A name without any of them is none, which is quicker to see than by the pattern. */
  readonly signs: readonly string[];
  readonly pattern: string;
  readonly how: string;
  readonly remedy: string;
}

const ODD_NAMES: readonly OddNames[] = [
  {
    signs: ['\\'],
    pattern: String.raw`\\[tnr0'"\\]`,
    how: 'with a backslash before a character, as databases write tabs, line ends and quotes',
    remedy: 'export the table as CSV without backslashes',
  },
  {
    signs: ['\u00c3', '\u00c2', '\u00e2\u20ac'],
    pattern: '\u00c3[\u0080-\u00bf\u0192\u0161\u0152\u2013-\u203a]|\u00c2[\u0080-\u00bf]|\u00e2\u20ac',
    how: 'with symbols in place of letters, as when UTF-8 text is decoded in another encoding',
    remedy: 'export the table again in UTF-8',
  },
  {
    signs: ['&'],
    pattern: '&(?:[a-zA-Z]{2,8}|#[0-9]{1,6});',
    how: 'with HTML entities in place of characters',
    remedy: 'export the table as plain text',
  },
];

const IS_MISSING = `name IN (${MISSING.map(literal).join(', ')})`;
/** Far quicker to see than that `withoutBlanks` changes it. */
const HAS_BLANKS = ["' '", 'chr(9)']
  .map((blank) => `(prefix(name, ${blank}) OR suffix(name, ${blank}))`)
  .join(' OR ');

/** Notes on names; those that may need one are few, and are looked for in one pass. */
async function namesNotes(database: Database): Promise<(string | undefined)[]> {
  const signs = ODD_NAMES.flatMap(({ signs }) => signs.map((sign) => `contains(name, ${literal(sign)})`));
  await database.run(
    `CREATE TEMP TABLE suspects AS SELECT * FROM (${NAMES}) WHERE ${[...signs, IS_MISSING, HAS_BLANKS].join(' OR ')}`,
  );
  const notes = [await missingNote(database), ...(await oddNamesNotes(database)), await blanksNote(database)];
  await database.run('DROP TABLE suspects');
  return notes;
}

const NAMES = `SELECT 'artist' AS kind, artist AS name FROM artists UNION ALL SELECT 'user', "user" FROM users`;

async function oddNamesNotes(database: Database): Promise<(string | undefined)[]> {
  const notes: (string | undefined)[] = [];
  for (const { pattern, how, remedy } of ODD_NAMES) {
    const { columns, rowCount } = await database.query(
      `SELECT DISTINCT name FROM suspects WHERE regexp_matches(name, ${literal(pattern)}) ORDER BY name`,
    );
    const names = (columns.name as string[]).slice(0, SHOWN).map(shownLine).join(', ');
    const noted = `${formatPlural(rowCount, 'name')} ${how}: ${names}${rowCount > SHOWN ? ', ...' : ''}; ${rowCount === 1 ? 'it is' : 'they are'} read as written: if that is wrong, ${remedy}`;
    notes.push(rowCount === 0 ? undefined : noted);
  }
  return notes;
}

/** Quotes in a table, and the published files, keep spaces around names. */
async function blanksNote(database: Database): Promise<string | undefined> {
  const { columns, rowCount } = await database.query(
    `SELECT name FROM suspects WHERE (${HAS_BLANKS})
      AND (kind, ${withoutBlanks('name')}) IN (SELECT (kind, name) FROM (${NAMES})) ORDER BY name`,
  );
  if (rowCount === 0) return undefined;
  const names = (columns.name as string[]).slice(0, SHOWN).map(shownLine).join(', ');
  const [verb, they] = rowCount === 1 ? ['differs', 'it is'] : ['differ', 'they are'];
  return `${formatPlural(rowCount, 'name')} ${verb} from another only in surrounding spaces: ${names}${rowCount > SHOWN ? ', ...' : ''}; ${they} treated as different: if that is wrong, remove the spaces from the file`;
}

async function missingNote(database: Database): Promise<string | undefined> {
  const { columns } = await database.query(
    `SELECT DISTINCT name FROM suspects WHERE ${IS_MISSING} ORDER BY name`,
  );
  const found = (columns.name as string[]).map((name) => `'${name}'`);
  if (found.length === 0) return undefined;
  return `${found.join(' and ')} ${found.length === 1 ? 'is' : 'are'} read as the name of a user or artist: check that it does not stand for a missing value`;
}
