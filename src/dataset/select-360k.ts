import { fileLiteral } from './database.js';
import { linesOf } from './lines.js';

/** Plays are kept when they fit a 32-bit count; the largest real one (HetRec) is 352,698. */
export const MAX_PLAYS = 2_147_483_647;

/**
 * The lines of a file in the format of Last.fm 360K, in order: "user", artist, plays (each NULL when missing
 * or unreadable) and malformed. No header, no quoting, and a tab is never part of a name.
 *
 * DuckDB's reader of columns leaves blank lines out; where their number matters, see {@link select360KLines}.
 */
export function select360K(file: string): string {
  // A missing column is NULL and an empty one is not; a fifth column shows that a line is too long.
  const columns = `{'user': 'VARCHAR', 'mbid': 'VARCHAR', 'artist': 'VARCHAR', 'plays': 'VARCHAR', 'more': 'VARCHAR'}`;
  const reader = `read_csv(${fileLiteral(file)}, auto_detect = false, header = false, columns = ${columns},
    delim = '\t', quote = '', escape = '', nullstr = '\x1c\x1d\x1e\x1f', null_padding = true, strict_mode = false)`;
  return `SELECT nullif("user", '') AS "user", CASE WHEN NOT malformed THEN nullif(artist, '') END AS artist,
      ${wholePlays('CASE WHEN NOT malformed THEN plays END')} AS plays, malformed
    FROM (SELECT "user", artist, plays, plays IS NULL OR more IS NOT NULL AS malformed FROM ${reader})`;
}

/** The same, with a row for each blank line, whose malformed is NULL. Takes twice as long. */
export function select360KLines(file: string): string {
  return `SELECT nullif(f[1], '') AS "user",
      CASE WHEN len(f) = 4 THEN nullif(f[3], '') END AS artist,
      ${wholePlays(`CASE WHEN len(f) = 4 THEN f[4] END`)} AS plays,
      len(f) <> 4 AS malformed
    FROM ${linesOf(file)}`;
}

/** A play count, or NULL when the text is no whole number from 1 to {@link MAX_PLAYS}; "12.0" is 12. */
export function wholePlays(expression: string): string {
  const number = `try_cast(${expression} AS DOUBLE)`;
  return `CASE WHEN ${number} BETWEEN 1 AND ${MAX_PLAYS} AND ${number} = floor(${number})
    THEN ${number}::INTEGER END`;
}
