import { type DuckDBResult, DuckDBTypeId } from '@duckdb/node-api';
import { describedBy } from '../util/description.js';
import { exactNumber, formatPlural } from '../util/format.js';

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
