import { inspect } from 'node:util';
import {
  type CellValue,
  type ColumnFormat,
  formatOfNumbers,
  formatOfTexts,
  TEXT,
} from '../table/column-format.js';

/** A column that has been read: its values as plain JSON, and how they are written. */
export interface ReadColumn {
  readonly name: string;
  readonly format: ColumnFormat;
  readonly values: readonly CellValue[];
}

/** A value within a cell gets a line, and says no more than fits into one. */
const NESTED = { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 5, maxStringLength: 60 };

/** Reads the first values of a column as a whole, so that its numbers share their format. */
export function readColumn(name: string, values: ArrayLike<unknown>, count: number): ReadColumn {
  const read = Array.from({ length: count }, (_, row) => values[row]);
  const numbers = read.filter((value) => !isMissing(value));
  if (numbers.length === 0) return { name, format: TEXT, values: read.map(textOf) };
  if (!numbers.every(isNumber)) return { name, format: formatOfTexts(numbers), values: read.map(textOf) };
  return { name, format: formatOfNumbers(name, numbers.map(Number)), values: read.map(numberOf) };
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function numberOf(value: unknown): CellValue {
  if (isMissing(value)) return null;
  return Number.isFinite(value) ? (value as number) : String(value);
}

function textOf(value: unknown): CellValue {
  if (isMissing(value)) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  return isPlain(value) ? String(value) : inspect(value, NESTED);
}

/** Whether a value has no parts; a cell shows others as their code. */
export function isPlain(value: unknown): boolean {
  return (
    (typeof value !== 'object' && typeof value !== 'function') || value === null || value instanceof Date
  );
}
