import type { Database } from '../../../duckdb/database.js';
import { literal } from '../../../duckdb/sql.js';
import { LEAST_TIME, withoutBlanks } from '../read/cells.js';
import { type Findings, type FoundNames, type FoundPlays, MISSING, SIGNS } from './notes.js';

/** What the cleaned tables have that needs a note. */
export async function findInTables(
  database: Database,
  { mergeByMbid, times }: { readonly mergeByMbid: boolean; readonly times: boolean },
): Promise<Findings> {
  const reading = await database.value('SELECT note AS value FROM raw.source_info');
  return {
    reading: (reading as string | null) ?? undefined,
    mergeByMbid,
    spellings: await findSpelled(database),
    names: await findNames(database),
    ...(times
      ? {
          listensWithoutTime: Number(
            await database.value('SELECT count(*) AS value FROM listens WHERE time IS NULL'),
          ),
        }
      : { plays: await findPlays(database) }),
  };
}

async function findSpelled(database: Database): Promise<string[][]> {
  const { columns } = await database.query(
    `SELECT to_json(list(artist ORDER BY rank)) AS names FROM spellings
    GROUP BY mbid ORDER BY sum(plays) DESC, mbid`,
  );
  return columns.names.map((names) => JSON.parse(String(names)) as string[]);
}

const IS_MISSING = `name IN (${MISSING.map(literal).join(', ')})`;
/** Far quicker to see than that `withoutBlanks` changes it. */
const HAS_BLANKS = ["' '", 'chr(9)']
  .map((blank) => `(prefix(name, ${blank}) OR suffix(name, ${blank}))`)
  .join(' OR ');

const NAMES = `SELECT 'artist' AS kind, artist AS name FROM artists UNION ALL SELECT 'user', "user" FROM users`;

/** Names that may need a note are few, and are looked for in one pass. */
async function findNames(database: Database): Promise<FoundNames> {
  const signs = SIGNS.map((sign) => `contains(name, ${literal(sign)})`);
  await database.run(
    `CREATE TEMP TABLE suspects AS SELECT * FROM (${NAMES}) WHERE ${[...signs, IS_MISSING, HAS_BLANKS].join(' OR ')}`,
  );
  const suspects = await database.query('SELECT DISTINCT name FROM suspects ORDER BY name');
  const twins = await database.query(
    `SELECT name FROM suspects WHERE (${HAS_BLANKS})
      AND (kind, ${withoutBlanks('name')}) IN (SELECT (kind, name) FROM (${NAMES})) ORDER BY name`,
  );
  await database.run('DROP TABLE suspects');
  return { suspects: suspects.columns.name as string[], twins: twins.columns.name as string[] };
}

async function findPlays(database: Database): Promise<FoundPlays> {
  const { columns } = await database.query(
    `SELECT count(*) AS count, sum(plays) AS total, count(*) FILTER (plays >= ${LEAST_TIME}) AS large FROM entries`,
  );
  const [pairs, total, large] = [columns.count, columns.total, columns.large].map(([value]) => Number(value));
  return { pairs, large, totals: await findTotals(database, total / 2) };
}

/** The last row, where it has the plays of all others together. Hardly any file has a row of so many. */
async function findTotals(database: Database, half: number): Promise<FoundPlays['totals']> {
  const last = 'SELECT max(rowid) AS value FROM raw.source_rows WHERE flaw IS NULL';
  const row = await database.value(`${last} AND plays = ${half}`);
  if (row === null || (await database.value(last)) !== row) return undefined;
  const rows = await database.value('SELECT count(*) AS value FROM raw.source_rows WHERE flaw IS NULL');
  if (Number(rows) < LEAST_ROWS) return undefined;
  const line = await database.value(`SELECT first_line + ${row} AS value FROM raw.source_info`);
  return { line: Number(line), plays: half };
}

/** Of two rows, each may have as many plays as the other. */
export const LEAST_ROWS = 3;
