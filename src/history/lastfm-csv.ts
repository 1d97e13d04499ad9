import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Database, fileLiteral, firstLine, identifier, literal } from '../dataset/database.js';
import { InputError, messageOf } from '../util/errors.js';
import { EXPECTED } from './export-files.js';
import { listenOf, type Row } from './listen.js';

/** Names of the columns that count, in the order of preference, in small letters. */
const ARTIST = ['artist', 'artist_name', 'artist name'];
const TRACK = ['track', 'track_name', 'track name', 'title', 'name', 'song'];
/** lastfmstats writes the user's name behind `Date#`. */
const DATE = [/^uts$/, /^date(#.*)?$/, /^timestamp$/, /^listened_at$/, /^time$/, /^utc_time$/, /^datetime$/];
const DATE_FORMATS = ['%d %b %Y, %H:%M', '%d %b %Y %H:%M', '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M']
  .concat('%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%dT%H:%M:%S')
  .map(literal)
  .join(', ');

const LINE_SHOWN = 200;

/** Where a table has what counts: names of DuckDB's columns, and how many lines its header has. */
interface Layout {
  readonly artist: string;
  readonly track: string | undefined;
  readonly date: string;
  readonly header: 0 | 1;
}

/**
 * The rows of a CSV of Last.fm scrobbles. Last.fm has no export of its own; these tools make one:
 * - lastfm-to-csv (benjaminbenben.com): no header; artist, album, track, `31 Jan 2015 12:00`;
 * - Last.fm data export (lastfm.ghan.nl, mainstream.ghan.nl): uts,utc_time,artist,artist_mbid,album,album_mbid,
 *   track,track_mbid, with uts in seconds since 1970;
 * - lastfmstats.com: Artist;Album;AlbumId;Track;Date#NAME, with milliseconds since 1970;
 * and any other table with a header that names an artist and a date. Dates are in UTC.
 *
 * @throws InputError when there is no column of artists or of dates
 */
export async function readScrobbles(text: string, label: string, signal?: AbortSignal): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'listenlab-history-'));
  try {
    const file = path.join(folder, 'scrobbles.csv');
    await writeFile(file, text);
    const database = await Database.open(path.join(folder, 'scrobbles.duckdb'), 'READ_WRITE', label);
    try {
      return await queryRows(database, file, text, label, signal);
    } finally {
      database.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function queryRows(
  database: Database,
  file: string,
  text: string,
  label: string,
  signal?: AbortSignal,
): Promise<Row[]> {
  // Short rows are padded and long ones cut, so that they can be counted instead of failing.
  const reader = `read_csv(${fileLiteral(file)}, delim = ${literal(delimiterOf(text))}, quote = '"', escape = '"',
    header = false, all_varchar = true, null_padding = true, strict_mode = false, parallel = false)`;
  await database.run(`CREATE TABLE lines AS SELECT * FROM ${reader}`, { signal }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new InputError(`${label} cannot be read as CSV (${firstLine(messageOf(error))}); ${EXPECTED}`, {
      cause: error,
    });
  });
  const first = await database.query('SELECT * FROM lines ORDER BY rowid LIMIT 1');
  const layout = await layoutOf(database, first.columns, label);
  const { artist, track, date, header } = layout;
  const { columns } = await database.query(
    `SELECT ${identifier(artist)} AS artist, ${track === undefined ? "''" : identifier(track)} AS track,
      ${timeOf(date)} AS time FROM lines WHERE rowid >= ${header} ORDER BY rowid`,
    [],
    { signal },
  );
  return columns.artist.map((name, i) =>
    listenOf(name, columns.track[i], (columns.time[i] as number | null) ?? Number.NaN),
  );
}

/** Milliseconds since 1970 from a column of seconds, milliseconds or dates; NULL where it is none of them. */
function timeOf(column: string): string {
  const text = `trim(${identifier(column)})`;
  return `CASE WHEN regexp_full_match(${text}, '\\d{1,10}') THEN ${text}::BIGINT * 1000
    WHEN regexp_full_match(${text}, '\\d{12,13}') THEN ${text}::BIGINT
    ELSE epoch_ms(try_strptime(${text}, [${DATE_FORMATS}])) END`;
}

async function layoutOf(
  database: Database,
  first: Record<string, unknown[]>,
  label: string,
): Promise<Layout> {
  const columns = Object.keys(first);
  const titles = columns.map((column) => String(first[column][0] ?? '').trim());
  const small = titles.map((title) => title.toLowerCase());
  const named = (name: string) => columns[small.indexOf(name)];
  const artist = ARTIST.map(named).find((column) => column !== undefined);
  if (artist === undefined) {
    const [artists, , tracks, dates] = columns;
    if (columns.length === 4 && (await hasDates(database, dates))) {
      return { artist: artists, track: tracks, date: dates, header: 0 };
    }
    throw new InputError(
      `${label} has no column 'artist', and no dates in the fourth of four columns (its first line: ${shown(titles)}); ${EXPECTED}`,
    );
  }
  const at = DATE.map((pattern) => small.findIndex((title) => pattern.test(title))).find((i) => i >= 0);
  if (at === undefined) {
    throw new InputError(
      `${label} has artists but no column of dates (its columns: ${shown(titles)}), so that it lists no plays; ${EXPECTED}`,
    );
  }
  const track = TRACK.map(named).find((column) => column !== undefined);
  return { artist, track, date: columns[at], header: 1 };
}

/** A line in a message: not all of a long one, and on one line. */
function shown(cells: readonly string[]): string {
  return cells.join(', ').replace(/\s+/g, ' ').slice(0, LINE_SHOWN);
}

/** The first row of an export may be a track that is playing, which has no date yet. */
async function hasDates(database: Database, column: string): Promise<boolean> {
  const dated = `SELECT count(${timeOf(column)}) AS value FROM (FROM lines ORDER BY rowid LIMIT 100)`;
  return Number(await database.value(dated)) > 0;
}

/** A header says what stands between the columns; without one it is a comma. */
function delimiterOf(text: string): string {
  const line = text.slice(0, text.indexOf('\n') + 1 || text.length);
  const isArtist = (cell: string) => ARTIST.includes(cell.replaceAll('"', '').trim().toLowerCase());
  return [';', '\t'].find((sign) => line.split(sign).some(isArtist)) ?? ',';
}
