import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import { describedBy } from '../util/description.js';
import { exactNumber, formatPlural } from '../util/format.js';
import { DuckDBTypeId } from './node-api.js';

/** A value that a query is given for one of its parameters: a plain one, or one of DuckDB's own, such as a list. */
export type QueryValue = null | boolean | number | bigint | string | object;

/** A query's whole answer. */
export interface QueryResult {
  /** Values of each column in row order: numbers (bigint beyond Number.MAX_SAFE_INTEGER), strings, booleans, null; a DATE is 'YYYY-MM-DD'. */
  readonly columns: Record<string, unknown[]>;
  /** How many rows there are. */
  readonly rowCount: number;
}

/** Reads a DuckDB result to its end, as plain JavaScript values. */
export async function toQueryResult(result: DuckDBResult): Promise<QueryResult> {
  const columns = await result.getColumnsJS();
  const names = result.deduplicatedColumnNames();
  const entries = names.map((name, i) => {
    const isDate = result.columnTypeId(i) === DuckDBTypeId.DATE;
    const values = columns[i] ?? [];
    return [name, values.map(isDate ? dateText : exactNumber)];
  });
  const answer = { columns: Object.fromEntries(entries), rowCount: columns[0]?.length ?? 0 };
  const counts = [formatPlural(answer.rowCount, 'row'), formatPlural(names.length, 'column')];
  return describedBy(answer, () => ({ title: `Answer of ${counts.join(' and ')}`, columns: answer.columns }));
}

function dateText(value: unknown): unknown {
  return value instanceof Date ? value.toISOString().slice(0, 10) : value;
}

/**
 * A chunk's column of numbers as the typed array it lies in. The Node binding keeps that array to itself
 * and hands out single items; one by one, 20 million entries take seconds longer.
 */
export function column<T extends Int32Array | Float32Array | Float64Array | BigInt64Array>(
  chunk: DuckDBDataChunk,
  index: number,
  type: new (length: number) => T,
): T {
  const { items } = chunk.getColumnVector(index) as unknown as { items: unknown };
  if (!(items instanceof type)) throw new TypeError(`column ${index} is not a ${type.name}`);
  return items;
}

/**
 * Reads batches that start at 0, step, ... below total. DuckDB reads each on its own threads while the one before
 * is copied; none goes on when the caller stops.
 */
export async function* readAhead<T>(
  total: number,
  step: number,
  read: (start: number) => Promise<T>,
): AsyncGenerator<T> {
  if (total === 0) return;
  let next = read(0);
  try {
    for (let start = step; start < total; start += step) {
      const batch = await next;
      next = read(start);
      yield batch;
    }
    yield await next;
  } finally {
    await next.catch(() => undefined);
  }
}
