import { types } from 'node:util';
import { columnsOfRows, DESCRIBE } from '../../util/description.js';
import { JUPYTER_DISPLAY } from './jupyter-display.js';
import { hasGetter } from './own-data.js';
import { SHOWN_ROWS, type Table, tableOfColumns } from './table.js';

/**
 * An array of records as a table; undefined for what is none: an array of anything but plain objects, of objects
 * that draw or describe themselves, or of objects none of whose columns holds plain values.
 *
 * Only the rows that are shown say which columns there are.
 */
export function recordsTable(value: object): Table | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return undefined;
  const first: object[] = value.slice(0, SHOWN_ROWS);
  if (first.some(hasGetter)) return undefined;
  const shown = columnsOfRows(first);
  if (!Object.values(shown).some((column) => column.every(isPlain))) return undefined;
  return { ...tableOfColumns(shown), moreRows: Math.max(0, value.length - SHOWN_ROWS) };
}

/** Told by its prototype, which is another one for objects of another realm. */
function isRecord(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  const isBare = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isBare && !(JUPYTER_DISPLAY in value) && !(DESCRIBE in value);
}

function isPlain(value: unknown): boolean {
  return (
    (typeof value !== 'object' && typeof value !== 'function') || value === null || value instanceof Date
  );
}
