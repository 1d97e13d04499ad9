import { formatPlural } from '../../util/format.js';
import { type CellColumn, formatColumn } from './cells.js';

/** A table that has been formatted and is ready to be drawn. */
export interface Table {
  readonly columns: string[];
  readonly index: string[];
  /** Cells by column, then row. */
  readonly cells: string[][];
  /** For each column, whether it holds numbers. */
  readonly numeric: boolean[];
  /** How many rows were left out below. */
  readonly moreRows: number;
  /** How many columns were left out at the right. */
  readonly moreColumns?: number;
}

/** More rows than this say less than their number does. */
export const SHOWN_ROWS = 60;

/** Wider tables cannot be taken in. */
const SHOWN_COLUMNS = 40;

/**
 * The first rows of columns as a table, the rows numbered from 0.
 *
 * @param columns all of one length; only what is shown of them is read
 */
export function tableOfColumns(columns: Readonly<Record<string, ArrayLike<unknown>>>): Table {
  const all = Object.entries(columns);
  const shown = all.slice(0, SHOWN_COLUMNS);
  const rows = shown[0]?.[1].length ?? 0;
  const count = Math.min(rows, SHOWN_ROWS);
  const formatted = shown.map(([, values]) =>
    formatColumn(Array.from({ length: count }, (_, row) => values[row])),
  );
  return {
    columns: shown.map(([name]) => name),
    index: Array.from({ length: count }, (_, row) => String(row)),
    ...cellsOf(formatted),
    moreRows: rows - count,
    moreColumns: all.length - shown.length,
  };
}

/** A table of one column, whose rows are names. */
export function tableOfFacts(facts: Readonly<Record<string, unknown>>): Table {
  const cells = Object.values(facts).map((value) => formatColumn([value]).cells[0]);
  return { columns: ['value'], index: Object.keys(facts), cells: [cells], numeric: [true], moreRows: 0 };
}

/** Formatted columns as the parts of a table. */
export function cellsOf(columns: readonly CellColumn[]): Pick<Table, 'cells' | 'numeric'> {
  return { cells: columns.map(({ cells }) => cells), numeric: columns.map(({ numeric }) => numeric) };
}

/** What stands below a table that is not all there; undefined where it is. */
export function footOf({ moreRows, moreColumns = 0 }: Table): string | undefined {
  const left = [
    ...(moreRows > 0 ? [formatPlural(moreRows, 'more row')] : []),
    ...(moreColumns > 0 ? [formatPlural(moreColumns, 'more column')] : []),
  ];
  return left.length === 0 ? undefined : `… ${left.join(' and ')}`;
}
