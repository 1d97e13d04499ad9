import type { Database, Work } from '../../../duckdb/database.js';
import { fileLiteral, literal } from '../../../duckdb/sql.js';
import { InputError } from '../../../util/errors.js';
import { findColumns } from '../columns/find-columns.js';
import type { ColumnName, TableOptions, TableRows } from '../columns/table-options.js';
import { shownLine } from '../file-error.js';

/**
 * The records of a JSON file or of JSON lines: "user", artist, time, clock and mbid as the file has them, numbers too, plays as
 * text or as number, and in odd what is neither. A name with a point may be that of a value inside an object. DuckDB is not asked for types, which it would guess and write back in
 * its own way.
 *
 * @param format whether the records stand in a list or one after the other. DuckDB can also read one a line, but then
 *   the last one, where it has no line end, may come first.
 */
export async function selectJson(
  database: Database,
  file: string,
  format: 'array' | 'unstructured',
  options: TableOptions,
  work: Work,
): Promise<TableRows> {
  const reader = `read_json_objects(${fileLiteral(file)}, format = '${format}', compression = 'uncompressed')`;
  const { names, twice } = await keysOf(database, reader, work);
  const all = isListenBrainz(names)
    ? { ...options, columns: { ...LISTENBRAINZ, ...options.columns } }
    : options;
  const nested = Object.values(all.columns ?? {}).filter((name) => isNested(name, names));
  const known = [...names, ...nested.map(String)];
  const found = findColumns({ file, columns: known, options: all });
  const key = (position: number | undefined) => (position === undefined ? undefined : known[position]);
  const { user, artist, plays, time, mbid, clock } = found;
  const keys = [user, artist, plays, time, mbid, clock].map(key);
  const repeated = names.find((name) => keys.includes(name) && twice.has(name));
  if (repeated !== undefined) {
    throw new InputError(
      `${file}: row ${twice.get(repeated)} has ${shownLine(repeated)} twice; expected each name once per record: remove one of them where the file is written`,
    );
  }
  const values = keys.map((name) =>
    name === undefined ? 'NULL::JSON' : `json_extract(json, ${literal(pointer(name, names))})`,
  );
  const select = `SELECT ${nameText(1, keys[0] as string)} AS "user", ${nameText(2, keys[1] as string)} AS artist,
      CASE WHEN types[3] = 'VARCHAR' THEN trim(found[3]->>'$') END AS plays,
      CASE WHEN ${isNumber(3)} THEN CAST(found[3] AS DOUBLE) END AS number,
      coalesce(${['user', 'artist', 'plays'].map((name, i) => oddity(i + 1, name)).join(', ')}) AS odd,
      found[4]->>'$' AS time, found[6]->>'$' AS clock, found[5]->>'$' AS mbid,
      false AS malformed
    FROM (
      SELECT json, found, list_transform(found, lambda value: json_type(value)) AS types
      FROM (SELECT json, [${values.join(', ')}] AS found FROM ${reader})
    )`;
  return { select, note: found.note };
}

/**
 * The names of values in all records, in order, and the first record that has one of them twice. Most files have few
 * lists of names, so that counting those takes a third of the time that counting names does.
 */
async function keysOf(
  database: Database,
  reader: string,
  work: Work,
): Promise<{ names: string[]; twice: Map<string, number> }> {
  const { columns } = await database.query(
    `SELECT keys, min("row") AS first FROM (
      SELECT json_keys(json) AS keys, row_number() OVER () AS "row" FROM ${reader}
    ) WHERE len(keys) > 0 GROUP BY keys ORDER BY first`,
    undefined,
    work,
  );
  const lists = columns.keys as string[][];
  const twice = new Map<string, number>();
  for (const [i, keys] of lists.entries()) {
    const repeated =
      keys.length === new Set(keys).size ? [] : keys.filter((key, at) => keys.indexOf(key) < at);
    for (const key of repeated) if (!twice.has(key)) twice.set(key, Number(columns.first[i]));
  }
  return { names: [...new Set(lists.flat())].sort(), twice };
}

/** Listens as ListenBrainz hands them out, which have the artist one level down. */
const LISTENBRAINZ = { user: 'user_name', artist: 'track_metadata.artist_name', time: 'listened_at' };

/** Whether these are the names of a listen. */
export function isListenBrainz(names: readonly string[]): boolean {
  return names.includes('listened_at') && names.includes('track_metadata');
}

/** Whether a name is that of a value inside an object: track_metadata.artist_name. */
function isNested(name: ColumnName, names: readonly string[]): boolean {
  const text = String(name);
  return text.includes('.') && !names.includes(text) && names.includes(text.split('.', 1)[0]);
}

/** Where a value is in a record (RFC 6901). */
function pointer(name: string, names: readonly string[]): string {
  const steps = isNested(name, names) ? name.split('.') : [name];
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function isNumber(position: number): string {
  return `types[${position}] IN ('UBIGINT', 'BIGINT', 'UHUGEINT', 'HUGEINT', 'DOUBLE')`;
}

/** A number with decimals or an exponent is looked up in the record, as DuckDB writes it in another way. */
function nameText(position: number, key: string): string {
  const number = `found[${position}]::VARCHAR`;
  const pattern = `'"' || regexp_escape(${literal(key.split('.').at(-1) ?? key)}) || '"\\s*:\\s*(-?[0-9][0-9.eE+-]*)'`;
  const written = `regexp_extract(json::VARCHAR, ${pattern}, 1)`;
  const asWritten = `CASE WHEN try_cast(${written} AS DOUBLE) = try_cast(${number} AS DOUBLE) THEN ${written} ELSE ${number} END`;
  return `nullif(CASE WHEN types[${position}] = 'VARCHAR' THEN found[${position}]->>'$'
    WHEN types[${position}] = 'DOUBLE' THEN ${asWritten} WHEN ${isNumber(position)} THEN ${number} END, '')`;
}

function oddity(position: number, name: string): string {
  const isKnown = `types[${position}] IN ('VARCHAR', 'NULL') OR ${isNumber(position)}`;
  return `CASE WHEN NOT (${isKnown}) THEN '${name} ' || found[${position}]::VARCHAR END`;
}
