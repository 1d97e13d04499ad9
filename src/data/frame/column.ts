import { exactNumber } from '../../util/format.js';

/** Danfo's names for the kind of value a column holds. */
export type ColumnType = 'int32' | 'float32' | 'string' | 'boolean' | 'datetime' | 'undefined';

/** One column as Danfo wants it. */
export interface Column {
  readonly type: ColumnType;
  readonly values: unknown[];
}

const INT32_LIMIT = 2 ** 31;

/**
 * A column's values and type, as Danfo wants them. Danfo left alone guesses from the first 20 values,
 * and takes texts that look like numbers (the bands 311 and 1349) for numbers.
 *
 * Missing numbers become NaN, which Danfo's sort, describe and sums can bear (they take null for 0, or
 * fail); everything else that is missing becomes null.
 */
export function readColumn(source: ArrayLike<unknown>): Column {
  const values = Array.from(source, exactNumber);
  const present = values.filter((value) => !isMissing(value));
  const type = typeOf(present, present.length < values.length);
  const missing = type === 'float32' ? Number.NaN : null;
  return { type, values: values.map((value) => (isMissing(value) ? missing : value)) };
}

/** Whether a cell holds nothing: null, undefined or NaN. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** The type that all of these values have; `undefined` where there are none to tell by. */
function typeOf(present: unknown[], gaps: boolean): ColumnType {
  if (present.length === 0) return 'undefined';
  if (present.every((value) => typeof value === 'number')) {
    return !gaps && present.every(isInt32) ? 'int32' : 'float32';
  }
  if (present.every((value) => typeof value === 'boolean')) return 'boolean';
  if (present.every((value) => value instanceof Date)) return 'datetime';
  return 'string';
}

/** Larger whole numbers would wrap around in Danfo's int32 tensors. */
function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -INT32_LIMIT && value < INT32_LIMIT;
}
