import { fileLiteral } from '../../../duckdb/sql.js';
import { listenTime } from './listen-times.js';

/** Plays are kept when they fit a 32-bit count; the largest real one (HetRec) is 352,698. */
const MAX_PLAYS = 2_147_483_647;

/** The columns of the published files that have neither header nor quoting. */
export const LINE_FORMATS = {
  'lastfm-360k': ['user', 'mbid', 'artist', 'plays'],
  'lastfm-1k': ['user', 'time', 'mbid', 'artist', 'track_mbid', 'track'],
} as const;

export type LineFormat = keyof typeof LINE_FORMATS;

/**
 * The lines of a file in one of these formats, in order: "user", artist, plays (each NULL when missing or unreadable),
 * mbid, malformed, and time where there is one. A tab is never part of a name.
 *
 * DuckDB's reader of columns leaves blank lines out; where their number matters, see {@link selectEveryLine}.
 */
export function selectLines(file: string, format: LineFormat): string {
  const names = LINE_FORMATS[format];
  // A missing column is NULL and an empty one is not; one column more shows that a line is too long.
  const columns = [...names, 'more'].map((name) => `'${name}': 'VARCHAR'`).join(', ');
  const reader = `read_csv(${fileLiteral(file)}, auto_detect = false, compression = 'none', header = false, columns = {${columns}},
    delim = '\t', quote = '', escape = '', nullstr = '\x1c\x1d\x1e\x1f', null_padding = true, strict_mode = false)`;
  const malformed = `${names.at(-1)} IS NULL OR more IS NOT NULL`;
  return selectCells(format, `(SELECT *, ${malformed} AS malformed FROM ${reader})`, (name) => `"${name}"`);
}

/** The same, with a row for each blank line, whose malformed is NULL. Takes twice as long. */
export function selectEveryLine(file: string, format: LineFormat): string {
  const names: readonly string[] = LINE_FORMATS[format];
  const lines = `(SELECT f, len(f) <> ${names.length} AS malformed FROM ${linesOf(file)})`;
  return selectCells(format, lines, (name) => `f[${names.indexOf(name) + 1}]`);
}

/** Which cells of a malformed line are which is not known, but for the first. */
function selectCells(format: LineFormat, lines: string, cell: (name: string) => string): string {
  const known = (name: string) => `CASE WHEN NOT malformed THEN ${cell(name)} END`;
  const shared = `SELECT nullif(${cell('user')}, '') AS "user", nullif(${known('artist')}, '') AS artist,
    nullif(${known('mbid')}, '') AS mbid, malformed`;
  return format === 'lastfm-360k'
    ? `${shared}, ${wholePlays(known('plays'))} AS plays FROM ${lines}`
    : `${shared}, 1 AS plays, ${listenTime(known('time'))} AS time FROM ${lines}`;
}

/** A play count, or NULL when the text is no whole number from 1 to {@link MAX_PLAYS}; "12.0" is 12. */
export function wholePlays(expression: string): string {
  const number = `try_cast(${expression} AS DOUBLE)`;
  return `CASE WHEN ${number} BETWEEN 1 AND ${MAX_PLAYS} AND ${number} = floor(${number})
    THEN ${number}::INTEGER END`;
}

/** Every line of a text file; a blank line gives NULL. */
export function textLines(file: string, skip = 0): string {
  // Four control characters in a row as delimiter: none in the text, so that a line is one column.
  return `read_csv(${fileLiteral(file)}, auto_detect = false, compression = 'none', header = false, columns = {'line': 'VARCHAR'},
    skip = ${skip}, strict_mode = false, delim = '\x1c\x1d\x1e\x1f', quote = '', escape = '')`;
}

/** Every line of a text file, split at tabs into the list f; a blank line gives NULL. */
export function linesOf(file: string): string {
  return `(SELECT string_split(line, chr(9)) AS f FROM ${textLines(file)})`;
}
