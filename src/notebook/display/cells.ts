import { inspect } from 'node:util';
import { formatCount } from '../../util/format.js';

/** A column of cells as text, and whether they are numbers (set flush right). */
export interface CellColumn {
  readonly cells: string[];
  readonly numeric: boolean;
}

/** How a missing value (null, undefined, NaN) is written; the words "null" or "nan" may be artists. */
export const MISSING = '–';

/** A value within a cell gets a line, and says no more than fits into one. */
const NESTED = { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 5, maxStringLength: 60 };

/**
 * Formats a column as a whole, so that its numbers share their decimals: whole numbers with thousands
 * separated, others with about four significant digits, tiny ones in powers of ten.
 */
export function formatColumn(values: unknown[]): CellColumn {
  const present = values.filter((value) => !isMissing(value));
  const numeric = present.length > 0 && present.every((v) => typeof v === 'number' || typeof v === 'bigint');
  const format = numeric ? numberFormat(present.map(Number)) : formatValue;
  return { cells: values.map((value) => (isMissing(value) ? MISSING : format(value))), numeric };
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

function numberFormat(numbers: number[]): (value: unknown) => string {
  const decimals = numbers.every(Number.isInteger) ? 0 : sharedDecimals(numbers);
  const smallest = 0.5 * 10 ** -decimals;
  return (value) => {
    if (typeof value === 'bigint') return formatCount(value);
    const number = Number(value);
    if (!Number.isFinite(number)) return String(number);
    if (number !== 0 && Math.abs(number) < smallest) return number.toExponential(2);
    if (decimals > 0) return number.toFixed(decimals);
    return formatCount(number);
  };
}

/** Four digits in all for the largest number of a column, but one decimal at least and six at most. */
function sharedDecimals(numbers: number[]): number {
  const largest = numbers.reduce((max, n) => (Number.isFinite(n) ? Math.max(max, Math.abs(n)) : max), 0);
  const wholeDigits = largest < 1e-6 ? -6 : Math.ceil(Math.log10(largest));
  return Math.min(6, Math.max(1, 4 - wholeDigits));
}

function formatValue(value: unknown): string {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? MISSING : value.toISOString();
  const isNested = typeof value === 'object' || typeof value === 'function';
  return isNested ? inspect(value, NESTED) : String(value);
}
