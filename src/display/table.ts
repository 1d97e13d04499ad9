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
}
