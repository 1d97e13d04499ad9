/** A string as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path as an SQL literal for DuckDB's readers, which would take `*`, `?` and `[` for patterns. */
export function fileLiteral(path: string): string {
  return literal(path.replace(/[[*?]/g, '[$&]'));
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
