import type { Database, Work } from '../../../duckdb/database.js';
import { literal } from '../../../duckdb/sql.js';
import type { TableOptions } from '../columns/table-options.js';
import { FileRefusal } from '../file-error.js';
import {
  type ColumnEvidence,
  decideNumbers,
  type Example,
  type NumberForm,
  other,
  type Separator,
  type SeparatorEvidence,
  type UnclearNumbers,
} from './number-form.js';

/** Where a column of numbers is, for what is said about it. */
export interface NumberColumn {
  readonly file: string;
  /** What stands between the cells of a text file. */
  readonly delimiter?: string;
  /** What a row is called, 'line' or 'row', and the number of the first. */
  readonly unit: string;
  readonly firstRow: number;
}

/** Spaces that do not break a line, thin ones and another apostrophe are written as people type them. */
const TYPED = `trim(translate(plays, '\u00a0\u2009\u202f\u2019', '   '''))`;
const ROWS = 'plays IS NOT NULL AND NOT malformed';

/**
 * SQL for the column `plays` of table table_rows as a number; NULL for a cell that is none. What points and commas
 * mean is decided for the whole column.
 *
 * @throws InputError with a cell that may be read in two ways
 */
export async function numberColumn(
  database: Database,
  column: NumberColumn,
  options: TableOptions,
  work: Work,
): Promise<string> {
  const odd = await database.value(
    `SELECT count(*) AS value FROM table_rows WHERE ${ROWS} AND NOT regexp_full_match(plays, '\\d+')`,
  );
  if (odd === 0) return 'plays';
  const evidence = await columnEvidence(database, work);
  const form = decideNumbers(evidence, column.delimiter, options);
  if ('examples' in form) throw unclear(column, form);
  return numberText(form);
}

/** A whole number in groups; in India they have two digits above the thousands, with commas: 12,34,567. */
function grouped(group: string): string {
  const groups = `\\d{1,3}(${group}\\d{3})+`;
  return group.includes(',') ? `${groups}|${INDIAN}` : groups;
}

const INDIAN = '\\d{1,2}(,\\d{2})+,\\d{3}';

/** The text as DuckDB reads numbers. */
function numberText({ decimal, thousands }: NumberForm): string {
  const group = `[ '${thousands ?? ''}]`;
  const pattern = `[+-]?(\\d+|${grouped(group)})([${decimal}]\\d*)?([eE][+-]?\\d+)?`;
  const bare = `regexp_replace(${TYPED}, ${literal(group)}, '', 'g')`;
  return `CASE WHEN regexp_full_match(${TYPED}, ${literal(pattern)})
    THEN replace(${bare}, ${literal(decimal)}, '.') END`;
}

/** What each kind of cell looks like, in SQL. In the patterns, § is the separator and ~ the other one. */
function cellTests(): Record<string, string> {
  const either = '[+-]?[1-9]\\d{0,2}[§]\\d{3}';
  const thousands = '[+-]?\\d{1,3}(([§]\\d{3}){2,}|([§]\\d{3})+[~]\\d+)';
  const fits = (pattern: string) => `regexp_full_match(text, ${literal(pattern)})`;
  const kinds = (name: string, separator: Separator): Record<string, string> => {
    const asks = (pattern: string) =>
      fits(pattern.replaceAll('§', separator).replaceAll('~', other(separator)));
    const decimal = `[+-]?(\\d+|${grouped(`[${other(separator)} ']`)})[§]\\d*([eE][+-]?\\d+)?`;
    const isIndian = separator === ',' ? asks(`[+-]?${INDIAN}([~]\\d*)?`) : 'false';
    return {
      [`${name}_decimal`]: `${asks(decimal)} AND NOT ${asks(either)}`,
      [`${name}_thousands`]: `${asks(thousands)} OR ${isIndian}`,
      [`${name}_either`]: asks(either),
      [`${name}_eitherNotZero`]: `${asks(either)} AND NOT ends_with(text, '000')`,
      [`${name}_eitherEndsInZero`]: `${asks(either)} AND ends_with(text, '0')`,
    };
  };
  return {
    ...kinds('point', '.'),
    ...kinds('comma', ','),
    spaces: fits("[+-]?\\d{1,3}([ ']\\d{3})+([.,]\\d*)?"),
    small: fits('[+-]?\\d{1,3}'),
    large: fits('[+-]?\\d{5,}'),
  };
}

/** Looks at each text of the column once. */
async function columnEvidence(database: Database, work: Work): Promise<ColumnEvidence> {
  const firsts = Object.entries(cellTests()).map(
    ([name, test]) =>
      `min(row) FILTER (${test}) AS ${name}, arg_min(plays, row) FILTER (${test}) AS ${name}_text`,
  );
  const { columns } = await database.query(
    `SELECT ${firsts.join(', ')} FROM (
      SELECT ${TYPED} AS text, any_value(plays) AS plays, min(rowid) AS row FROM table_rows
      WHERE ${ROWS} GROUP BY text
    )`,
    undefined,
    work,
  );
  const example = (name: string): Example | undefined => {
    const row = columns[name][0];
    return row === null ? undefined : { row: Number(row), text: String(columns[`${name}_text`][0]) };
  };
  const separator = (name: string): SeparatorEvidence => ({
    decimal: example(`${name}_decimal`),
    thousands: example(`${name}_thousands`),
    either: example(`${name}_either`),
    eitherNotZero: example(`${name}_eitherNotZero`),
    eitherEndsInZero: example(`${name}_eitherEndsInZero`),
  });
  return {
    point: separator('point'),
    comma: separator('comma'),
    hasSpaces: example('spaces') !== undefined,
    hasSmall: example('small') !== undefined,
    hasLarge: example('large') !== undefined,
  };
}

function unclear(column: NumberColumn, { separator, examples }: UnclearNumbers): FileRefusal {
  const { file, unit, firstRow } = column;
  const [first, second] = examples;
  if (second === undefined) return eitherNumber(column, separator, first);
  const shown = examples.map(({ text, row }) => `'${text}' in ${unit} ${row + firstRow}`).join(' and ');
  return new FileRefusal(`${file}: plays of ${shown} disagree about the meaning of points and commas`, {
    code: `say which separator it is with the option decimal: '${separator}' or thousands: '${separator}'`,
    flags: `say which separator it is with --decimal ${separator} or --thousands ${separator}`,
  });
}

/** About a number that may have thousands or decimals, where no other of its column tells. */
function eitherNumber(
  { file, unit, firstRow }: NumberColumn,
  separator: Separator,
  { text, row }: Example,
): FileRefusal {
  const sign = separator === '.' ? 'a point' : 'a comma';
  const many = text.replace(/\D/g, '');
  const few = Number(text.replace(separator, '.'));
  const [fewer, ifFewer] = Number.isInteger(few)
    ? [`${few}, with ${sign} as decimal separator`, `${few}`]
    : [`a number with decimals, which is not a play count`, 'decimals'];
  return new FileRefusal(
    `${file}: plays of '${text}' in ${unit} ${row + firstRow} may be ${many}, with ${sign} as thousands separator, or ${fewer}`,
    {
      code: `for ${many}, open it with thousands: openDataset(${JSON.stringify(file)}, { thousands: '${separator}' }); for ${ifFewer}, with { decimal: '${separator}' }`,
      flags: `for ${many}, add --thousands ${separator} to the command; for ${ifFewer}, add --decimal ${separator}`,
    },
  );
}
