import type { Database, Work } from '../../duckdb/database.js';
import { InputError } from '../../util/errors.js';
import { shownLine } from './file-refusal.js';

/** A zero byte in a name: the text file that it stands in can tell the line. */
export class ZeroByte extends Error {
  override readonly name = 'ZeroByte';
}

/**
 * Refuses names with a zero byte in them: a file that is damaged, or begins as text and is none. Names are few, so that
 * this is quick where all lines would take long.
 *
 * @param rows what messages call the rows that do not lie in lines of their own: their file, and the number of the first
 * @throws ZeroByte about a text file
 * @throws InputError with the row about others
 */
export async function refuseZeroBytes(
  database: Database,
  rows: { readonly file: string; readonly firstRow: number } | undefined,
  work: Work,
): Promise<void> {
  for (const kind of ['artist', 'user']) {
    const { columns } = await database.query(
      `SELECT "${kind}" AS name, (SELECT min(rowid) FROM source_rows WHERE source_rows.${kind}_key = named.${kind}_key) AS row
      FROM source_${kind}s named WHERE contains("${kind}", chr(0)) LIMIT 1`,
      undefined,
      work,
    );
    if (columns.name.length === 0) continue;
    if (rows === undefined) throw new ZeroByte();
    throw new InputError(
      `${rows.file}: row ${Number(columns.row[0]) + rows.firstRow} has a zero character (NUL) in ${kind} ${shownLine(String(columns.name[0]))}; take all of them out where the file is written`,
    );
  }
}
