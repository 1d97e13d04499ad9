import { fileLiteral } from '../../duckdb/database.js';

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
