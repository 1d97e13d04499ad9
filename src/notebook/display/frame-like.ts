import { SHOWN_ROWS } from './table.js';

/** What is read of a Danfo frame or series; told by its shape, so that showing never loads Danfo. */
export interface FrameLike {
  readonly columns: readonly string[];
  readonly index: readonly (string | number | boolean)[];
  readonly values: unknown[];
  readonly shape: number[];
  readonly ndim: number;
}

/** Whether a value is a Danfo DataFrame or Series, by its looks. */
export function isFrame(value: object): value is FrameLike {
  if (!('$data' in value)) return false;
  const { columns, index, shape, ndim } = value as Partial<FrameLike>;
  return Array.isArray(columns) && Array.isArray(index) && Array.isArray(shape) && (ndim === 1 || ndim === 2);
}

/** The part of a frame that is shown: a heading, an index label and a list of cells for each row. */
export interface FrameHead {
  readonly columns: string[];
  readonly index: string[];
  readonly rows: unknown[][];
  /** How many rows were left out. */
  readonly moreRows: number;
}

/** The first `SHOWN_ROWS` rows of a frame or series. */
export function frameHead(frame: FrameLike): FrameHead {
  const values = frame.values.slice(0, SHOWN_ROWS);
  return {
    columns: frame.columns.map(String),
    index: frame.index.slice(0, SHOWN_ROWS).map(String),
    rows: values.map((row) => (frame.ndim === 2 ? (row as unknown[]) : [row])),
    moreRows: frame.values.length - values.length,
  };
}
