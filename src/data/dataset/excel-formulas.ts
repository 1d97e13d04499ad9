import type { Database, Work } from '../../duckdb/database.js';
import { formatPlural } from '../../util/format.js';
import { shownLine } from './file-refusal.js';

/** What a cell begins and ends with that is a formula for a text: ="007" keeps the zeros in a spreadsheet. */
const isFormula = (column: string) =>
  `starts_with(${column}, '="') AND ends_with(${column}, '"') AND len(${column}) > 2`;

/**
 * Reads formulas for texts in table table_rows as what they mean, where most cells of a column are such; elsewhere they
 * may be names.
 *
 * @returns what should be said about them
 */
export async function readFormulas(database: Database, work: Work): Promise<string | undefined> {
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
      notes.push(`${found}, read as written, though a spreadsheet takes it for a formula`);
      continue;
    }
    const inner = `replace(substr(${column}, 3, len(${column}) - 3), '""', '"')`;
    await database.run(
      `UPDATE table_rows SET ${column} = nullif(${inner}, '') WHERE ${isFormula(column)}`,
      work,
      'reading plays',
    );
    notes.push(`${found}, read as the text that the formula of a spreadsheet gives`);
  }
  return notes.join('; ') || undefined;
}
