import { createRequire } from 'node:module';

/**
 * DuckDB's own package. It is CommonJS, of 170 files, and an import would make Node.js search each of them for names
 * first: that takes longer than to load them.
 */
export const {
  BIGINT,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBTypeId,
  ENUM,
  INTEGER,
  VARCHAR,
}: typeof import('@duckdb/node-api') = createRequire(import.meta.url)('@duckdb/node-api');
